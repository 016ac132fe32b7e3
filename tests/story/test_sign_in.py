"""Coming in, going out, and what is not shown in between, in a real browser."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import func, select

from core.access import Actor
from core.people import knock
from core.work import reading
from data.tables import sign_in_attempt
from tests.cast import Cast
from tests.signed_in import PASSWORD
from tests.story.conftest import sign_in
from tests.world.browser import keep, person
from tests.world.servers import Web, until

pytestmark = pytest.mark.database("sqlite")

Visit = Callable[..., Page]


@pytest.fixture
def web(able: Cast, tmp_path: Path, clock: object) -> Iterator[Web]:
    """The web process alone, just started: the first visit of a test is the first it ever had."""
    with Web(tmp_path, swift=True) as running:
        yield running


@pytest.fixture
def visit(web: Web, browser: Browser) -> Iterator[Visit]:
    """Opens a browser of somebody's own at an address; signed in, if somebody is named."""
    open_ones = []

    def visit(at: str, actor: Actor | None = None, **look: bool) -> Page:
        context = person(browser, web.url, **look)
        tab = context.__enter__()
        open_ones.append(context)
        tab.goto(at)
        expect(tab.get_by_label("Username")).to_be_visible()
        if actor:
            sign_in(tab, actor)
        return tab

    yield visit
    for context in open_ones:
        context.__exit__(None, None, None)


def heading(tab: Page, name: str):
    return expect(tab.get_by_role("heading", name=name, exact=True, level=1))


def test_a_deep_link_on_a_cold_process_asks_for_sign_in_and_then_lands_there(web, able, visit):
    tab = visit("/people?look=this")
    problems = []
    tab.on("console", lambda said: problems.append(said.text) if "Security Policy" in said.text else None)
    expect(tab.get_by_role("link", name="People")).to_have_count(0)
    expect(tab.get_by_text(able.ben.name)).to_have_count(0)
    keep(tab, "sign-in")
    sign_in(tab, able.mia)
    heading(tab, "People").to_be_visible()
    expect(tab.get_by_text(able.ben.name)).to_be_visible()
    assert tab.url == f"{web.url}/people?look=this"
    assert "baton=" not in tab.evaluate("document.cookie")
    assert problems == []
    keep(tab, "people")


def test_a_page_is_refused_to_a_role_without_the_permission(able, visit):
    tab = visit("/people", able.ben)
    expect(tab.get_by_text("Your role does not include this page")).to_be_visible()
    expect(tab.get_by_text(able.mia.name)).to_have_count(0)
    expect(tab.get_by_role("link", name="People")).to_have_count(0)
    keep(tab, "refused")


def test_signing_out_in_one_tab_ends_the_other(able, visit):
    here = visit("/people", able.mia)
    there = here.context.new_page()
    there.goto("/people")
    heading(there, "People").to_be_visible()
    there.get_by_role("button", name="Sign out").click()
    expect(there.get_by_label("Username")).to_be_visible()
    expect(there.get_by_text(able.ben.name)).to_have_count(0)
    here.get_by_role("button", name="Invite someone").click()
    expect(here.get_by_label("Password", exact=True)).to_be_visible()
    expect(here.get_by_text(able.ben.name)).to_have_count(0)
    here.reload()
    expect(here.get_by_label("Password", exact=True)).to_be_visible()


def test_a_screen_that_is_left_alone_shows_nothing_after_a_quarter_of_an_hour(able, visit, clock):
    tab = visit("/people", able.mia)
    heading(tab, "People").to_be_visible()
    clock.forward(minutes=16)
    expect(tab.get_by_label("Username")).to_be_visible(timeout=60_000)
    expect(tab.get_by_text(able.ben.name)).to_have_count(0)


def test_a_link_in_a_mail_read_elsewhere_opens_the_page_signed_in(web, able, visit):
    with elsewhere(f'<a href="{web.url}/people">Open</a>') as mailbox:
        tab = visit("/", able.mia)
        tab.goto(mailbox)
        tab.get_by_role("link", name="Open").click()
        heading(tab, "People").to_be_visible()


def test_a_wrong_password_is_said_calmly_and_again_and_again_must_wait(able, visit, clock):
    tab = visit("/")
    for number in range(5):
        try_in(tab, "not the password")
        until(lambda expected=number + 1: tries() == expected)
        expect(tab.get_by_text("do not go together")).to_be_visible()
    clock.forward(seconds=-20)  # however slow the machine is, the second to wait is not over
    try_in(tab, PASSWORD)
    expect(tab.get_by_text("Too many tries")).to_be_visible()
    keep(tab, "sign-in-wait")
    clock.forward(seconds=22)
    sign_in(tab, able.ana)


def try_in(tab: Page, password: str) -> None:
    tab.get_by_label("Username").fill("ana")
    tab.get_by_label("Password", exact=True).fill(password)
    tab.get_by_role("button", name="Sign in").click()


def tries() -> int:
    with reading() as db:
        return db.execute(select(func.count()).select_from(sign_in_attempt)).scalar_one()


def test_somebody_is_invited_and_sets_a_password_on_a_phone_without_scripts(web, able, visit, browser):
    tab = visit("/people", able.mia)
    tab.get_by_role("button", name="Invite someone").click()
    dialog = tab.get_by_role("dialog")
    dialog.get_by_role("button", name="Make the link").click()
    expect(dialog.get_by_text("Choose at least one site")).to_be_visible()
    dialog.get_by_label("Username").fill("nora")
    dialog.get_by_label("Name", exact=True).fill("Nora *Newcomer*")
    dialog.get_by_role("combobox", name="Sites").fill("Leeds")
    tab.get_by_role("option", name="Leeds").click()
    tab.keyboard.press("Escape")
    dialog.get_by_role("button", name="Make the link").click()
    link = dialog.locator("code").inner_text()
    dialog.get_by_role("button", name="Close").click()
    expect(tab.get_by_text("Nora *Newcomer*")).to_be_visible()

    phone = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False).new_page()
    phone.goto(link)
    heading(phone, "Welcome, Nora *Newcomer*").to_be_visible()
    phone.get_by_label("Password", exact=True).fill("password1234")
    phone.get_by_label("The same password again").fill("password1234")
    phone.get_by_role("button", name="Set password").click()
    expect(phone.get_by_text("among the first that would be guessed")).to_be_visible()
    phone.get_by_label("Password", exact=True).fill(PASSWORD)
    phone.get_by_label("The same password again").fill(PASSWORD)
    keep(phone, "invited")
    phone.get_by_role("button", name="Set password").click()
    heading(phone, "Your password is set").to_be_visible()
    assert phone.get_by_role("link", name="Sign in").get_attribute("href") == "/"
    phone.context.close()
    assert knock("nora", PASSWORD)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("phone", [False, True])
def test_the_way_in_fits_every_screen_and_can_be_read_by_everybody(able, visit, dark, phone):
    tab = visit("/people", dark=dark, phone=phone)
    fits(tab)
    sign_in(tab, able.mia)
    heading(tab, "People").to_be_visible()
    expect(tab.get_by_text(able.ben.name)).to_be_visible()
    fits(tab)


def fits(tab: Page) -> None:
    """Nothing scrolls sideways, and axe finds nothing serious."""
    tab.wait_for_timeout(500)
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(tab).response["violations"]
    assert not [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in {"serious", "critical"}]


class elsewhere:  # noqa: N801 - reads as a word
    """Another site, as a mail program in a browser is one."""

    def __init__(self, page: str) -> None:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.end_headers()
                self.wfile.write(page.encode())

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    def __enter__(self) -> str:
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self.server.server_port}/"

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
