"""A real Chromium: the one that is installed, else one fetched by `python -m tests.world.browser`."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
SHOTS = Path(__file__).parent.parent / "story" / "shots"
DESK: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
AXE = Axe()
REMEMBERED = "cookies,local_storage,indexeddb,service_workers,cache_storage"


def found() -> str | None:
    """The path of a Chromium that starts: BATON_TEST_CHROMIUM, Playwright's own, or the system's."""
    own = [os.environ.get("BATON_TEST_CHROMIUM"), _playwrights()]
    return next((path for path in (*own, *map(shutil.which, NAMES)) if path and _starts(path)), None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless browser of its own; every person in a story gets a context of it."""
    path = found()
    if path is None:
        raise LookupError("No Chromium starts here; run `make test`, which fetches one.")
    with sync_playwright() as play:
        yield play.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage", "--process-per-site"]
        )


@contextmanager
def person(browser: Browser, at: str, *, dark: bool = False, phone: bool = False) -> Iterator[Page]:
    """One person's browser with nothing remembered: relative addresses lead to the server `at`."""
    context = _opened(browser, at, viewport=PHONE if phone else DESK, color_scheme="dark" if dark else "light")
    try:
        yield context.new_page()
    finally:
        context.close()


def _opened(browser: Browser, at: str, **look: Any) -> BrowserContext:
    context = browser.new_context(base_url=at, locale="en-GB", timezone_id="Europe/London", **look)
    context.set_default_timeout(20_000)
    return context


class Seats:
    """Browsers where one person sits down after the other: what the last one did is gone, what it compiled of
    Streamlit's scripts is not, for a tab that stays open keeps its process. That is most of what a first page costs."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.free: list[tuple[str, BrowserContext]] = []

    @contextmanager
    def taken(self, at: str, *, dark: bool = False, phone: bool = False) -> Iterator[Page]:
        """As `person`, with the server at the same address as the one before."""
        context = self._seat(at)
        tab = context.new_page()
        tab.set_viewport_size(PHONE if phone else DESK)
        tab.emulate_media(color_scheme="dark" if dark else "light")
        try:
            yield tab
        finally:
            if _cleared(context, at):
                self.free.append((at, context))

    def _seat(self, at: str) -> BrowserContext:
        while self.free:
            served, context = self.free.pop()
            if served == at:
                return context
            context.close()
        context = _opened(self.browser, at)
        context.new_page().goto("/_stcore/health")
        return context


def _cleared(context: BrowserContext, at: str) -> bool:
    """Whether it can be used again: all but its first tab is closed, and nothing is remembered."""
    first, *others = context.pages or [None]
    if first is None:
        return False
    for tab in others:
        tab.close()
    context.clear_cookies()
    context.clear_permissions()
    context.new_cdp_session(first).send("Storage.clearDataForOrigin", {"origin": at, "storageTypes": REMEMBERED})
    return True


def keep(page: Page, name: str, folder: Path = SHOTS) -> Path:
    """A picture of the whole page; git ignores the folder it is in unless another is named."""
    folder.mkdir(parents=True, exist_ok=True)
    picture = folder / f"{name}.png"
    page.screenshot(path=picture, full_page=True)
    return picture


def faults(page: Page) -> list[str]:
    """What axe finds serious or critical on the page as it stands, one line for each element."""
    return [
        f"{fault['id']}: {fault['help']} at {' '.join(map(str, node['target']))}"
        for fault in AXE.run(page).response["violations"]
        if fault["impact"] in {"serious", "critical"}
        for node in fault["nodes"]
    ]


def overflows(page: Page) -> bool:
    """Whether the page can be scrolled sideways."""
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    return bool(page.evaluate(wide))


def fetch() -> str | None:
    """Install a Chromium by the first way that works, and answer its path."""
    for way in (_download, _with_libraries, _system_package):
        if path := found():
            return path
        way()
    return found()


def _download() -> None:
    _run(sys.executable, "-m", "playwright", "install", "chromium")


def _with_libraries() -> None:
    if _playwrights():
        _run(sys.executable, "-m", "playwright", "install-deps", "chromium")


def _system_package() -> None:
    admin = [] if os.geteuid() == 0 else ["sudo"]
    _run(*admin, "apt-get", "update", "-qq")
    _run(*admin, "apt-get", "install", "-qq", "-y", "--no-install-recommends", "chromium")


def _run(*command: str) -> None:
    sys.stdout.write(f"Looking for a Chromium: {' '.join(command)}\n")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        subprocess.run(command, check=False, timeout=600, env=quiet)
    except (OSError, subprocess.TimeoutExpired) as failure:
        sys.stdout.write(f"{failure}\n")


def _playwrights() -> str | None:
    with sync_playwright() as play:
        path = play.chromium.executable_path
    return path if Path(path).exists() else None


def _starts(path: str) -> bool:
    return subprocess.run([path, "--version"], capture_output=True, check=False).returncode == 0


if __name__ == "__main__":
    if fetch() is None:
        sys.exit("No Chromium could be installed; install one (Debian: apt-get install chromium).")
