"""What came in, as a door hands it over and as the rest of the house sees it."""

from dataclasses import dataclass
from datetime import datetime

from core.channel import Channel
from core.document import Taken
from core.spoken import Spoken


class Nature(Spoken):
    """What kind of answer it is: only the first waits for somebody to read it."""

    ANSWER = "answer", "Answer"
    WORD = "word", "A word that Baton acts on"
    AUTOMATIC = "automatic", "Automatic answer"
    BOUNCE = "bounce", "Came back undelivered"


class Matched(Spoken):
    """By what it is known what an answer is about, the surest first."""

    TOKEN = "token", "by the address that it was sent to"
    REFERENCE = "reference", "by the message that it answers"
    ADDRESS = "address", "by whom we wrote to lately"
    CONTACT = "contact", "by whose address it is"
    INTAKE = "intake", "not an answer to anything of ours"


@dataclass(frozen=True, slots=True)
class Failure:
    """What a mail server reports about a message of ours: whether it is lost for good, and why."""

    mail_id: str
    lost: bool
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What a door hands in. With the same `key` the same thing is noted once.

    `answers` are messages of ours whose own address it was sent to, `references` the Message-IDs that it names; `bulk`
    is what says of itself that it was sent to many; `note` is what could not be kept; `site` is the code of the site
    whose intake gets what is no answer.
    """

    key: str
    channel: Channel
    carrier: str
    from_address: str
    came_at: datetime
    from_name: str = ""
    headline: str = ""
    body: str = ""
    said: str = ""
    mail_id: str = ""
    nature: Nature = Nature.ANSWER
    answers: tuple[int, ...] = ()
    references: tuple[str, ...] = ()
    bulk: bool = False
    stops: bool = False
    files: tuple[Taken, ...] = ()
    failures: tuple[Failure, ...] = ()
    note: str = ""
    site: str = ""


@dataclass(frozen=True, slots=True)
class Incoming:
    """One answer as a page shows it. `said` is what is new in it, `body` all of its words; `audience` who answers, as
    on message; `documents` are the ids of what it brought."""

    id: int
    channel: Channel
    nature: Nature
    matched: Matched
    from_name: str
    from_address: str
    mail_id: str
    headline: str
    said: str
    body: str
    note: str
    message_id: int | None
    subject: str
    subject_id: int
    site_id: int
    site: str
    zone: str
    patient_id: int | None
    patient: str
    provider_id: int | None
    audience: str
    came_at: datetime
    read_at: datetime | None
    read_by: str
    documents: tuple[int, ...] = ()

    @property
    def unread(self) -> bool:
        """Whether it still waits for somebody."""
        return self.nature is Nature.ANSWER and self.read_at is None

    @property
    def who(self) -> str:
        """By name where it is known, else the address."""
        return self.from_name or self.from_address
