"""What a person is told of an error that nobody expected."""

from core import log


def sorry(error: BaseException) -> str:
    """A calm sentence with a number; the same number stands in the log beside the cause."""
    return (
        "Something went wrong on our side. Please try again; if it happens again, tell your administrator "
        f"the number {log.incident(error)}."
    )
