"""Letters handed to a mail server by SMTP, each failure told by the phase in which it came."""

import select
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import timedelta
from threading import Timer
from typing import TypeVar
from urllib.parse import unquote, urlsplit

from core.channel import Channel
from core.connectors.base import PER_DAY, PER_SECOND, Carrier, Doubtful, Field, Letter, Undeliverable, trust

Answer = TypeVar("Answer")
STARTTLS, TLS = "STARTTLS", "TLS"
BREAKS = (smtplib.SMTPException, OSError, ValueError)
"""What smtplib raises when a connection or the talk on it breaks."""


class Smtp(Carrier):
    """One connection for many letters: STARTTLS where it is offered, a login when the address has a user."""

    label = "Mail server"
    about = "Hands e-mails to a mail server by SMTP, encrypted where the server offers it."
    channel = Channel.EMAIL
    fields = (
        Field("host", "Server", "Such as smtp.example.org"),
        Field("port", "Port", "Empty for 587 with STARTTLS and 465 with TLS.", needed=False, least=1),
        Field("security", "Encryption", choices=(STARTTLS, TLS), default=STARTTLS),
        Field("user", "User", needed=False),
        Field("password", "Password", needed=False, secret=True),
        PER_SECOND,
        PER_DAY,
    )
    schemes = ("smtp", "smtps")
    repeatable = False
    lanes = 4
    lease = timedelta(minutes=5)
    phase_s: float = 20
    """How long a server may take to answer in any phase."""

    def __init__(self, values: Mapping[str, str]) -> None:
        super().__init__(values)
        self.server: smtplib.SMTP | None = None
        self.fresh = False
        """Whether the connection has answered since the last letter."""

    @classmethod
    def of_url(cls, url: str) -> Mapping[str, str]:
        """smtp://user:password@host:port, 25 where no port is said, or smtps://."""
        parts, secure = urlsplit(url), url.startswith("smtps:")
        return {
            "host": parts.hostname or "",
            "port": str(parts.port or (465 if secure else 25)),
            "security": TLS if secure else STARTTLS,
            "user": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
        }

    def test(self) -> str:
        """Reach it and sign in, as for a letter."""
        self._ready()
        self.close()
        signed_in = " and accepts the user" if self.values.get("user") else ""
        return f"{self.values['host']} answers{signed_in}."

    def ready(self) -> None:
        """The open connection if it still answers, else a new one."""
        if not self.fresh:
            self._ready()
            self.fresh = True

    def send(self, letter: Letter) -> str:
        """Before the final dot a break is a passing failure; after it nobody knows. Once the server knows whom the
        letter is for, what breaks is taken as that domain's: others are tried on a new connection."""
        words = letter.bytes().replace(b"\r\n.", b"\r\n..")
        self.ready()
        self.fresh, server = False, self.server
        assert server is not None  # noqa: S101 - ready opened it
        try:
            _told_sender(server, letter)
            with _of_this_domain():
                _told_recipient(server, letter)
                _write(server, words)
                _end(server)
        except (Undeliverable, Doubtful) as failure:
            if failure.resting or isinstance(failure, Doubtful) or failure.down:
                self.close()
            raise
        return ""

    def close(self) -> None:
        """Hang up."""
        server, self.server, self.fresh = self.server, None, False
        if server is not None:
            server.close()

    def _ready(self) -> smtplib.SMTP:
        """The open connection if it still answers, else a new one."""
        if self.server is not None:
            try:
                if self.server.rset()[0] == 250:
                    return self.server
            except BREAKS:
                pass
            self.close()
        self.server = _asked("be reached", self._connect)
        return self.server

    def _connect(self) -> smtplib.SMTP:
        host, secure = self.values["host"], self.values.get("security") == TLS
        port = int(self.values.get("port") or (465 if secure else 587))
        if secure:
            server: smtplib.SMTP = _SecureTalk(host, port, timeout=self.phase_s, context=trust(host))
        else:
            server = _Talk(host, port, timeout=self.phase_s)
        try:
            _without_delay(server.sock)
            server.ehlo_or_helo_if_needed()
            if not secure and server.has_extn("starttls"):
                server.starttls(context=trust(host))
                server.ehlo()
            if self.values.get("user"):
                server.login(self.values["user"], self.values.get("password", ""))
        except BaseException:
            server.close()
            raise
        return server


class _Timed:
    """Gives a whole answer a deadline: a byte at a time would never run into the socket's own."""

    sock: socket.socket | None
    timeout: float

    def getreply(self) -> tuple[int, bytes]:
        alarm = Timer(self.timeout * 1.5, _hang_up, [self.sock])
        alarm.daemon = True
        alarm.start()
        try:
            answer: tuple[int, bytes] = super().getreply()  # type: ignore[misc]
            return answer
        finally:
            alarm.cancel()


class _Talk(_Timed, smtplib.SMTP):
    """A plain connection."""


class _SecureTalk(_Timed, smtplib.SMTP_SSL):
    """A connection that is encrypted from its first byte."""


def _without_delay(sock: socket.socket | None) -> None:
    """The final dot leaves at once, and not when the rest was acknowledged: 40 ms for each letter."""
    if sock is not None:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _hang_up(sock: socket.socket | None) -> None:
    if sock is not None:
        with suppress(OSError):  # it may be closed already
            sock.shutdown(socket.SHUT_RDWR)


def _told_sender(server: smtplib.SMTP, letter: Letter) -> None:
    """The first half of the envelope."""
    options = ["SMTPUTF8", "BODY=8BITMIME"] if letter.needs_utf8 else []
    if options and not server.has_extn("smtputf8"):
        raise Undeliverable("The mail server cannot carry an address with these letters.", permanent=True)
    _said(_asked("be told the sender", lambda: server.mail(letter.from_address, options)))


def _told_recipient(server: smtplib.SMTP, letter: Letter) -> None:
    """The other half: one recipient."""
    _said(_asked("be told the recipient", lambda: server.rcpt(letter.to_address)))
    _said(_asked("begin the letter", lambda: server.docmd("DATA")), 354)


@contextmanager
def _of_this_domain() -> Iterator[None]:
    """A silence or a break from here on is no reason to send nobody else anything."""
    try:
        yield
    except Undeliverable as failure:
        if not failure.down:
            raise
        raise Undeliverable(str(failure), permanent=failure.permanent, resting=True) from failure
    except Doubtful as doubt:
        raise Doubtful(str(doubt), resting=True) from doubt


def _write(server: smtplib.SMTP, words: bytes) -> None:
    _asked("be given the letter", lambda: server.send(words))


def _end(server: smtplib.SMTP) -> None:
    """The final dot: from here on, silence means doubt."""
    if _spoke_early(server):
        code, words = _asked("be given the letter", server.getreply)
        raise Undeliverable(_quoted(code, words), permanent=500 <= code < 600, down=True)
    _asked("be given the letter", lambda: server.send(b".\r\n"))
    try:
        answer = server.getreply()
    except BREAKS as error:
        raise Doubtful(f"The mail server was given the letter and then {_broke(error)}.") from error
    _said(answer)


def _spoke_early(server: smtplib.SMTP) -> bool:
    """Before the end of the letter a server only speaks to refuse it, or hangs up."""
    sock = server.sock
    if sock is None or isinstance(sock, ssl.SSLSocket):
        return False
    return bool(select.select([sock], [], [], 0)[0])


def _asked(what: str, talk: Callable[[], Answer]) -> Answer:
    """Talk; a break here means that the letter did not leave."""
    try:
        return talk()
    except smtplib.SMTPResponseException as error:
        raise Undeliverable(_quoted(error.smtp_code, error.smtp_error), down=True) from error
    except BREAKS as error:
        raise Undeliverable(f"The mail server could not {what}: it {_broke(error)}.", down=True) from error


def _said(answer: tuple[int, bytes], wanted: int = 250) -> None:
    """Go on when the server agrees; 4xx is a passing no, 5xx a final one, and after 421 it hangs up."""
    code, words = answer
    if code == wanted or (wanted == 250 and code == 251):
        return
    raise Undeliverable(_quoted(code, words), permanent=500 <= code < 600, down=code in {-1, 421})


def _quoted(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"The mail server answered {code}: {' '.join(text.split())[:300]}"


def _broke(error: BaseException) -> str:
    """In words, whatever smtplib wrapped it in."""
    cause = error.__context__ or error
    if isinstance(cause, TimeoutError):
        return "kept silent"
    if isinstance(cause, ssl.SSLError):
        return "could not prove who it is"
    if isinstance(cause, socket.gaierror):
        return "is not known under this name"
    return "refused the connection" if isinstance(cause, ConnectionRefusedError) else "broke off the connection"
