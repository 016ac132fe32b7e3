"""Beside a referral: who the patient is, and how they are reached."""

from html import escape

import streamlit as st

from core import field
from core.channel import Channel
from core.patient import Patient
from pages.parts.facts import facts
from pages.parts.links import to


def contact(patient: Patient) -> None:
    """Who the patient is and how to reach them; their name leads to their own page."""
    there = escape(to("patients", id=patient.id))
    st.html(f'<h2 class="box">Patient <small><a data-go href="{there}">{escape(patient.name)}</a></small></h2>')
    born = f"{patient.born_on.day} {patient.born_on:%B %Y}" if patient.born_on else ""
    facts(
        ("Born", born),
        ("Telephone", field.phone_shown(patient.contact(Channel.PHONE)) if patient.contact(Channel.PHONE) else ""),
        ("E-mail", patient.contact(Channel.EMAIL)),
        ("NHS number", field.nhs_shown(patient.nhs_number) if patient.nhs_number else ""),
        ("Postcode", patient.postcode),
    )
