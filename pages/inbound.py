"""Inbound: what practices and patients outside have referred to our sites."""

from core.referral import Direction
from pages.parts.board import board
from pages.parts.viewer import viewer

board(
    viewer(),
    Direction.INBOUND,
    "Inbound",
    "Referred to your sites by practices and patients",
    "Nothing is open here. What other practices and patients refer to you will stand in this list until it is closed.",
)
