"""Messages for staff in the chat that they use: Slack, Teams, and what else Apprise knows."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import apprise

from core.channel import Channel
from core.connectors.base import PER_DAY, PER_SECOND, Carrier, Field, Letter, Undeliverable

HERE = {"dbus", "qt", "glib", "gnome", "macosx", "windows", "syslog", "kde", "file"}
"""What would speak to the machine that Baton runs on, where nobody looks."""


class Chat(Carrier):
    """Apprise says only whether it went: a no is a passing failure, and the next try may post twice."""

    label = "Chat for staff"
    about = "Posts messages for our own sites into Slack, Teams, Mattermost, Google Chat and others."
    channel = Channel.CHAT
    fields = (
        Field(
            "address",
            "Apprise address",
            "Such as slack://… or the webhook address that Slack or Teams gives you.",
            secret=True,
        ),
        PER_SECOND,
        PER_DAY,
    )
    repeatable = False
    lease = timedelta(minutes=2)

    def __init__(self, values: Mapping[str, str]) -> None:
        super().__init__(values)
        self.posts: Any = None

    def send(self, letter: Letter) -> str:
        """Its headline, then its words."""
        if not self._opened().notify(title=letter.headline, body=letter.text, body_format=apprise.NotifyFormat.TEXT):
            raise Undeliverable("The chat did not take the message.", down=True)
        return ""

    def test(self) -> str:
        """Chats cannot be asked without posting, so this posts a line."""
        said = "Baton can post here."
        if not self._opened().notify(title="Baton", body=said, body_format=apprise.NotifyFormat.TEXT):
            raise Undeliverable("The chat did not take a message: check its address.", down=True)
        return "The chat took a line that says “Baton can post here.”"

    def _opened(self) -> Any:
        if self.posts is None:
            posts = apprise.Apprise()
            if not posts.add(self.values["address"]) or any(_is_here(one) for one in posts):
                raise Undeliverable("Apprise does not know this address as a chat. Copy it anew.", down=True)
            self.posts = posts
        return self.posts


def _is_here(service: Any) -> bool:
    schemes = service.protocol, service.secure_protocol
    named = {name for given in schemes if given for name in ([given] if isinstance(given, str) else given)}
    return bool(named & HERE)
