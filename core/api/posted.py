"""What a stranger's browser posts, read with care: no more than so many bytes, files and fields, and not for ever."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Message, Receive

from core.document import Upload

MOST_BYTES = 32 * 2**20
MOST_OF_A_FIELD = 64 * 2**10
MOST_FIELDS = 80
PATIENCE_S = 90.0


@dataclass(frozen=True, slots=True)
class Posted:
    """The fields by name, each the last of its name; the several that were ticked; and the files that were chosen."""

    fields: Mapping[str, str]
    several: Mapping[str, tuple[str, ...]]
    files: Mapping[str, tuple[Upload, ...]]


class TooLarge(Exception):
    """More than can be taken."""


class TooSlow(Exception):
    """It did not arrive in time."""


class Broken(Exception):
    """It is no form, or not a whole one."""


async def posted(request: Request, most_files: int) -> Posted:
    """Read it once; TooLarge, TooSlow or Broken where it cannot be taken."""
    length = request.headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > MOST_BYTES:
        raise TooLarge
    try:
        async with asyncio.timeout(PATIENCE_S):
            measured = Request(request.scope, _measured(request.receive))
            return await _read(measured, most_files)
    except TimeoutError:
        raise TooSlow from None
    except HTTPException as refused:
        raise (TooLarge if "maximum" in str(refused.detail).casefold() else Broken) from None


async def _read(request: Request, most_files: int) -> Posted:
    async with request.form(max_files=most_files, max_fields=MOST_FIELDS, max_part_size=MOST_OF_A_FIELD) as form:
        fields = {name: value for name, value in form.multi_items() if isinstance(value, str)}
        several = {name: tuple(each for each in form.getlist(name) if isinstance(each, str)) for name in fields}
        return Posted(fields, several, await _files(form))


async def _files(form: FormData) -> dict[str, tuple[Upload, ...]]:
    """Those that hold something or have a name; a field in which nothing was chosen sends neither."""
    found: dict[str, tuple[Upload, ...]] = {}
    for name, value in form.multi_items():
        if isinstance(value, UploadFile) and (value.filename or value.size):
            found[name] = (*found.get(name, ()), Upload(value.filename or "", await value.read()))
    return found


def _measured(receive: Receive) -> Receive:
    """The same stream, cut off where it grows beyond what was allowed, whatever it said of its length."""
    size = 0

    async def counted() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > MOST_BYTES:
            raise TooLarge
        return message

    return counted
