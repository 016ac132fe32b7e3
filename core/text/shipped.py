"""The texts that ship with Baton: what each is for, and how it is put in each language."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import yaml

from core.agreement import Purpose as Consent
from core.errors import Misconfigured
from core.language import DEFAULTS, ENGLISH, languages
from core.text.checking import check
from core.text.model import LINKS, Purpose, Wording
from core.text.words import ABOUT, Audience

FOLDER = DEFAULTS / "texts"
ACTIONS = ("", "call", "open", "alerts", "report", *LINKS)
_WORDED = ("headline", "body", "short")


@cache
def purposes() -> Mapping[str, Purpose]:
    """Every text by its name, with what it is for."""
    return {name: _purpose(name, parts) for name, parts in _written(ENGLISH)}


@cache
def shipped() -> Mapping[tuple[str, str], Wording]:
    """By name and language; a text that could not be sent stops the start."""
    found = {(name, code): _wording(parts) for code in languages() for name, parts in _written(code)}
    for (name, _), wording in found.items():
        check(purposes()[name], wording)
    return found


def _written(code: str) -> Iterator[tuple[str, Any]]:
    for file in sorted((FOLDER / code).glob("*.yaml")):
        yield from yaml.safe_load(file.read_text(encoding="utf-8")).items()


def _wording(parts: Mapping[str, str]) -> Wording:
    return Wording(*(parts.get(name, "").strip() for name in _WORDED))


def _purpose(name: str, parts: Mapping[str, Any]) -> Purpose:
    given = {key: value for key, value in parts.items() if key not in _WORDED}
    sure = frozenset(given.pop("sure", "").split())
    given["consent"] = _consent(name, given.pop("purpose", Consent.CARE))
    audience, action, about = given.pop("audience"), given.get("action", ""), given.get("about", "referral")
    if audience not in set(Audience) or action not in ACTIONS or about not in ABOUT:
        raise Misconfigured(f"The text “{name}” names an audience, an action or a subject that does not exist.")
    return Purpose(name=name, audience=Audience(audience), sure=sure, **given)


def _consent(name: str, purpose: str) -> Consent:
    if purpose not in set(Consent):
        raise Misconfigured(f"The text “{name}” is for a purpose that nobody can agree to.")
    return Consent(purpose)
