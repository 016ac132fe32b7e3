"""Whatever is thrown at a public form is kept as it is or refused in words: no trace, nothing half, nothing changed."""

import asyncio
import json
from pathlib import Path

import pytest
from pypdf.generic import NameObject
from sqlalchemy import func, select
from starlette.requests import Request

from core.api import posted
from core.enquiry import Audience
from core.work import reading
from data.tables import arrival
from tests.document import papers
from tests.enquiry.story import PATIENT, PRACTICE, opened

pytestmark = pytest.mark.database("sqlite")

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
ENDO = "/refer-to/leeds/endodontics"


def many():
    with reading() as db:
        return db.execute(select(func.count()).select_from(arrival)).scalar_one()


GARBAGE = {
    "not a form": {"content": b"{}", "headers": {"content-type": "application/json"}},
    "no boundary": {"content": b"--x", "headers": {"content-type": "multipart/form-data"}},
    "cut off": {"content": b'--x\r\nContent-Disposition: form-data; name="page"', "headers": {
        "content-type": "multipart/form-data; boundary=x"}},
    "odd charset": {"content": b'--x\r\nContent-Disposition: form-data; name="reason"\r\n\r\n\xff\xfe\x00\r\n--x--\r\n',
                    "headers": {"content-type": "multipart/form-data; boundary=x; charset=no-such"}},
    "many fields": {"data": {f"f{n}": "x" for n in range(200)}},
    "long field": {"files": {"reason": (None, b"x" * 200_000)}},
    "many files": {"files": [("paper-other", (f"{n}.txt", b"x")) for n in range(40)]},
    "large": {"content": b"x", "headers": {"content-length": "99999999999", "content-type": "multipart/form-data"}},
    "odd length": {"content": b"x", "headers": {"content-length": "-1"}},
}  # fmt: skip


@pytest.mark.parametrize("what", GARBAGE)
def test_what_is_no_form_is_answered_in_words(cast, web, what):
    opened(cast)
    answer = web.post("/enquire/leeds", **GARBAGE[what])
    assert 400 <= answer.status_code < 500
    assert "Traceback" not in answer.text
    assert many() == 0


def test_a_body_that_does_not_say_its_length_is_cut_off_where_it_grows_too_long(cast, web):
    opened(cast)

    def endless():
        yield b'--x\r\nContent-Disposition: form-data; name="paper-other"; filename="a"\r\n\r\n'
        for _ in range(40):
            yield b"x" * 2**20

    answer = web.post("/enquire/leeds", content=endless(), headers={"content-type": "multipart/form-data; boundary=x"})
    assert (answer.status_code, "larger than we can take" in answer.text) == (413, True)


def test_a_body_that_does_not_come_is_not_waited_for_for_ever(monkeypatch):
    async def silent():
        await asyncio.sleep(30)

    monkeypatch.setattr(posted, "PATIENCE_S", 0.05)
    head = [(b"content-type", b"multipart/form-data; boundary=x"), (b"content-length", b"100")]
    request = Request({"type": "http", "method": "POST", "path": "/", "headers": head}, silent)
    with pytest.raises(posted.TooSlow):
        asyncio.run(posted.posted(request, 6))


def _acting(writer):
    writer.root_object[NameObject("/OpenAction")] = papers.action("/JavaScript")


BAD_FILES = {
    "bomb.png": (papers.png_that_says(100_000, 100_000), "million pixels"),
    "a.zip": (b"PK\x03\x04" + b"\0" * 40, "archive"),
    "page.svg": (b"<svg onload='alert(1)'/>", "cannot be kept"),
    "cut.jpg": (b"\xff\xd8\xff\xe0" + b"\0" * 100, "damaged"),
    "empty.pdf": (b"", "empty"),
    "script.pdf": (papers.rewritten(_acting), "runs a script"),
    "../../etc/passwd": (b"MZ\x90\0\0\0", "cannot be kept"),
}


def test_a_file_that_cannot_be_kept_is_named_with_its_reason_beside_its_field(cast, typing):
    opened(cast, Audience.PRACTICE)
    page = typing(ENDO)
    for name, (content, why) in BAD_FILES.items():
        again = page.send(PRACTICE, [("paper-other", (name, content))])
        assert (again.status, why in again.wrong["paper-other"]) == (422, True), (name, again.wrong)
    eleven = page.send(PRACTICE, [("paper-other", ("big.txt", b"x" * (11 * 2**20)))])
    assert "larger than 10 MB" in eleven.wrong["paper-other"]
    assert many() == 0


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside the project")
def test_hostile_strings_are_kept_as_they_are_or_refused_beside_their_field(cast, typing, clock):
    opened(cast, asks=("best_time",))
    naughty = json.loads((CORPUS / "blns/blns.json").read_text())
    naughty += json.loads((CORPUS / "own/markdown_xss.json").read_text())
    naughty += [one["value"] for one in json.loads((CORPUS / "own/email_header_injection.json").read_text())]
    page = None
    for number, text in enumerate(naughty[::5]):
        if number % 4 == 0:
            clock.forward(hours=1, minutes=1)
            page = typing()
        done = page.send({**PATIENT, "family_name": text, "best_time": text, "reason": text}, proven=False)
        assert done.status in {200, 422}, text
        assert "<script>alert" not in done.text.replace("<script>//", "")
        if done.status == 200:
            with reading() as db:
                sent = select(arrival.c.original).where(arrival.c.receipt == done.receipt)
                kept = db.execute(sent).scalar_one()
            assert "\n".join(text.splitlines()).strip() in "\n".join(kept.splitlines()), text
        else:
            assert set(done.wrong) <= {"family_name", "best_time", "reason"}, text


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside the project")
def test_names_are_names(cast, typing, clock):
    opened(cast)
    for text in json.loads((CORPUS / "own/names.json").read_text())[::4]:
        clock.forward(minutes=20)
        done = typing().send({**PATIENT, "given_name": "", "family_name": text}, proven=False)
        fine = len(text) <= 120 and "\0" not in text
        assert (done.status, set(done.wrong)) == ((200, set()) if fine else (422, {"family_name"})), text
