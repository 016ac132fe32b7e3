"""Messages on a patient's own telephone, by the push service of its browser: the way that costs nothing."""

import http.client
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from email.utils import parseaddr
from typing import ClassVar
from urllib.parse import urlsplit

from core import clock, dial, webpush
from core.channel import Channel
from core.connectors.base import CONFIRM, PER_DAY, PER_SECOND, Carrier, Field, Letter, Undeliverable
from core.settings import settings

KNOWN = "fcm.googleapis.com *.push.services.mozilla.com *.push.apple.com *.notify.windows.com"
MOST = 64 * 1024
PATH = "/push"
LONGEST = 240
"""Letters of a title or a line that a telephone shows; the rest is not sent."""
SERVICES = Field(
    "services",
    "Push services",
    "Those of Chrome, Firefox, Safari and Edge. Nothing is sent to any other, whatever a browser says.",
    default=KNOWN,
)
NO_DEVICE = "Messages are no longer shown on this device."
ANSWERS = {413: "found the message too long", 429: "asks us to wait"}


class WebPush(Carrier):
    """A second push of one message takes the place of the first: on its way by its topic, on the screen by its tag.

    What nobody confirms in time is thrown away by the push service too, so that nothing old lights up at night.
    """

    label = "Web push"
    about = "Shows messages on telephones whose owners asked for it on their page, and hears when one was shown."
    channel = Channel.APP
    fields: ClassVar[tuple[Field, ...]] = (SERVICES, replace(CONFIRM, default="15"), PER_SECOND, PER_DAY)
    repeatable = True
    confirms = True
    batch = 10
    lanes = 2
    lease = timedelta(minutes=3)
    patience_s: float = 5
    """How long a push service may take to answer; ten letters, each tried twice, take less than the lease."""

    def __init__(self, values: Mapping[str, str]) -> None:
        super().__init__(values)
        self.lines: dict[str, http.client.HTTPSConnection] = {}

    @classmethod
    def kept(cls, before: Mapping[str, str]) -> Mapping[str, str]:
        """The key that browsers subscribe with: another one would end all their subscriptions."""
        return {"key": before.get("key") or webpush.new_key()}

    def send(self, letter: Letter) -> str:
        """Push services name nothing that is worth keeping."""
        device = letter.device
        if device is None:
            raise Undeliverable(NO_DEVICE, permanent=True)
        service = named(device.endpoint, self.values["services"])
        if not service:
            raise Undeliverable("Its push service is not one of those that this house sends to.", permanent=True)
        status = self._posted(service, device, webpush.sealed(device, said(letter)))
        if not 200 <= status < 300:
            raise _refused(service, status)
        return ""

    def test(self) -> str:
        """Reach those that have one name, over TLS; nothing is sent."""
        names = [name for name in self.values["services"].split() if "*" not in name]
        for name in names:
            try:
                dial.dialled(*_host(name), self.patience_s).close()
            except (OSError, dial.Inside) as failure:
                why = dial.broke(failure, self.patience_s)
                raise Undeliverable(f"{name} could not be reached: {why}.", down=True) from None
        return f"{' and '.join(names)} can be reached." if names else "A key is made, and telephones can subscribe."

    def close(self) -> None:
        """Hang up everywhere."""
        for line in self.lines.values():
            line.close()
        self.lines.clear()

    def _posted(self, service: str, device: webpush.Device, body: bytes) -> int:
        """The status; over a line that was kept open once more afresh, for the other side may have hung up."""
        again = service in self.lines
        try:
            return self._asked(service, device, body)
        except (OSError, http.client.HTTPException, dial.Inside) as failure:
            self._hang_up(service)
            if again and not isinstance(failure, TimeoutError):
                return self._posted(service, device, body)
            why = dial.broke(failure, self.patience_s)
            raise Undeliverable(f"{service} did not take the message: {why}.", resting=True) from None

    def _asked(self, service: str, device: webpush.Device, body: bytes) -> int:
        line = self.lines.get(service) or self._connected(service)
        path = urlsplit(device.endpoint)._replace(scheme="", netloc="", fragment="").geturl()
        line.request("POST", path or "/", body, self._head(device))
        answer = line.getresponse()
        answer.read(MOST)
        if answer.will_close or not answer.isclosed():
            self._hang_up(service)
        return answer.status

    def _connected(self, service: str) -> http.client.HTTPSConnection:
        host, port = _host(service)
        line = http.client.HTTPSConnection(host, port, timeout=self.patience_s)
        line.sock = dial.dialled(host, port, self.patience_s)
        self.lines[service] = line
        return line

    def _hang_up(self, service: str) -> None:
        line = self.lines.pop(service, None)
        if line is not None:
            line.close()

    def _head(self, device: webpush.Device) -> dict[str, str]:
        contact = parseaddr(settings().mail_from)[1]
        head = {
            "Authorization": webpush.voucher(self.values["key"], device.endpoint, contact, clock.now()),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(60 * int(self.values["confirm"])),
            "Urgency": "high",
            "User-Agent": "Baton",
        }
        return head | ({"Topic": device.topic} if device.topic else {})


def named(endpoint: str, services: str) -> str:
    """The push service that an endpoint belongs to, as host or host:port, if it is one of these; else nothing."""
    parts = urlsplit(endpoint)
    if parts.scheme != "https" or parts.username is not None:
        return ""
    known = (one.casefold() for one in services.split())
    name = parts.netloc.casefold()
    return name if any(name == one or (one[:2] == "*." and name.endswith(one[1:])) for one in known) else ""


def said(letter: Letter) -> bytes:
    """What the telephone is told; the last line of an app's text is where a tap leads, if it is an address of ours."""
    *words, last = letter.text.strip().split("\n")
    leads = last if last.startswith(f"{settings().public_url}/") else ""
    line = " ".join(" ".join([*words, "" if leads else last]).split())
    told = {"title": letter.headline[:LONGEST], "body": line[:LONGEST], "open": leads}
    told |= {"tag": letter.device.topic if letter.device else "", "lang": letter.language}
    return json.dumps(told | {"shown": shown(letter.message_id)}, ensure_ascii=False).encode()


def shown(mail_id: str) -> str:
    """Where the telephone says that it showed a message; the path names it, and nobody else can make one."""
    token, _, home = mail_id.partition("@")
    return f"{PATH}/shown/{token}/{home}/{webpush.mark(mail_id)}"


def _host(name: str) -> tuple[str, int]:
    parts = urlsplit(f"//{name}")
    return parts.hostname or "", parts.port or dial.PORT


def _refused(service: str, status: int) -> Undeliverable:
    """404 and 410 end a subscription; being busy passes; anything else is about this message."""
    if status in {404, 410}:
        return Undeliverable("The browser does not take messages any more.", gone=True)
    passes = status == 429 or status >= 500
    words = ANSWERS.get(status, f"answered {status}")
    return Undeliverable(f"{service} {words}.", permanent=not passes, resting=passes)
