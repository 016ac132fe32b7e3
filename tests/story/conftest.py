"""Baton as it runs at a practice: the web process, the jobs process, a mail folder, and people with browsers."""

import mailbox
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from email.message import Message
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from core.access import Actor
from core.api import cookie
from tests.cast import Cast
from tests.signed_in import PASSWORD, admitted
from tests.world.browser import Seats, chromium, keep
from tests.world.servers import Jobs, Web, free_port

expect.set_options(timeout=20_000)


@dataclass(slots=True)
class House:
    """The running processes, the people who work there, and where its mail is kept as files."""

    cast: Cast
    web: Web
    jobs: Jobs
    mail: Path
    seats: Seats
    doors: ExitStack = field(default_factory=ExitStack)
    tabs: list[Page] = field(default_factory=list)

    def visit(self, actor: Actor | None = None, at: str = "/", *, dark: bool = False, phone: bool = False) -> Page:
        """A browser of somebody's own; they have signed in with it already, unless nobody is named."""
        tab = self.doors.enter_context(self.seats.taken(self.web.url, dark=dark, phone=phone))
        self.tabs.append(tab)
        if actor is not None:
            kept = {"name": cookie.name(), "value": admitted(actor), "url": self.web.url}
            tab.context.add_cookies([{**kept, "httpOnly": True, "sameSite": "Strict"}])
        tab.goto(at)
        if actor is not None:
            expect(tab.get_by_role("button", name="Sign out")).to_be_attached(timeout=30_000)
            settled(tab)
        return tab

    @property
    def browser(self) -> Browser:
        """Which all of them share."""
        return self.seats.browser

    def letters(self, to: str = "") -> list[Message]:
        """The mail that was delivered to an address, oldest first."""
        if not self.mail.exists():
            return []
        found = [m for m in mailbox.Maildir(self.mail) if to in str(m["To"])]
        return sorted(found, key=lambda m: str(m["Date"]))


def settled(tab: Page) -> None:
    """Until the page is drawn to its end: what is typed or clicked before may be drawn over."""
    expect(tab.locator('[data-test-script-state="notRunning"]')).to_be_attached(timeout=30_000)


def sign_in(tab: Page, who: Actor | str, password: str = PASSWORD) -> None:
    """As a person does it; the cast's usernames are their first names."""
    username = who if isinstance(who, str) else who.name.split()[0].casefold()
    tab.get_by_label("Username").fill(username)
    tab.get_by_role("textbox", name="Password").fill(password)
    tab.get_by_role("button", name="Sign in").click()
    expect(tab.get_by_role("button", name="Sign out")).to_be_attached(timeout=30_000)


def give_file(tab: Page, name: str, content: bytes) -> None:
    """Into the one place for files, until the page knows it: what is clicked earlier is overtaken by its arrival."""
    file: FilePayload = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    with tab.expect_response(lambda answer: "/_stcore/upload_file/" in answer.url) as kept:
        tab.locator("input[type=file]").set_input_files([file])
    kept.value.finished()
    tab.evaluate("() => new Promise(done => requestIdleCallback(() => done()))")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """A story that broke leaves a picture of every open tab."""
    told = yield
    house = getattr(item, "funcargs", {}).get("house")
    if told.failed and told.when == "call" and isinstance(house, House):
        for number, tab in enumerate(tab for tab in house.tabs if not tab.is_closed()):
            keep(tab, f"broken-{item.name}-{number}")
    return told


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="session")
def seats(browser: Browser) -> Seats:
    return Seats(browser)


@pytest.fixture(scope="session")
def port() -> int:
    """Where each house is found, for browsers keep what they have read by its address."""
    return free_port()


@pytest.fixture
def house(today: date, able: Cast, seats: Seats, port: int, tmp_path: Path) -> Iterator[House]:
    """Everything up, on this test's database, on an ordinary Tuesday morning."""
    with Web(tmp_path, swift=True, port=port) as web, Jobs(tmp_path, swift=True, BATON_PUBLIC_URL=web.url) as jobs:
        built = House(able, web, jobs, tmp_path / "data" / "mail", seats)
        with built.doors:
            yield built
