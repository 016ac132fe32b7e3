"""Text messages kept as files, so that a trial or the demo group shows what patients would have read."""

from core.channel import Channel
from core.connectors.base import Field, Letter
from core.connectors.maildir import Maildir


class SmsFolder(Maildir):
    """Named after their ids like letters in a Maildir, and as readable as one."""

    label = "Folder for text messages"
    about = "Keeps text messages as files, for trials: none reaches a telephone."
    channel = Channel.SMS
    fields = (Field("folder", "Folder", "On the machine that Baton runs on, such as /var/mail/baton-sms."),)
    schemes = ()

    @property
    def can_be_answered(self) -> bool:
        """By a file, as it was sent by one."""
        return True

    def written(self, letter: Letter) -> bytes:
        """Whom it is for, then its words."""
        return f"To: {letter.to_address}\nDate: {letter.date.isoformat()}\n\n{letter.text}\n".encode()
