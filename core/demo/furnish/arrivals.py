"""What waits in the intake: letters by mail and on paper, a call, an enquiry, and one question that is not answered."""

import io
from collections.abc import Mapping
from datetime import datetime, timedelta
from email import message_from_string, policy
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from PIL import Image, ImageDraw, ImageFont
from sqlalchemy import select

from core import clock, intake
from core.demo import facts
from core.demo.furnish.base import Furnishing, House
from core.document import Upload
from core.intake import CameBy, Letter
from core.work import reading
from data.tables import patient, patient_name, patient_site

GROWN = timedelta(days=20 * 365)
PAGE = (1240, 1000)


class Arrivals(Furnishing):
    """Added by the desks, hours and days ago."""

    def furnish(self, house: House) -> None:
        """In the order in which they came."""
        for told in sorted(facts.arrivals(), key=lambda one: -one["hours"]):
            actor, came = house.people[told["by"]], clock.now() - timedelta(hours=told["hours"])
            with clock.telling(came):
                text = told["text"].format(**_said(told, house.sites[told["site"]], came)).strip()
                letter = FORMS[told["form"]](house.sites[told["site"]], text, told)
                arrived = intake.take_in_letter(actor, letter)
            if asks := told.get("asks"):
                with clock.telling(came + timedelta(hours=asks["after"])):
                    version = intake.one(house.people[asks["by"]], arrived.id).version
                    intake.ask(house.people[asks["by"]], arrived.id, version, asks["question"])


def _said(told: Mapping[str, Any], site_id: int, came: datetime) -> dict[str, str]:
    """What the words leave open: when it was mailed, and somebody whom the site knows."""
    said = {"mailed": format_datetime(came - timedelta(minutes=4))}
    return said | _known(site_id, told["known"]) if "known" in told else said


def _known(site_id: int, wanted: Mapping[str, Any]) -> dict[str, str]:
    c, grown = patient.c, (clock.now() - GROWN).date()
    found = (
        select(patient_name.label("name"), c.family_name, c.born_on, c.postcode)
        .join(patient_site, patient_site.c.patient_id == c.id)
        .where(patient_site.c.site_id == site_id, c.sex == wanted["sex"], c.died_on.is_(None))
        .where(c.born_on > grown if wanted.get("young") else c.born_on <= grown)
        .order_by(c.id)
        .offset(wanted["skip"])
        .limit(1)
    )
    with reading() as db:
        row = db.execute(found).one()
    return {"known": row.name, "family": row.family_name, "born": f"{row.born_on:%d/%m/%Y}", "postcode": row.postcode}


def _mail(site_id: int, text: str, told: Mapping[str, Any]) -> Letter:
    mail = message_from_string(text, policy=policy.default)
    made = EmailMessage()
    for head in ("From", "Date", "Subject"):
        made[head] = mail[head]
    made.set_content(mail.get_payload())
    if name := told.get("encloses"):
        made.add_attachment(_page("Drawn for the demo, not a radiograph"), "image", "png", filename=f"{name}.png")
    return Letter(site_id=site_id, uploads=[Upload("Referral.eml", made.as_bytes())])


def _scan(site_id: int, text: str, told: Mapping[str, Any]) -> Letter:  # noqa: ARG001 - as the others
    return Letter(site_id=site_id, uploads=[Upload("Scan 0041.png", _page(text))])


def _letter(site_id: int, text: str, told: Mapping[str, Any]) -> Letter:  # noqa: ARG001 - as the others
    return Letter(site_id=site_id, text=text)


def _web(site_id: int, text: str, told: Mapping[str, Any]) -> Letter:  # noqa: ARG001 - as the others
    return Letter(site_id=site_id, text=text, channel=CameBy.WEB)


def _call(site_id: int, text: str, told: Mapping[str, Any]) -> Letter:
    return Letter(site_id=site_id, text=text, channel=CameBy.PHONE, typed=told["typed"] | {"reason": text})


FORMS = {"mail": _mail, "scan": _scan, "letter": _letter, "web": _web, "call": _call}


def _page(text: str) -> bytes:
    """A page as a scanner sees it: a picture of words."""
    page = Image.new("L", PAGE, 250)
    ImageDraw.Draw(page).text((110, 110), text, fill=40, font=ImageFont.load_default(34), spacing=16)
    made = io.BytesIO()
    page.rotate(0.6, fillcolor=250).save(made, "PNG", optimize=True)
    return made.getvalue()
