"""Internal: what one of our sites has referred to another."""

from core.referral import Direction
from pages.parts.board import board
from pages.parts.viewer import viewer

board(
    viewer(),
    Direction.INTERNAL,
    "Internal",
    "Referred between sites of the group, from or to yours",
    "Nothing is open here. What one of your sites refers to a colleague at another will stand in this list.",
)
