"""A real mail server that keeps what it accepts, and that can be told to behave badly at any time."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from enum import StrEnum
from typing import Self, cast


class Mode(StrEnum):
    """How the server treats the next connection or command."""

    OK = "ok"
    TEMPFAIL = "tempfail"
    GREET421 = "greet421"
    RCPT550 = "rcpt550"
    HANG = "hang"
    DROP_AFTER_DATA = "drop_after_data"
    DROP_MID_DATA = "drop_mid_data"
    SLOW = "slow"
    GREYLIST = "greylist"
    FULL = "full"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class Letter:
    """One accepted message, with the envelope it came in."""

    sender: str
    recipients: tuple[str, ...]
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        """The message, parsed."""
        return cast(EmailMessage, message_from_bytes(self.raw, policy=policy.default))


class Sink:
    """Speaks SMTP on `port`; accepts what its `mode` lets it accept.

    `modes` are by the recipient's domain, as a relay meets them: from the recipient on; `mode` is from the greeting on.
    """

    def __init__(self, delay_s: float = 1.0) -> None:
        self.mode = Mode.OK
        self.modes: dict[str, Mode] = {}
        self.met: set[str] = set()
        self.delay_s = delay_s
        self.letters: list[Letter] = []
        self.connections = 0
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    @property
    def url(self) -> str:
        """What BATON_MAIL_URL is set to, to deliver here."""
        return f"smtp://127.0.0.1:{self.port}"

    def ids(self) -> list[str]:
        """The Message-ID of each accepted letter, in order; one that comes twice is a copy."""
        return [str(letter.message["Message-ID"]) for letter in self.letters]

    def __enter__(self) -> Self:
        self._thread.start()
        self._listen()
        return self

    def __exit__(self, *failure: object) -> None:
        asyncio.run_coroutine_threadsafe(self._leave(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    @contextmanager
    def down(self) -> Iterator[None]:
        """Nobody listens on the port within this block."""
        asyncio.run_coroutine_threadsafe(self._leave(), self._loop).result(10)
        try:
            yield
        finally:
            self._listen()

    def _listen(self) -> None:
        starting = asyncio.start_server(self._meet, "127.0.0.1", self.port)
        self._server = asyncio.run_coroutine_threadsafe(starting, self._loop).result(10)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _leave(self) -> None:
        self._server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        with suppress(ConnectionError, asyncio.CancelledError):
            await Talk(self, reader, writer).run()
        writer.close()


class Talk:
    """One connection: the commands of RFC 5321 that a client of ours sends."""

    def __init__(self, sink: Sink, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.sink, self.reader, self.writer = sink, reader, writer
        self.sender = ""
        self.recipients: list[str] = []

    @property
    def mode(self) -> Mode:
        """How this recipient's domain is treated, once it is known."""
        domain = self.recipients[-1].rpartition("@")[2] if self.recipients else ""
        return self.sink.modes.get(domain, self.sink.mode)

    async def run(self) -> None:
        """Greet, then answer until the client leaves or the mode ends it."""
        if self.sink.mode is Mode.HANG:
            await asyncio.sleep(3600)
        if self.sink.mode is Mode.SLOW:
            await asyncio.sleep(self.sink.delay_s)
        if self.sink.mode is Mode.GREET421:
            await self._say("421 too busy, come back later")
            return
        await self._say("220 sink ESMTP")
        while line := (await self.reader.readline()).decode("utf-8", "replace").strip():
            if not await self._answer(line):
                return

    async def _answer(self, line: str) -> bool:
        verb = line.split(":")[0].split()[0].upper()
        if verb == "DATA":
            return await self._data()
        if verb == "RCPT":
            await self._wait(self.sink.modes.get(_address(line).rpartition("@")[2]))
        await self._say(self._reply(verb, line))
        return verb != "QUIT"

    async def _wait(self, mode: Mode | None) -> None:
        """A relay that asks the recipient's own server first keeps us waiting as that does."""
        if mode is Mode.HANG:
            await asyncio.sleep(3600)
        if mode is Mode.SLOW:
            await asyncio.sleep(self.sink.delay_s)

    def _reply(self, verb: str, line: str) -> str:
        if verb == "EHLO":
            return "250-sink\r\n250-8BITMIME\r\n250 SMTPUTF8"
        if verb == "MAIL":
            self.sender, self.recipients = _address(line), []
        if verb == "RCPT":
            self.recipients.append(_address(line))
            if self.mode is Mode.RCPT550:
                return "550 no such mailbox"
            if self.mode is Mode.GREYLIST and self._is_new():
                return "451 greylisted, come back later"
        known = {"HELO": "250 sink", "QUIT": "221 bye"}
        return known.get(verb, "250 ok" if verb in {"MAIL", "RCPT", "RSET", "NOOP"} else "502 not known")

    async def _data(self) -> bool:
        if self.mode is Mode.TEMPFAIL:
            await self._say("451 greylisted, come back later")
            return True
        await self._say("354 go on")
        lines: list[bytes] = []
        while (line := await self.reader.readline()) != b".\r\n":
            if not line or self.mode is Mode.DROP_MID_DATA:
                self._cut()
                return False
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        if self.mode in (Mode.FULL, Mode.REJECT):
            await self._say("452 mailbox full" if self.mode is Mode.FULL else "554 we do not want this")
            return True
        self.sink.letters.append(Letter(self.sender, tuple(self.recipients), b"".join(lines)))
        if self.mode is Mode.DROP_AFTER_DATA:
            self._cut()
            return False
        await self._say("250 kept")
        return True

    def _is_new(self) -> bool:
        known = self.recipients[-1] in self.sink.met
        self.sink.met.add(self.recipients[-1])
        return not known

    async def _say(self, words: str) -> None:
        self.writer.write(words.encode() + b"\r\n")
        await self.writer.drain()

    def _cut(self) -> None:
        self.writer.transport.abort()


def _address(line: str) -> str:
    return line.partition("<")[2].partition(">")[0]
