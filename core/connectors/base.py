"""What every carrier is: something that takes a letter out of the house or says why it could not."""

from abc import ABC, abstractmethod
from datetime import timedelta
from types import TracebackType
from typing import ClassVar, Self

from core.message.letter import Letter

__all__ = ["Carrier", "Doubtful", "Letter", "Undeliverable"]


class Undeliverable(Exception):
    """It did not leave: `permanent` when a new try is of no use, `down` when no letter can leave now."""

    def __init__(self, reason: str, *, permanent: bool = False, down: bool = False) -> None:
        super().__init__(reason)
        self.permanent = permanent
        self.down = down


class Doubtful(Exception):
    """The letter was handed over and nobody said whether it was taken."""


class Carrier(ABC):
    """Opened for a batch of letters, closed after it. Knows letters and its address, and no database."""

    label: ClassVar[str]
    schemes: ClassVar[tuple[str, ...]]
    repeatable: ClassVar[bool]
    """Whether it recognises a letter that it carried before, so that a second try makes no second copy."""
    batch: ClassVar[int]
    """How many letters are claimed at once: what a kill puts in doubt."""
    lease: ClassVar[timedelta]
    """After which a claimed batch counts as left behind; longer than carrying it can take."""

    def __init__(self, url: str) -> None:
        self.url = url

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def keep(self) -> None:  # noqa: B027 - most carriers are done when they have sent
        """Make safe what was sent since the last time, before anybody calls it sent; may raise Undeliverable."""

    def close(self) -> None:  # noqa: B027 - not every carrier holds something open
        """Let go of what was opened."""

    @abstractmethod
    def send(self, letter: Letter) -> None:
        """Carry it; raises Undeliverable or Doubtful."""
