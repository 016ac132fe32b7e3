"""A patient on their own page, as a telephone without scripts shows it."""

import pytest
from starlette.testclient import TestClient

from tests.api.portal import Answer, Browser, came
from tests.link.hold import handed_to_patient
from tests.make import BORN
from tests.referral.story import inbound

RIGHT = {"day": f"{BORN.day}", "month": f"{BORN.month}", "year": f"{BORN.year}"}
WRONG = RIGHT | {"year": "1962"}


class Phone(Browser):
    """A telephone with a link on it; patients send no files."""

    def press(self, deed: str, fields: dict[str, str], file: None = None) -> Answer:
        """Send a form as it is."""
        assert file is None
        return came(self.web.post(self.base + (f"/{deed}" if deed else ""), data=fields, follow_redirects=False))

    def knocks(self, **born: str) -> Answer:
        """The form of the door, filled in."""
        return self.press("", self.see().fields | (born or RIGHT))

    def comes_in(self) -> Answer:
        """The page, once the door was passed."""
        assert self.knocks().status == 303
        return self.see()


@pytest.fixture
def iris(cast, today) -> int:
    """Iris Okafor's referral, from Pennine Dental to Leeds."""
    return inbound(cast)


@pytest.fixture
def phone(cast, web: TestClient, iris: int) -> Phone:
    """Hers, with the link that Ana handed over."""
    return Phone(web, f"/p/{handed_to_patient(cast, iris)}")
