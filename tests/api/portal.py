"""The pages of people outside, as a browser without scripts walks through them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from core.api import MIDDLEWARE, ROUTES
from tests.link.hold import handed
from tests.referral.story import outbound


class _Form(HTMLParser):
    """The first form of a page: where it goes, and what its fields hold."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.area = self.choice = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "input" and told.get("type") != "file":
            self.fields.setdefault(told["name"], told.get("value", ""))
        elif tag in {"textarea", "select"}:
            self.fields.setdefault(told["name"], "")
            self.area, self.choice = (told["name"], "") if tag == "textarea" else ("", told["name"])
        elif tag == "option" and "selected" in told:
            self.fields[self.choice] = told["value"]

    def handle_data(self, data: str) -> None:
        if self.area:
            self.fields[self.area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.area = ""


@dataclass(frozen=True)
class Answer:
    """A page that came."""

    status: int
    text: str
    headers: dict[str, str]

    @property
    def fields(self) -> dict[str, str]:
        return _Form(self.text).fields

    @property
    def seal(self) -> str:
        return self.fields["seal"]

    @property
    def wrong(self) -> list[str]:
        """What is said beside fields."""
        return re.findall(r'class="wrong"[^>]*>([^<]+)<', self.text)

    @property
    def labels(self) -> list[str]:
        """What can be pressed."""
        return [label.strip() for label in re.findall(r'class="button[^>]*>([^<]+)<', self.text)]


class Browser:
    """Somebody outside; `base` is the page of their link."""

    def __init__(self, web: TestClient, base: str) -> None:
        self.web, self.base = web, base

    def see(self, deed: str = "") -> Answer:
        """A page."""
        return came(self.web.get(self.base + (f"/{deed}" if deed else "")))

    def send(self, deed: str, file: tuple[str, bytes] | None = None, **typed: str) -> Answer:
        """Open a form, fill it in, and send it."""
        return self.press(deed, self.see(deed).fields | typed, file)

    def press(self, deed: str, fields: dict[str, str], file: tuple[str, bytes] | None = None) -> Answer:
        """Send a form as it is."""
        files = {"file": file} if file else {"file": ("", b"")}
        return came(self.web.post(f"{self.base}/{deed}", data=fields, files=files, follow_redirects=False))


def came(answer: object) -> Answer:
    """As a person sees it."""
    return Answer(answer.status_code, answer.text, dict(answer.headers))  # type: ignore[attr-defined]


@pytest.fixture
def web(cast) -> Iterator[TestClient]:
    with TestClient(Starlette(routes=ROUTES, middleware=MIDDLEWARE)) as client:
        yield client


@pytest.fixture
def aire(cast, today) -> int:
    """From Leeds to Aire Oral Surgery."""
    return outbound(cast)


@pytest.fixture
def there(cast, web, aire) -> Browser:
    """Aire, on the page of its link."""
    return Browser(web, f"/o/{handed(cast, aire)}")
