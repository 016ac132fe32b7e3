"""kill -9 while reports are built and sent: one of each, whole, and one mail to each person.

Four kills, or as many as BATON_TEST_KILLS says.
"""

import io
import os
import time
from random import Random

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select

from core import report
from core.report import Draft, Person, Scope, Way
from core.work import forget, reading
from data.tables import edition, edition_sent, message
from jobs import reports
from tests.cast import Cast
from tests.report.press import FIRST_WORKING_DAY, at, mailed, received
from tests.world import swift

KILLS = int(os.environ.get("BATON_TEST_KILLS", "4"))


@pytest.mark.database("sqlite")
def test_killed_while_building_there_is_one_report_each_and_whole(cast: Cast, clock):
    dice = Random(5)
    received(cast, 2025, 9, 7, 10)
    me = (Person(Way.ATTACHMENT, cast.cleo.account_id),)
    with at(2025, 9, 20, 9):
        report.set_list(cast.mia, mailed(cast))
        report.set_list(cast.cleo, Draft("group_month", Scope(), me))
        for site in (cast.york, cast.hull):
            report.set_list(cast.cleo, Draft("practice_month", Scope(site), me))
    clock.to(FIRST_WORKING_DAY)
    forget()
    for _ in range(KILLS):
        process = swift.job("reports")
        time.sleep(dice.uniform(0.0, 1.2) if _ else 0)
        process.kill()
        process.join()
    reports.run()
    assert reports.run() == 0
    with reading() as db:
        kept = db.execute(
            select(edition.c.kind, edition.c.scope, edition.c.period_on, edition.c.pages, edition.c.pdf)
        ).all()
        sent = db.execute(select(func.count(edition_sent.c.message_id))).scalar_one()
        letters = db.execute(select(func.count()).where(message.c.subject == "edition")).scalar_one()
    assert len(kept) == 8, "four lists, two months"
    assert len({row[:3] for row in kept}) == len(kept)
    assert all(len(PdfReader(io.BytesIO(row.pdf)).pages) == row.pages for row in kept)
    assert sent == letters == 10
