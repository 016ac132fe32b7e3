"""Sums of money: whole pence inside, pounds as people read them; never a fraction of a binary number."""

from decimal import Decimal


def pounds(pence: int) -> str:
    """£1,234, or £1,234.50 where there are odd pence."""
    whole, odd = divmod(abs(pence), 100)
    return f"{'-' if pence < 0 else ''}£{whole:,}{f'.{odd:02}' if odd else ''}"


def rounded(pence: int) -> str:
    """£1,235: to the nearest pound, half of one up, for sums in which pence say nothing."""
    return pounds((abs(pence) + 50) // 100 * 100 * (-1 if pence < 0 else 1))


def pence(given: Decimal | float | int) -> int:
    """Of pounds as a form has them, rounded to the penny."""
    return int((Decimal(str(given)) * 100).to_integral_value())
