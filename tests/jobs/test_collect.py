"""kill -9 while answers come in: none is lost, and none is there twice.

Eight kills while a hundred mails come in; as many kills as BATON_TEST_KILLS says, and then five hundred mails.
"""

import os
from pathlib import Path
from random import Random
from threading import Thread

from sqlalchemy import func, select

from core import carrier
from core.audit import About, Kind
from core.work import reading
from data.tables import event, incoming
from jobs import collect
from tests import make
from tests.conversation.hear import ROSE, written
from tests.conversation.mails import mail
from tests.referral import story
from tests.world.servers import until
from tests.world.swift import job

KILLS = int(os.environ.get("BATON_TEST_KILLS", "8"))
MAILS = 500 if KILLS > 8 else 100


def deliver(folder: Path, mail_id: str) -> None:
    """As another program does: written aside, then there in one step."""
    for number in range(MAILS):
        aside = folder / "tmp" / f"{number:06}.mail"
        aside.write_bytes(mail(f"Answer {number}", message_id=f"<{number}@phone>", in_reply_to=f"<{mail_id}>"))
        aside.rename(folder / "new" / aside.name)


def noted() -> int:
    with reading() as db:
        return db.execute(select(func.count()).select_from(incoming)).scalar_one()


def test_no_answer_is_lost_or_there_twice_however_often_the_job_is_killed(cast, tmp_path, today):
    folder, dice = tmp_path / "inbox", Random(1)
    for part in ("tmp", "new", "cur"):
        (folder / part).mkdir(parents=True)
    carrier.set_carrier(cast.adam, "mail_folder", 0, {"address": "replies@example.org", "folder": str(folder)})
    rose = make.patient(at=cast.leeds, email=ROSE)
    about = About("referral", story.inbound(cast, patient_id=rose), cast.leeds, rose)
    sender = Thread(target=deliver, args=(folder, written(cast, about).mail_id))
    sender.start()
    for number in range(KILLS):
        wanted = min(noted() + dice.randrange(1, 2 + (MAILS - noted()) // (KILLS - number + 1)), MAILS)
        running = job("collect")
        until(lambda running=running, wanted=wanted: noted() >= wanted or not running.is_alive())
        running.kill()
        running.join()
    sender.join()
    while collect.run():
        """Until nothing is left."""
    with reading() as db:
        ids = db.execute(select(incoming.c.mail_id)).scalars().all()
        told = db.execute(select(func.count()).where(event.c.kind == Kind.MESSAGE_ANSWERED)).scalar_one()
    assert sorted(ids) == sorted(f"{number}@phone" for number in range(MAILS))
    assert told == MAILS
    assert len(list((folder / "cur").iterdir())) == MAILS
    assert list((folder / "new").iterdir()) == []
