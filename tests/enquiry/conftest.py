"""Browsers of strangers, and the time that it takes to fill a page in."""

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from core.api import MIDDLEWARE, ROUTES
from tests.enquiry.story import Page, visit

HERE = "http://localhost:8501"


def browser(address: str = "198.51.100.7") -> TestClient:
    app = Starlette(routes=ROUTES, middleware=MIDDLEWARE)
    return TestClient(app, base_url=HERE, client=(address, 50_000))


@pytest.fixture
def web(cast, today) -> Iterator[TestClient]:
    with browser() as client:
        yield client


@pytest.fixture
def typing(web, clock):
    """A page, and the half minute that it takes to fill it in."""

    def begun(path: str = "/enquire/leeds", client: TestClient = web) -> Page:
        page = visit(client, path)
        clock.forward(seconds=30)
        return page

    return begun
