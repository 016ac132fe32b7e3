"""Delivery: letters claimed, carried into a folder and settled, beside their files and their statements alone."""

import os
import secrets
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import bindparam, delete, insert, update

from bench.house import House
from bench.measures.base import Measure, Measures
from core import clock, work
from core.connectors.maildir import Maildir
from core.settings import settings
from data.tables import attempt, message
from jobs import deliver

LETTERS = 200
BODY = "Dear colleague,\n\nthank you for referring your patient. They were seen and treated.\n\nHarbour Dental Group\n"


class Delivering(Measures):
    """To practices, by day; in milliseconds for each letter, waiting for the disk included."""

    writes = True

    def of(self, house: House) -> Iterator[Measure]:
        """Two hundred at a time."""
        yield Measure(
            name="deliver a letter", ours=deliver.run, floor=_bare, before=lambda: _write(house), each="letter",
            ratio=3, tries=6, by_wall=True,
        )  # fmt: skip


def _write(house: House) -> None:
    """They wait in the outbox; those of the try before are gone."""
    at = house.plan.now - timedelta(hours=1)
    rows: list[dict[str, Any]] = [
        {
            "key": f"bench:{secrets.token_hex(8)}", "subject": "referral", "subject_id": n, "site_id": 1,
            "rule": "thank-referrer", "template": "thanks", "audience": "referrer", "channel": "email",
            "to_name": "Pennine Dental", "to_address": "elm@example.org", "headline": "Thank you", "body": BODY,
            "mail_id": f"{secrets.token_hex(16)}@localhost", "state": "waiting", "created_at": at, "due_at": at,
        }
        for n in range(1, LETTERS + 1)
    ]  # fmt: skip
    with work.work() as db:
        db.execute(delete(attempt))
        db.execute(delete(message))
        db.execute(insert(message), rows)


_CLAIM = (
    update(message)
    .where(message.c.id.in_(bindparam("some", expanding=True)))
    .values(state="sending", attempts=1)
    .returning(message.c.id, message.c.body, message.c.mail_id)
)


def _bare() -> int:
    """Claim, one file for each, settle: fifty at a time, as the folder takes them."""
    folder = Path(settings().mail_url.partition(":")[2]) / "new"
    folder.mkdir(parents=True, exist_ok=True)
    with work.reading() as db:
        first = db.execute(
            message.select().with_only_columns(message.c.id).order_by(message.c.id).limit(1)
        ).scalar_one()
    for start in range(first, first + LETTERS, Maildir.batch):
        some = list(range(start, start + Maildir.batch))
        with work.work() as db:
            claimed = db.execute(_CLAIM, {"some": some}).all()
            db.execute(
                insert(attempt),
                [{"message_id": n, "started_at": clock.now(), "carrier": "", "outcome": ""} for n in some],
            )
        for row in claimed:
            with (folder / row.mail_id).open("wb") as file:
                file.write(row.body.encode())
                os.fsync(file.fileno())
        with work.work() as db:
            db.execute(update(message).where(message.c.id.in_(some)).values(state="sent"))
            db.execute(update(attempt).where(attempt.c.message_id.in_(some)).values(outcome="sent"))
    return LETTERS
