"""The ways on which a message can reach somebody, and the order in which they are tried where nobody chose one."""

from core.spoken import Spoken


class Channel(Spoken):
    """A way to reach somebody. Each but the telephone, which people use, has carriers of its own and its own text."""

    APP = "app", "App"
    EMAIL = "email", "E-mail"
    SMS = "sms", "SMS"
    WHATSAPP = "whatsapp", "WhatsApp"
    LETTER = "letter", "Letter"
    CHAT = "chat", "Chat"
    PHONE = "phone", "Telephone"


FOR_PATIENTS = (Channel.APP, Channel.EMAIL, Channel.SMS, Channel.WHATSAPP, Channel.LETTER)
"""Those that a patient can choose among; the app only once a telephone of theirs shows messages."""
AGREED = (Channel.EMAIL, Channel.SMS, Channel.WHATSAPP, Channel.APP, Channel.LETTER, Channel.PHONE)
"""What patients can agree to one by one, or refuse."""
WRITTEN = AGREED[:-1]
"""Those of them by which Baton writes by itself."""
USUAL = (Channel.EMAIL, Channel.SMS, Channel.LETTER)
"""The order for everybody who chose none. WhatsApp wants to be asked for, so it is nobody's unless they chose it."""
BY_NUMBER = frozenset({Channel.SMS, Channel.WHATSAPP})


def order(chosen: str) -> tuple[Channel, ...]:
    """What a patient chose, as the database keeps it; the usual order where they chose nothing."""
    return tuple(Channel(code) for code in chosen.split()) or USUAL


def spoken_order(chosen: str) -> str:
    """The same as people read it: SMS, then e-mail."""
    labels = [channel.label for channel in order(chosen)]
    return ", then ".join([labels[0], *(within(label) for label in labels[1:])])


def within(label: str) -> str:
    """Within a sentence a name and an abbreviation stay as they are."""
    return label if label[1:] != label[1:].lower() else label.lower()
