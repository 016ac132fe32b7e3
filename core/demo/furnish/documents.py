"""Documents on a handful of open referrals: drawn radiographs, letters that came by post, and letters Baton made."""

import io
import math
from collections.abc import Iterable
from datetime import datetime, timedelta
from random import Random
from typing import Any

from fpdf import FPDF
from PIL import Image, ImageDraw, ImageFilter
from sqlalchemy import select

from core import clock, document
from core.demo.furnish.base import Furnishing, House
from core.document import Holder, Paper, Upload
from core.referral import Direction
from core.work import reading
from data.tables import patient, patient_name, provider, referral

EACH, LETTERS = 8, 3
"""Referrals of each direction that have documents, and how many outbound ones have their letter."""
WIDE, HIGH = 960, 480


class Documents(Furnishing):
    """What a practice scans, receives and sends."""

    def furnish(self, house: House) -> None:
        """A radiograph on each; the letter it came with, or the one that went out with it."""
        actor, sites = house.people["ana"], [house.sites["leeds"], house.sites["york"]]
        now, made = clock.now(), 0
        for number, row in enumerate(_open_referrals(sites)):
            dice, holder = Random(number), Holder(referral_id=row.id)  # noqa: S311 - a game, not a secret
            with clock.telling(max(row.received_at, now - timedelta(minutes=dice.randrange(5, 90)))):
                taken_on = (row.received_at - timedelta(days=dice.randrange(3, 60))).date()
                opg = Upload("OPG.jpg", panorama(dice))
                document.add(actor, opg, holder, Paper.RADIOGRAPH, title="Panoramic radiograph", taken_on=taken_on)
                if row.direction == Direction.INBOUND:
                    document.add(actor, Upload("Letter.pdf", letter(row)), holder, Paper.LETTER)
                elif row.direction == Direction.OUTBOUND and made < LETTERS:
                    made += bool(document.make_letter(actor, row.id))


def _open_referrals(sites: list[int]) -> list[Any]:
    """The newest of each direction."""
    c = referral.c
    wanted = (
        select(c.id, c.direction, c.received_at, c.reason, patient_name.label("patient"), provider.c.name)
        .join(patient, patient.c.id == c.patient_id)
        .outerjoin(provider, provider.c.id == c.referrer_provider_id)
        .where(c.closed_at.is_(None), c.site_id.in_(sites))
        .order_by(c.received_at.desc(), c.id)
        .limit(EACH)
    )
    with reading() as db:
        return [row for way in Direction for row in db.execute(wanted.where(c.direction == way)).all()]


def panorama(dice: Random) -> bytes:
    """A drawing that looks like a panoramic radiograph from across the room, and says that it is none."""
    picture = Image.new("L", (WIDE, HIGH), 18)
    draw = ImageDraw.Draw(picture)
    draw.ellipse((60, -260, WIDE - 60, HIGH - 20), fill=70)
    draw.ellipse((200, -330, WIDE - 200, HIGH - 190), fill=38)
    for jaw, bend in ((-1, 26), (1, 30)):
        for place in range(-7, 8):
            _tooth(draw, WIDE / 2 + place * 42, 205 + jaw * 34 + bend * (1 - (place / 7) ** 2), jaw, dice)
    picture = picture.filter(ImageFilter.GaussianBlur(2.2))
    ImageDraw.Draw(picture).text((16, HIGH - 24), "Drawn for the demo, not a radiograph", fill=120)
    made = io.BytesIO()
    picture.save(made, "JPEG", quality=70)
    return made.getvalue()


def _tooth(draw: ImageDraw.ImageDraw, x: float, y: float, jaw: int, dice: Random) -> None:
    """A crown, and a root away from the bite; one in nine is missing, some have a filling."""
    if dice.random() < 1 / 9:
        return
    wide, root = 15 + dice.random() * 4, 78 + dice.random() * 16
    crown = sorted((y, y + jaw * 34))
    draw.rounded_rectangle((x - wide, crown[0], x + wide, crown[1]), 8, fill=190)
    lean = math.sin(x) * 3
    draw.polygon([(x - wide + 3, y + jaw * 30), (x + wide - 3, y + jaw * 30), (x + lean, y + jaw * root)], fill=150)
    if dice.random() < 0.3:
        draw.rectangle((x - 6, crown[0] + 4, x + 7, crown[0] + 15), fill=250)


def letter(row: Any) -> bytes:
    """What a practice typed and sent with the patient."""
    practice = row.name or ""
    head = (practice, "", f"{row.received_at:%d %B %Y}", "", "Dear colleague", "", f"Re: {row.patient}", "", row.reason)
    return typed(
        (*head, "", "Thank you for seeing this patient.", "", "With kind regards", "", practice), row.received_at
    )


def typed(lines: Iterable[str], at: datetime) -> bytes:
    """A page as an office types it, as a PDF made at a moment."""
    paper = FPDF()
    paper.set_creation_date(at)
    paper.set_margin(25)
    paper.add_page()
    paper.set_font("helvetica", size=11)
    for line in lines:
        plain = line.encode("cp1252", "replace").decode("cp1252")
        paper.multi_cell(0, 6, plain, new_x="LMARGIN", new_y="NEXT")
    return bytes(paper.output())
