"""Where texts are filled in: a sandbox of Jinja2 that knows a closed list of words, and no loop, call or attribute."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateError, nodes
from jinja2.sandbox import SandboxedEnvironment

from core.errors import Misconfigured
from core.language import ENGLISH, Language, Word, language
from core.text.words import VARIABLES


class Absent(StrictUndefined):
    """May be asked for, and never be printed: a gap in a letter is a failure, not an empty place."""

    def __bool__(self) -> bool:  # type: ignore[override]
        return False


class _Card(str):
    """Somebody's own words, whose lines stay as they are."""

    __slots__ = ()


def _card(words: str) -> _Card:
    """Set apart from ours."""
    return _Card("\n".join(f"> {line}" for line in words.splitlines()))


def _printed(value: Any) -> Any:
    """A word stands in one line, whatever was typed, and so it adds neither a paragraph nor a header."""
    return value if isinstance(value, _Card) else " ".join(str(value).split())


PLAIN = SandboxedEnvironment(undefined=Absent, trim_blocks=True, lstrip_blocks=True, finalize=_printed)
PLAIN.filters = {"card": _card}
_ASKED = (nodes.Name, nodes.Not, nodes.And, nodes.Or)
_MAY: Mapping[type[nodes.Node], tuple[type[nodes.Node], ...]] = {
    nodes.Template: (nodes.Output, nodes.If),
    nodes.If: (*_ASKED, nodes.Output, nodes.If),
    nodes.Output: (nodes.TemplateData, nodes.Name, nodes.Filter),
    nodes.Filter: (nodes.Name,),
    **dict.fromkeys((nodes.Not, nodes.And, nodes.Or), _ASKED),
}
"""What may stand in what: a text names words and asks whether they are known, and can do nothing else."""


def parsed(name: str, words: str) -> nodes.Template:
    """The text, taken apart; Misconfigured says what in it cannot be, or names what nobody knows."""
    try:
        tree = PLAIN.parse(words)
    except TemplateError as error:
        raise Misconfigured(f"The text “{name}” cannot be read: {error}") from None
    if strange := next(_strange(tree), None):
        raise Misconfigured(
            f"The text “{name}” may name words and ask for them with {{% if … %}}, and do nothing else"
            f" (line {strange.lineno})."
        )
    if unknown := sorted(spoken_of(tree) - VARIABLES):
        raise Misconfigured(f"The text “{name}” speaks of {', '.join(unknown)}, which nobody knows.")
    return tree


def spoken_of(tree: nodes.Template) -> frozenset[str]:
    """Every word that it names."""
    return frozenset(node.name for node in tree.find_all(nodes.Name))


def _strange(node: nodes.Node) -> Iterator[nodes.Node]:
    """What is more than naming and asking."""
    for child in node.iter_child_nodes():
        known = not isinstance(child, nodes.Filter) or child.name in PLAIN.filters
        if known and isinstance(child, _MAY.get(type(node), ())):
            yield from _strange(child)
        else:
            yield child


def parse_line(name: str, words: str) -> Template:
    """Check and compile one line, such as a task's title."""
    parsed(name, words)
    return compiled(words)


@lru_cache(maxsize=4_000)
def compiled(words: str) -> Template:
    """Compiled once: the same rules fill the same lines all day."""
    try:
        return PLAIN.from_string(words)
    except TemplateError as error:
        raise Misconfigured(f"This text cannot be read: {error}") from None


def line(words: str, known: Mapping[str, Word]) -> str:
    """Fill one line for people of the house, such as a task's title."""
    return compiled(words).render(said(known, language(ENGLISH)))


def said(known: Mapping[str, Word], by: Language) -> dict[str, str]:
    """The words as a language says them; what is empty is not known."""
    return {name: by.spoken(word) for name, word in known.items() if word}
