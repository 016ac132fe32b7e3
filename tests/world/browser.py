"""A real Chromium: the one that is installed, else one fetched by `python -m tests.world.browser`."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
SHOTS = Path(__file__).parent.parent / "story" / "shots"
DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


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
        yield play.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])


@contextmanager
def person(browser: Browser, at: str, *, dark: bool = False, phone: bool = False) -> Iterator[Page]:
    """One person's browser with nothing remembered: relative addresses lead to the server `at`."""
    context: BrowserContext = browser.new_context(
        base_url=at,
        viewport=PHONE if phone else DESK,
        color_scheme="dark" if dark else "light",
        locale="en-GB",
        timezone_id="Europe/London",
    )
    context.set_default_timeout(20_000)
    try:
        yield context.new_page()
    finally:
        context.close()


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
        for fault in Axe().run(page).response["violations"]
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
