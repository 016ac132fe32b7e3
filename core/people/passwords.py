"""Passwords: what is accepted, and how it is kept and compared."""

import unicodedata
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from core.errors import Lacking

SHORTEST, LONGEST = 12, 128
GUESSES = 10**8  # zxcvbn calls fewer guessable; its 30,000 most common passwords and their stretchings are below
READ = 72  # as much as zxcvbn reads

_argon2 = PasswordHasher()
_turn = BoundedSemaphore(2)  # each takes 64 MB for a moment
_nobody = _argon2.hash("the hash that an unknown name is compared with")


def check(password: str, *about: str) -> None:
    """Refuse what is too short, too long or easy to guess from common lists and from `about` its owner."""
    password = _same(password)
    if len(password) < SHORTEST:
        raise Lacking({"password": f"Use at least {SHORTEST} characters; a few unrelated words do well."})
    if len(password) > LONGEST:
        raise Lacking({"password": f"Use at most {LONGEST} characters."})
    known = ["baton", *(word for text in about for word in text.split())]
    if zxcvbn(password[:READ], known)["guesses"] < GUESSES:
        raise Lacking({"password": "This is among the first that would be guessed. Try a few unrelated words."})


def hashed(password: str) -> str:
    """Argon2id with the library's present parameters."""
    with _turn:
        return _argon2.hash(_same(password))


def matches(kept: str | None, password: str) -> bool:
    """Whether it is the password; takes as long when there is none to compare with."""
    try:
        with _turn:
            return _argon2.verify(kept or _nobody, _same(password[: 4 * LONGEST])) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(kept: str) -> bool:
    """Whether it was made with weaker parameters than today's."""
    return _argon2.check_needs_rehash(kept)


def _same(password: str) -> str:
    """One spelling for what two keyboards compose differently."""
    return unicodedata.normalize("NFKC", password)
