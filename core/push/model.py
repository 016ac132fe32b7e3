"""A telephone as its browser offers it, checked before anything is kept; and as people see it."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from core.connectors.web_push import named
from core.errors import Refusal
from core.webpush import decoded, is_point

LONGEST = 1_000
POINT, SECRET = 65, 16
UNUSABLE = "This browser did not say how to reach it. Update it, or open this page in another one."
UNKNOWN = "Messages cannot be sent by this browser’s push service. Open this page in another browser."
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Macintosh": "a Mac",
    "CrOS": "a Chromebook",
    "Linux": "Linux",
}
BROWSERS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
"""What browsers say of themselves, the telling words first: most also claim to be others."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a browser hands over when its owner said yes; `agent` is how it calls itself."""

    endpoint: str
    key: str
    auth: str
    agent: str = ""

    def checked(self, services: str) -> str:
        """The push service, one of those that this house sends to; refused where anything of it is no use."""
        if not (self.endpoint.isascii() and self.endpoint.isprintable() and len(self.endpoint) <= LONGEST):
            raise Refusal(UNUSABLE)
        if _size(self.key) != POINT or not is_point(self.key) or _size(self.auth) != SECRET:
            raise Refusal(UNUSABLE)
        try:
            service = named(self.endpoint, services)
        except ValueError:
            service = ""
        if not service:
            raise Refusal(UNKNOWN)
        return service

    @property
    def label(self) -> str:
        """Chrome on Android."""
        browser = next((name for sign, name in BROWSERS.items() if sign in self.agent), "A browser")
        system = next((name for sign, name in SYSTEMS.items() if sign in self.agent), "")
        return f"{browser} on {system}" if system else browser


@dataclass(frozen=True, slots=True)
class Telephone:
    """One that shows a patient's messages, as staff see it."""

    id: int
    label: str
    since_at: datetime
    shown_at: datetime | None


def host(endpoint: str) -> str:
    """The name of its push service alone, by which a message is addressed."""
    return urlsplit(endpoint).hostname or ""


def _size(text: str) -> int:
    """How many bytes a key has; none where it is not written as one."""
    try:
        return len(decoded(text))
    except ValueError:
        return 0
