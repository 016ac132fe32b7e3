"""What tests of reports stand on: months that pass, lists of people, and the text of what was printed."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

from pypdf import PdfReader

from core import clock, report
from core.access import machine
from core.report import Draft, Person, Scope, Way
from jobs import react
from tests.cast import Cast
from tests.referral.story import inbound

OCTOBER, SEPTEMBER = date(2025, 10, 1), date(2025, 9, 1)
FIRST_WORKING_DAY = datetime(2025, 11, 3, 8, 30, tzinfo=UTC)
"""1 November 2025 is a Saturday."""
JOB = machine("job:reports")


@contextmanager
def at(*when: int) -> Iterator[None]:
    """Within this block it is then, in London's winter time."""
    with clock.telling(datetime(*when, tzinfo=UTC)):  # type: ignore[misc]
        yield


def received(cast: Cast, *when: int, **more: object) -> int:
    """A referral that came to Leeds on a day, counted."""
    with at(*when):
        id = inbound(cast, **more)
        while react.run():
            pass
    return id


def mailed(cast: Cast, kind: str = "practice_month", **more: object) -> Draft:
    """A list of Ana, who wants it attached, and a partner outside, who wants a link."""
    people = (Person(Way.ATTACHMENT, cast.ana.account_id), Person(Way.LINK, None, "Pat Rowe", "pat@example.com"))
    return Draft(**({"kind": kind, "scope": Scope(cast.leeds), "people": people} | more))


def text(pdf: bytes) -> str:
    """Everything that can be read out of it."""
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def built(cast: Cast, kind: str = "practice_month", scope: Scope | None = None, on: date = OCTOBER) -> str:
    """The text of a report, built by the job."""
    return text(report.shown(cast.mia, report.build(JOB, kind, scope or Scope(cast.leeds), on)))
