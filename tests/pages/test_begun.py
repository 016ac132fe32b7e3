"""A form begins with what is known, and what was put in is kept as it was put in."""

from datetime import date, time

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from core.referral import Urgency
from pages.parts.begun import fitting, written
from pages.parts.finder import Choice


@pytest.mark.parametrize(
    ("widget", "value", "how", "expected"),
    [
        (st.text_input, "  O’Brien\x00 ", {}, "  O’Brien\x00 "),
        (st.text_area, 7, {}, "7"),
        (st.checkbox, True, {}, True),
        (st.selectbox, "3", {"options": [1, 2, 3]}, 3),
        (st.selectbox, 3, {"options": [1, 2]}, None),
        (st.selectbox, "Dr Who", {"options": [], "accept_new_options": True}, "Dr Who"),
        (st.segmented_control, "urgent", {"options": list(Urgency)}, Urgency.URGENT),
        (st.date_input, "2026-03-10", {}, date(2026, 3, 10)),
        (st.date_input, date(2026, 3, 10), {}, date(2026, 3, 10)),
        (st.date_input, "10th of March", {}, None),
        (st.date_input, "1850-01-01", {"min_value": date(1900, 1, 1)}, None),
        (st.time_input, "14:30:00", {}, time(14, 30)),
        (st.number_input, 30, {}, 30),
        (st.number_input, 2.5, {}, 2.5),
        (st.number_input, "a few", {}, None),
        (st.text_input, None, {}, None),
    ],
)
def test_each_widget_begins_with_what_it_can_take(widget, value, how, expected):
    assert fitting(widget, value, how) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Urgency.URGENT, "urgent"),
        (date(2026, 3, 10), "2026-03-10"),
        (Choice(7, "Iris"), {"id": 7, "title": "Iris", "detail": "", "adds": False}),
        (" \x00 ", " \x00 "),
        (None, None),
    ],
)
def test_what_was_put_in_is_kept_as_it_is(value, expected):
    assert written(value) == expected


def form():
    import streamlit as st

    from pages.parts.fields import Fields
    from pages.parts.sheet import Sheet

    known = {"reason": "Pain", "written": "2026-03-10", "source": "patient", "agrees": True, "hidden": "kept"}
    fields = Fields(Sheet("test"), begun=known)
    fields.ask("reason", st.text_area, "Reason", value="Nothing")
    fields.day("written", "Written")
    fields.choose("source", "Source", {"provider": "Practice", "patient": "Patient"}, "Choose")
    fields.ask("agrees", st.checkbox, "Agrees")
    st.json(fields.said)


def test_a_form_begins_with_what_is_known_and_then_belongs_to_whoever_fills_it_in():
    app = AppTest.from_function(form).run()
    assert (app.text_area[0].value, app.date_input[0].value) == ("Pain", date(2026, 3, 10))
    assert (app.selectbox[0].value, app.checkbox[0].value) == ("patient", True)
    app.text_area[0].set_value("").run()
    app.checkbox[0].uncheck().run()
    assert (app.text_area[0].value, app.checkbox[0].value) == ("", False)
    assert '"hidden": "kept"' in app.json[0].value.replace('":"', '": "')
