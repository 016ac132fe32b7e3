"""E-mails out of a mailbox, by IMAP: read in the order in which they came, marked as seen, and left where they are."""

import imaplib
import re
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from threading import Timer
from typing import ClassVar

from imap_tools import BaseMailBox, ImapToolsError, MailBox, MailBoxStartTls, MailBoxUnencrypted, MailMessageFlags

from core import clock
from core.connectors.base import SITE, Field, Undeliverable, is_this_machine, trust
from core.connectors.inbound.base import ADDRESS, BEGINNING, LARGEST, PLUS, Brought, Mailbox

TLS, STARTTLS, PLAIN = "TLS", "STARTTLS", "None"
BREAKS = (imaplib.IMAP4.error, ImapToolsError, OSError, ValueError)
"""What a connection that breaks, or a server that says no, comes to."""
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_CAME = re.compile(rb'INTERNALDATE "([^"]+)"')


class Imap(Mailbox):
    """How far it was read is the UID of the last mail; where the server numbers its mails anew, all since it was first
    switched on come up again and are known by their keys."""

    label = "Mailbox (IMAP)"
    about = "Reads answers out of a mailbox by IMAP. It deletes nothing, and leaves alone what was there before."
    fields: ClassVar[tuple[Field, ...]] = (
        ADDRESS,
        PLUS,
        Field("host", "Server", "Such as imap.example.org"),
        Field("port", "Port", "Empty for 993 with TLS and 143 else.", needed=False, least=1),
        Field(
            "security",
            "Encryption",
            "Without any only on this very machine.",
            choices=(TLS, STARTTLS, PLAIN),
            default=TLS,
        ),
        Field("user", "User"),
        Field("password", "Password", secret=True),
        Field("folder", "Folder", needed=False, default="INBOX"),
        SITE,
    )
    place = ("host", "user", "folder")
    patience_s: float = 20
    """How long a server may be silent."""
    round_s: float = 120
    """How long it may take altogether: a byte at a time would never be silent."""

    def __init__(self, values: Mapping[str, str], name: str = "imap") -> None:
        super().__init__(values, name)
        self.box: BaseMailBox | None = None
        self.alarm: Timer | None = None

    def test(self) -> str:
        """Sign in and look, without reading anything."""
        with _told():
            known = self._opened().folder.status(self._folder, ["MESSAGES"])
        self.close()
        return f"{self.values['host']} accepts the user; {known['MESSAGES']:,} mails are in {self._folder}."

    def waiting(self, since: datetime, position: str) -> Iterator[Brought]:
        """By their numbers, each fetched as it is asked for."""
        with _told():
            box = self._opened()
            numbered = str(box.folder.status(self._folder, ["UIDVALIDITY"])["UIDVALIDITY"])
            last = _last(position, numbered)
            day = (since - timedelta(days=1)).astimezone(UTC)
            found = box.uids(f"UID {last + 1}:* SINCE {day.day}-{_MONTHS[day.month - 1]}-{day.year}")
        for uid in sorted(int(each) for each in found):
            if uid > last and (brought := self._fetched(box, uid, numbered)) and brought.came_at >= since:
                yield brought

    def done(self, brought: Brought) -> None:
        """Seen, and nothing else."""
        with _told():
            self._opened().flag([brought.ref], [MailMessageFlags.SEEN], True)

    def close(self) -> None:
        """Sign out, as far as the server still listens."""
        box, self.box = self.box, None
        if box is not None:
            with suppress(*BREAKS):
                box.logout()
        if self.alarm is not None:
            self.alarm.cancel()

    @property
    def _folder(self) -> str:
        return self.values.get("folder") or "INBOX"

    def _opened(self) -> BaseMailBox:
        if self.box is None:
            self.box = self._connected()
            self.alarm = Timer(self.round_s, _hang_up, [self.box.client.sock])
            self.alarm.daemon = True
            self.alarm.start()
            self.box.login(self.values["user"], self.values["password"], initial_folder=self._folder)
        return self.box

    def _connected(self) -> BaseMailBox:
        host, security = self.values["host"], self.values.get("security", TLS)
        port = int(self.values.get("port") or (993 if security == TLS else 143))
        if security == TLS:
            return MailBox(host, port, timeout=self.patience_s, ssl_context=trust(host))
        if security == STARTTLS:
            return MailBoxStartTls(host, port, timeout=self.patience_s, ssl_context=trust(host))
        if not is_this_machine(host):
            raise Undeliverable("A mailbox on another machine is only read encrypted.", down=True)
        return MailBoxUnencrypted(host, port, timeout=self.patience_s)

    def _fetched(self, box: BaseMailBox, uid: int, numbered: str) -> Brought | None:
        """None where somebody took it away meanwhile. Reading it does not mark it."""
        with _told():
            about = _answer(box, uid, "(RFC822.SIZE INTERNALDATE)")[0]
            size, came = _SIZE.search(about), _CAME.search(about)
            if size is None:
                return None
            whole = int(size[1]) <= LARGEST
            content = _answer(box, uid, "(BODY.PEEK[])" if whole else f"(BODY.PEEK[]<0.{BEGINNING}>)")[1]
        return Brought(str(uid), content, _moment(came[1] if came else b""), f"{numbered}:{uid}", whole)


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _last(position: str, numbered: str) -> int:
    """The UID up to which everything was read; none where mails are numbered anew."""
    before, _, uid = position.partition(":")
    return int(uid) if uid and before == numbered else 0


def _answer(box: BaseMailBox, uid: int, what: str) -> tuple[bytes, bytes]:
    """What a server says of one mail: its own words, and the bytes that it sends."""
    _, told = box.client.uid("FETCH", str(uid), what)
    parts = [part if isinstance(part, tuple) else (part or b"", b"") for part in told]
    said = b" ".join(bytes(part[0]) for part in parts)
    return said, next((bytes(part[1]) for part in parts if part[1]), b"")


def _moment(given: bytes) -> datetime:
    try:
        return datetime.strptime(given.decode("ascii").strip(), "%d-%b-%Y %H:%M:%S %z").astimezone(UTC)
    except ValueError:
        return clock.now()


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except BREAKS as error:
        raise Undeliverable(_words(error), down=True) from error


def _words(error: Exception) -> str:
    """In words: what a server answers is quoted, shortened."""
    match error:
        case TimeoutError():
            return "The mailbox kept silent."
        case ssl.SSLError():
            return "The mailbox’s server could not prove who it is."
        case socket.gaierror():
            return "The mailbox’s server is not known under this name."
        case OSError():
            return "The mailbox’s server refused or broke off the connection."
        case _:
            said = " ".join(str(error).split())[:200]
            return f"The mailbox’s server did not agree: {said}"


def _hang_up(sock: socket.socket) -> None:
    with suppress(OSError):  # it may be closed already
        sock.shutdown(socket.SHUT_RDWR)
