"""What may be said to the person who asked: a refusal is a sentence, everything else is a bug."""


class Refusal(Exception):
    """The request is understood and will not be done; the message is a sentence that says why and what to do."""


class NotAllowed(Refusal):
    """This person may not do or see this."""


class NotFound(Refusal):
    """There is no such record, or none that this person may know of."""


class NotNow(Refusal):
    """The record is not in a state that allows this."""


class Lacking(Refusal):
    """Fields that are missing or wrong: `fields` maps the field's name to its sentence."""

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(" ".join(fields.values()))
        self.fields = fields


class Changed(Refusal):
    """Somebody else changed the record since it was read; nothing was overwritten."""


class Duplicate(Refusal):
    """The same thing exists already and is open; going on needs a reason."""


class Misconfigured(Exception):
    """A setting is wrong: one sentence that names it; the process does not start."""
