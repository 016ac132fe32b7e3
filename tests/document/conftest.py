"""A referral that has documents."""

import pytest

from core.document import Holder
from tests.referral.story import inbound


@pytest.fixture
def iris(cast) -> Holder:
    """A referral at Leeds."""
    return Holder(referral_id=inbound(cast))
