"""What kinds of paper there are: the closed list that documents are filed under and services ask for."""

from core.spoken import Spoken


class Paper(Spoken):
    """`clinical` papers are opened by those who may read clinical notes; `exposed` ones have a day of exposure."""

    clinical: bool
    exposed: bool

    def __new__(cls, value: str, label: str = "", clinical: bool = False, exposed: bool = False) -> "Paper":
        """A kind carries its words and what holds for it."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label, member.clinical, member.exposed = label, clinical, exposed
        return member

    LETTER = "letter", "Referral letter"
    RADIOGRAPH = "radiograph", "Radiograph", True, True
    PHOTOGRAPH = "photograph", "Photograph", True, True
    REPORT = "report", "Report", True
    PLAN = "plan", "Treatment plan", True
    CONSENT = "consent", "Consent"
    INSURANCE = "insurance", "Insurance"
    AGREEMENT = "agreement", "Agreement"
    OTHER = "other", "Other document"
