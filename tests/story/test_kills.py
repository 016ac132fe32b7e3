"""kill -9 of either process at any time: nothing acknowledged is lost, nothing sent is forgotten.

Eight kills of each on each database with ten writes between two, or as many as BATON_TEST_KILLS says: with 50 of them
500 are written.
"""

import mailbox
import os
from collections import Counter
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from random import Random
from threading import Thread

from sqlalchemy import func, select
from websockets.exceptions import WebSocketException

from core import audit
from core.work import reading
from data.tables import event, event_text, message, pending
from tests import make
from tests.referral.story import inbound
from tests.story.conftest import House
from tests.world.servers import until
from tests.world.visitor import Visitor

KILLS = int(os.environ.get("BATON_TEST_KILLS", "8"))
EACH = 10
"""Writes between two kills."""
SETTLED = {"sent", "dead", "in_doubt"}


@dataclass(slots=True)
class Writer:
    """Somebody who adds notes through the page as fast as it answers, and keeps what they were told was done."""

    house: House
    cookie: str
    referral_id: int
    acknowledged: list[str] = field(default_factory=list)
    numbers: count = field(default_factory=count)

    def write(self) -> None:
        """Until the web process is gone."""
        try:
            with Visitor(self.house.web.port, self.cookie) as tab:
                tab.open("referral", f"id={self.referral_id}")
                while True:
                    note = f"note {self.referral_id}-{next(self.numbers)}."
                    tab.type("Note", note)
                    tab.press("Add note")
                    if tab.sees(note):
                        self.acknowledged.append(note)
        except (WebSocketException, OSError, TimeoutError, LookupError):
            return


def test_kills_of_each_process_while_people_write(house, token_of):
    dice, written = Random(1), 0
    cookie = f"baton={token_of(house.cast.ana)}"
    writers = [Writer(house, cookie, inbound(house.cast)) for _ in range(2)]
    for _ in range(KILLS):
        threads = [Thread(target=writer.write) for writer in writers]
        for thread in threads:
            thread.start()
        inbound(house.cast, patient_id=make.patient(f"Patient {written}", at=house.cast.leeds))
        aim = written + EACH + dice.randint(0, 3)
        until(lambda aim=aim: sum(len(w.acknowledged) for w in writers) >= aim, patience_s=180)
        house.web.kill()
        house.jobs.kill()
        for thread in threads:
            thread.join()
        written = sum(len(w.acknowledged) for w in writers)
        house.web.start()
        house.jobs.start()
    assert written >= KILLS * EACH
    until(lambda: not left_to_do(), patience_s=180)
    nothing_is_lost_or_doubled([note for writer in writers for note in writer.acknowledged], house.mail)


def left_to_do() -> int:
    """Events without a reaction, and messages that are on their way."""
    with reading() as db:
        open_events = db.execute(select(func.count()).select_from(pending)).scalar_one()
        on_the_way = select(func.count()).select_from(message).where(message.c.state.not_in(SETTLED))
        return int(open_events + db.execute(on_the_way).scalar_one())


def nothing_is_lost_or_doubled(acknowledged: list[str], mail: Path) -> None:
    with reading() as db:
        words = db.execute(
            select(event_text.c.words)
            .join(event, event.c.id == event_text.c.event_id)
            .where(event.c.kind == "referral:noted")
        ).scalars()
        kept = Counter(word["comment"] for word in words)
        states = Counter(db.execute(select(message.c.state)).scalars())
    assert set(acknowledged) <= set(kept)
    assert set(kept.values()) == {1}
    assert states["sent"] >= KILLS
    with reading() as db:
        assert audit.verify(db).whole
    delivered = Counter(letter["Message-ID"] for letter in mailbox.Maildir(mail))
    assert set(delivered.values()) == {1}
    assert len(delivered) == states["sent"]
