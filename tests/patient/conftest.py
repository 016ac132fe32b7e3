"""Rose Smith and Rosie Smyth, who may be one person."""

import pytest

from tests.patient.records import SMITH, SMYTH, register


@pytest.fixture
def smith(cast):
    return register(cast, SMITH)


@pytest.fixture
def smyth(cast):
    return register(cast, SMYTH)
