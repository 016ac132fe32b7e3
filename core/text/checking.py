"""Whether a text can be sent as it is written: of what it may speak, and that nothing that is missing stops it."""

from collections.abc import Iterable, Iterator, Set

from jinja2 import nodes

from core.errors import Misconfigured
from core.text.model import Purpose, Wording
from core.text.sandbox import parsed, spoken_of
from core.text.words import WORDS, Audience

LONGEST = {"headline": 120, "body": 4_000, "short": 480}
CALLED = {"headline": "subject", "body": "text", "short": "short text"}


def check(purpose: Purpose, wording: Wording) -> None:
    """Misconfigured with a sentence about the first thing that is wrong."""
    for part in LONGEST:
        check_part(purpose, part, getattr(wording, part))


def check_part(purpose: Purpose, part: str, words: str) -> None:
    """The same of its subject, its text or its short text alone."""
    what = CALLED[part]
    if not words.strip() and (part != "short" or purpose.audience is Audience.PATIENT):
        raise Misconfigured(f"The {what} of “{purpose.label}” is empty.")
    if len(words) > LONGEST[part]:
        raise Misconfigured(f"The {what} has {len(words):,} characters. Keep it within {LONGEST[part]:,}.")
    if part == "headline" and len(words.splitlines()) > 1:
        raise Misconfigured("The subject has to stand in one line.")
    tree = parsed(purpose.label, words)
    if beyond := sorted(spoken_of(tree) - purpose.words):
        raise Misconfigured(_beyond(purpose, beyond[0]))
    if gap := next(_gaps(tree.body, purpose.always), ""):
        raise Misconfigured(
            f"“{gap}” is not always known. Ask for it first: {{% if {gap} %}} … {{{{ {gap} }}}} … {{% endif %}}."
        )


def _beyond(purpose: Purpose, word: str) -> str:
    called = WORDS[word].label
    if purpose.audience is Audience.PATIENT:
        return f"A message to a patient says no more than it must, so it cannot speak of “{called}” ({word})."
    if purpose.audience is Audience.STAFF:
        return f"A message to colleagues says nothing about a patient, so it cannot speak of “{called}” ({word})."
    return f"“{called}” ({word}) is not known when this is written."


def _gaps(body: Iterable[nodes.Node], known: Set[str]) -> Iterator[str]:
    """The words that would be printed where nobody asked whether they are known."""
    for node in body:
        if isinstance(node, nodes.If):
            yield from _gaps(node.body, known | _holds(node.test, yes=True))
            left = known | _holds(node.test, yes=False)
            for other in node.elif_:
                yield from _gaps(other.body, left | _holds(other.test, yes=True))
                left = left | _holds(other.test, yes=False)
            yield from _gaps(node.else_, left)
        elif isinstance(node, nodes.Output):
            yield from (name.name for name in node.find_all(nodes.Name) if name.name not in known)


def _holds(test: nodes.Node, *, yes: bool) -> Set[str]:
    """The words that are known for certain where a test holds, or where it does not."""
    if isinstance(test, nodes.Name):
        return {test.name} if yes else set()
    if isinstance(test, nodes.Not):
        return _holds(test.node, yes=not yes)
    if isinstance(test, nodes.And | nodes.Or):
        left, right = _holds(test.left, yes=yes), _holds(test.right, yes=yes)
        return left | right if isinstance(test, nodes.And) is yes else left & right
    return set()
