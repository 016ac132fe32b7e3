"""How long words may be: whole, or in a line or two where a channel has no room for more."""

from core.channel import Channel
from core.spoken import Spoken


class Form(Spoken):
    """How a text is written."""

    FULL = "full", "E-mail and letter"
    SHORT = "short", "SMS and WhatsApp"

    @property
    def within(self) -> str:
        """Within a sentence: by e-mail and letter."""
        return "by e-mail and letter" if self is Form.FULL else "by SMS and WhatsApp"


def form_of(channel: Channel) -> Form:
    """The form that goes this way."""
    return Form.FULL if channel in {Channel.EMAIL, Channel.LETTER} else Form.SHORT
