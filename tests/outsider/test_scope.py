"""Whoever came by a link sees one referral, whatever they are passed to: every function of the house is tried."""

import inspect
import pkgutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from importlib import import_module
from itertools import product
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest
from sqlalchemy import select

import core
from core import outsider, referral
from core.access import Actor
from core.access import outsider as made
from core.errors import NotAllowed, NotFound, Refusal
from core.work import reading
from data.tables import referral as kept
from tests import make
from tests.referral.story import inbound, outbound

APART = ("core.api", "core.operate", "core.demo", "core.__main__")
NONSENSE = (LookupError, TypeError, ValueError, AttributeError)
"""What becomes of a word that is no code."""
STRANGER = "Zebedee"
"""In the name of everything that is not theirs."""


def asked() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every function of core that takes an actor first."""
    for module in pkgutil.walk_packages(core.__path__, "core."):
        if not module.name.startswith(APART):
            for name, function in inspect.getmembers(import_module(module.name), inspect.isfunction):
                if function.__module__ == module.name and not name.startswith("_") and _takes_actor(function):
                    yield f"{module.name}.{name}", function


def _takes_actor(function: Callable[..., Any]) -> bool:
    return next(iter(inspect.signature(function).parameters), "") == "actor"


class Unknown(Exception):
    """Something that cannot be made up for a parameter."""


def calls(function: Callable[..., Any]) -> Iterator[dict[str, Any]]:
    """What it can be called with: each number of the few there are, and the plainest of everything else."""
    hints = get_type_hints(function)
    needed = [p for p in inspect.signature(function).parameters.values() if p.default is p.empty][1:]
    choices = [_choices(hints[p.name]) for p in needed]
    for values in product(*choices):
        yield dict(zip((p.name for p in needed), values, strict=True))


def _choices(hint: Any) -> list[Any]:
    if get_origin(hint) in {Union, UnionType}:
        return _choices(next(part for part in get_args(hint) if part is not type(None)))
    if hint is int:
        return [1, 2]
    if hint is str:
        return ["referral", STRANGER]
    if hint is date:
        return [date(2026, 3, 10)]
    if is_dataclass(hint) and all(f.default is not MISSING or f.default_factory is not MISSING for f in fields(hint)):
        with suppress(TypeError):
            return [hint()]
    raise Unknown(str(hint))


@pytest.fixture
def worlds(cast, today) -> tuple[Actor, int, int]:
    """Aire, who came about the first referral; the second is another's, of the same site."""
    own = outbound(cast)
    make.provider(f"{STRANGER} Dental")
    other = inbound(
        cast,
        patient_id=make.patient(f"Rose {STRANGER}", at=cast.leeds),
        reason=f"{STRANGER} came",
        their_reference=f"{STRANGER}-1",
    )
    return made("provider:1", "Aire Oral Surgery", own, "recipient"), own, other


def rows() -> list[Any]:
    with reading() as db:
        return list(db.execute(select(kept).order_by(kept.c.id)))


def practice(own: int) -> Actor:
    return made("provider:1", "Aire Oral Surgery", own, "recipient")


def patient(own: int) -> Actor:
    return made("patient:1", "Tom O'Brien", own, "patient")


@pytest.mark.database("sqlite")
@pytest.mark.parametrize(
    ("comes", "theirs"),
    [(practice, {"standing.stands"}), (patient, {"seeing.sees", "choosing.choices"})],
)
def test_no_function_of_the_house_shows_or_changes_anything_else(worlds, comes, theirs):
    _, own, _ = worlds
    actor = comes(own)
    before, tried, open_to = rows(), 0, set()
    for name, function in asked():
        try:
            several = list(calls(function))
        except Unknown:
            continue
        for given in several:
            try:
                told = function(actor, **given)
            except (Refusal, *NONSENSE):
                tried += 1
                continue
            tried += 1
            open_to.add(name)
            assert STRANGER not in repr(told), name
    assert tried > 300
    assert rows() == before
    assert {name for name in open_to if name.startswith("core.outsider")} == {
        f"core.outsider.{name}" for name in theirs
    }


def test_they_see_their_own_and_no_other(worlds):
    actor, own, other = worlds
    assert outsider.stands(actor).now.id == own
    stranger = made("provider:1", "Aire Oral Surgery", other, "recipient")
    assert outsider.stands(stranger).steps == (), "of an inbound referral nobody receives outside"


def test_they_take_no_step_elsewhere_and_none_of_ours(worlds):
    actor, own, other = worlds
    with pytest.raises(NotFound):
        referral.take_step(actor, other, None, "acknowledge")
    for step in ("hold", "lose", "correct", "set_urgency"):
        with pytest.raises(NotAllowed):
            referral.take_step(actor, own, None, step)
    for forbidden in (
        lambda: referral.assign(actor, own, None, 1),
        lambda: referral.set_tag(actor, own, name="x", on=True),
        lambda: referral.change(actor, own, 1, {"reason": "x"}),
        lambda: referral.one(actor, own),
    ):
        with pytest.raises(Refusal):
            forbidden()


def test_a_party_of_another_kind_takes_no_steps(worlds):
    _, own, _ = worlds
    with pytest.raises(NotAllowed):
        referral.take_step(patient(own), own, None, "acknowledge")
