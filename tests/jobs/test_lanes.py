"""Many servers behind one relay, some of them bad: each row ends, and nobody waits for somebody else's server.

Two mails for each kind of server in the suite, or as many as BATON_TEST_MAILS says.
"""

import os
import threading
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select

from core import carrier
from core.access import machine
from core.clock import now, telling
from core.connectors.smtp import Smtp
from core.message import claim
from core.settings import forget
from core.work import reading
from data.tables import message
from jobs import deliver
from jobs._lanes import Crew
from tests.message.write import put, row
from tests.world.servers import until
from tests.world.smtp import Mode, Sink

EACH = int(os.environ.get("BATON_TEST_MAILS", "2"))
BAD = {
    "hang": Mode.HANG,
    "refuse": Mode.RCPT550,
    "greylist": Mode.GREYLIST,
    "mid-data": Mode.DROP_MID_DATA,
    "after-data": Mode.DROP_AFTER_DATA,
    "4xx": Mode.FULL,
    "5xx": Mode.REJECT,
    "slow": Mode.SLOW,
}
ENDS = {
    "hang": {"dead"},
    "refuse": {"dead"},
    "greylist": {"sent"},
    "mid-data": {"dead", "in_doubt"},
    "after-data": {"in_doubt"},
    "4xx": {"dead"},
    "5xx": {"dead"},
    "slow": {"sent"},
    "well": {"sent"},
}
"""A letter as short as these is often out of the house whole before a cut in its middle is heard of."""


@pytest.fixture
def sink(monkeypatch):
    """A relay that knows bad servers; patience is short, so that a hang does not take the test's time."""
    monkeypatch.setattr(deliver, "CREW", Crew())
    monkeypatch.setattr(Smtp, "phase_s", 0.15)
    with Sink(delay_s=0.05) as running:
        running.modes = {f"{name}.example": mode for name, mode in BAD.items()}
        monkeypatch.setenv("BATON_MAIL_URL", running.url)
        forget()
        yield running


def states():
    """How many are in each state, by the recipient's domain."""
    with reading() as db:
        rows = db.execute(select(message.c.to_address, message.c.state)).all()
    return Counter((address.rpartition("@")[2].removesuffix(".example"), state) for address, state in rows)


def test_every_mail_to_eight_bad_servers_ends_and_the_good_one_gets_each_once(cast, sink, clock):
    for n in range(EACH):
        for name in [*BAD, "well"]:
            put(cast, f"{name}-{n}", to_address=f"p{n}@{name}.example")
    for _ in range(200 * EACH):
        deliver.run()
        if not {state for _, state in states()} & {"waiting", "sending"}:
            break
        clock.forward(minutes=31)
    ended = states()
    assert {(name, state) for name, state in ended} <= {(name, end) for name, ends in ENDS.items() for end in ends}
    assert sum(ended.values()) == EACH * len(ENDS)
    copies = Counter(sink.ids())
    assert max(copies.values()) == 1, "what is in doubt is not sent again by itself"


def test_while_one_server_hangs_the_others_get_their_mail_at_once(cast, sink, monkeypatch):
    monkeypatch.setattr(Smtp, "phase_s", 600)
    for n in range(EACH):
        put(cast, f"hang-{n}", to_address=f"p{n}@hang.example")
    for n in range(30):
        put(cast, f"well-{n}", to_address=f"p{n}@well.example")
    threading.Thread(target=deliver.run, daemon=True).start()
    until(lambda: states()["well", "sent"] == 30)
    assert states()["hang", "sending"] <= 2, "one is in the air; the rest of that domain is left alone"
    late = put(cast, "late", to_address="late@well.example")
    until(lambda: row(late).state == "sent")


def test_so_many_a_second_and_a_day_hold_for_all_lanes_and_processes(cast, sink):
    values = {"host": "127.0.0.1", "port": str(sink.port), "per_second": "5", "per_day": "7"}
    carrier.set_carrier(cast.adam, "smtp", 0, values)
    for n in range(12):
        put(cast, str(n))
    (out,) = carrier.ways_out(machine("test"))
    lanes, begun = [out.allowed(), out.allowed()], now()

    def taken(after_ms: int) -> int:
        with telling(begun + timedelta(milliseconds=after_ms)):
            return sum(len(claim("smtp", 1, timedelta(minutes=5), allowed=lane)) for lane in lanes)

    assert [taken(ms) for ms in (0, 100, 200, 300, 400)] == [1, 0, 1, 0, 1]
    assert max(lane.pause_s for lane in lanes) <= 0.2
    assert sum(taken(600 + 200 * n) for n in range(9)) == 4, "seven a day and no more"
    with telling(begun + timedelta(days=1)):
        assert len(claim("smtp", 9, timedelta(minutes=5), allowed=lanes[0])) == 5
