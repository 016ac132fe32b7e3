"""Outbound: what our sites have referred to practices outside."""

from core.referral import Direction
from pages.parts.board import board
from pages.parts.viewer import viewer

board(
    viewer(),
    Direction.OUTBOUND,
    "Outbound",
    "Referred by your sites to practices outside",
    "Nothing is open here. What you refer to another practice will stand in this list until its report is back.",
)
