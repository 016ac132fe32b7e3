"""Where a wording holds: which text, at which site or in the whole group, how long it is and in which language."""

from dataclasses import dataclass

from core.access import Actor, Permission
from core.errors import NotAllowed, NotFound
from core.language import ENGLISH, languages
from core.text.form import Form
from core.text.model import Purpose
from core.text.shipped import purposes
from core.text.words import Audience


@dataclass(frozen=True, slots=True)
class Place:
    """No site is the whole group."""

    name: str
    site_id: int | None = None
    form: Form = Form.FULL
    language: str = ENGLISH

    @property
    def spelt(self) -> str:
        """As the database keeps it."""
        return f"{self.name}:{self.site_id or ''}:{self.form}:{self.language}"

    @property
    def purpose(self) -> Purpose:
        """What it is for."""
        return purposes()[self.name]


def must_exist(place: Place) -> None:
    """Refuse what nobody could ever read."""
    if place.name not in purposes():
        raise NotFound("There is no such text.")
    if place.language not in languages():
        raise NotFound("Texts cannot be written in this language yet.")
    if place.form is Form.SHORT and place.purpose.audience is not Audience.PATIENT:
        raise NotFound("Only what patients are told is written in short as well.")


def may_edit(actor: Actor, site_id: int | None) -> bool:
    """A manager writes for their own sites; the group's words are for who answers for all of it."""
    return actor.may(Permission.TEXT_EDIT, at=site_id) and (site_id is not None or actor.every_site or actor.internal)


def must_edit(actor: Actor, site_id: int | None) -> None:
    """The same as a refusal."""
    actor.must(Permission.TEXT_EDIT, at=site_id)
    if not may_edit(actor, site_id):
        raise NotAllowed("These are the whole group’s words. Write others for your own site instead.")
