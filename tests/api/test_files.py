"""Documents reach the browser of whoever may see them, by links that are theirs alone and soon over."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from core import document, people
from core.api import MIDDLEWARE, ROUTES
from core.document import Holder, Paper, Upload
from core.people import hashed_token
from core.settings import settings
from tests.document import papers
from tests.referral.story import inbound, only_at
from tests.world.servers import Web

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
NOT_THERE = "There is no such document at your sites."


@pytest.fixture
def web(able) -> Iterator[TestClient]:
    with TestClient(Starlette(routes=ROUTES, middleware=MIDDLEWARE), follow_redirects=False) as client:
        yield client


@pytest.fixture
def get(web, token_of):
    """Ask as somebody, from a browser of theirs."""
    tokens: dict[str, str] = {}

    def asked(actor, path):
        token = tokens.setdefault(actor.name, "") or tokens.update({actor.name: token_of(actor)}) or tokens[actor.name]
        return web.get(path, headers={"cookie": f"baton={token}"})

    return asked


@pytest.fixture
def iris(able) -> Holder:
    return Holder(referral_id=inbound(able))


def kept(cast, holder: Holder, content: bytes, name: str = "a", kind: Paper = Paper.LETTER) -> int:
    return document.add(cast.ana, Upload(name, content), holder, kind)


def test_the_lasting_address_leads_to_a_link_and_the_link_to_the_bytes(get, able, iris):
    id = kept(able, iris, papers.pdf(), "letter.pdf")
    first = get(able.ana, f"/document/{id}")
    assert (first.status_code, first.headers["cache-control"]) == (303, "no-store")
    answer = get(able.ana, first.headers["location"])
    assert (answer.status_code, answer.content) == (200, papers.pdf())
    told = {name: answer.headers[name] for name in ("content-type", "cache-control", "x-content-type-options")}
    assert told == {
        "content-type": "application/pdf", "cache-control": "no-store", "x-content-type-options": "nosniff"
    }  # fmt: skip
    assert answer.headers["content-disposition"].startswith('inline; filename="letter.pdf"')
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")


FORMS = [
    (papers.picture("JPEG"), "image/jpeg", "inline"),
    (papers.picture("PNG"), "image/png", "inline"),
    (papers.picture("WEBP"), "image/webp", "inline"),
    (papers.picture("TIFF"), "image/tiff", "attachment"),
    (papers.dicom(), "application/dicom", "attachment"),
    (papers.letter(), "message/rfc822", "attachment"),
    (b"if (a) alert(1)", "text/plain; charset=utf-8", "attachment"),
]


def test_only_pdf_and_pictures_are_shown_the_rest_is_downloaded(get, able, iris):
    for content, media_type, how in FORMS:
        answer = get(able.ana, document.link(able.ana, kept(able, iris, content)))
        assert answer.headers["content-type"] == media_type
        assert answer.headers["content-disposition"].split(";")[0] == how
        assert "sandbox" in answer.headers["content-security-policy"]


def test_a_little_picture_is_little(get, able, iris):
    id = kept(able, iris, papers.picture("PNG", (900, 700), "RGB"), kind=Paper.RADIOGRAPH)
    answer = get(able.ana, document.link(able.ana, id, small=True))
    assert answer.headers["content-type"] == "image/jpeg"
    assert 500 < len(answer.content) < 20_000
    assert get(able.ana, document.link(able.ana, kept(able, iris, papers.pdf()), small=True)).status_code == 404


def test_a_link_is_of_nobody_else(get, web, able, iris):
    id = kept(able, iris, papers.pdf())
    link = document.link(able.ana, id)
    for other in (able.ben, able.mia, able.dev, able.cleo):
        assert (get(other, link).status_code, get(other, link).text) == (404, NOT_THERE)
    assert web.get(link).status_code == 401
    assert web.get(link, headers={"cookie": "baton=guessed"}).status_code == 401


def test_a_link_is_over_after_five_minutes_and_the_page_still_opens_it(get, able, iris, clock):
    id = kept(able, iris, papers.pdf())
    link = document.link(able.ana, id)
    clock.forward(minutes=3, seconds=59)
    assert get(able.ana, link).status_code == 200
    clock.forward(minutes=1, seconds=2)
    over = get(able.ana, link)
    assert (over.status_code, "five minutes" in over.text) == (409, True)
    assert get(able.ana, get(able.ana, f"/document/{id}").headers["location"]).status_code == 200


def test_forged_links_open_nothing(get, able, iris):
    id = kept(able, iris, papers.pdf())
    token = document.link(able.ana, id).removeprefix("/file/")
    payload, _, seal = token.rpartition(".")
    bent = payload[:-1] + ("A" if payload[-1] != "A" else "B")
    for forged in ("", "x", payload, f"{payload}.", f"{bent}.{seal}", f"{payload}.{seal[::-1]}", token * 2, "%00", "é"):
        assert get(able.ana, f"/file/{forged}").status_code == 404, forged
    for wrong in ("0", "-1", "999999999999999999999999", "x", "1;2", "../1"):
        assert get(able.ana, f"/document/{wrong}").status_code == 404, wrong


def test_what_somebody_may_no_more_see_a_link_does_not_show(get, able, iris):
    letter, clinical = kept(able, iris, papers.pdf()), kept(able, iris, papers.pdf("b"), kind=Paper.REPORT)
    link = document.link(able.ana, letter)
    document.withdraw(able.ana, letter, "Wrong patient")
    assert (get(able.ana, link).status_code, "withdrawn" in get(able.ana, link).text) == (409, True)
    moved = document.link(only_at(able.dev, [able.leeds]), kept(able, iris, papers.pdf("c")))
    assert get(able.dev, moved).status_code == 404
    assert get(able.dev, f"/document/{clinical}").status_code == 404


NAMES = [
    ("résumé.pdf", "r_sum_.pdf", "résumé.pdf"),
    ("日本.pdf", "__.pdf", "日本.pdf"),
    ('a"b.pdf', "a_b.pdf", 'a"b.pdf'),
    ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie_ x_1.pdf", "aSet-Cookie: x=1.pdf"),
    ("..\\..\\windows\\win.ini", "win.ini.pdf", "win.ini.pdf"),
    ("a.pdf.exe", "a.pdf.exe.pdf", "a.pdf.exe.pdf"),
    ("\u202efdp.exe", "fdp.exe.pdf", "fdp.exe.pdf"),
    ("a.PDF", "a.PDF", "a.PDF"),
    ("../", "PDF.pdf", "PDF.pdf"),
    ("", "PDF.pdf", "PDF.pdf"),
]


def test_a_name_is_handed_over_without_folders_and_with_its_true_ending(get, able, iris):
    for name, ascii, shown in NAMES:
        told = get(able.ana, document.link(able.ana, kept(able, iris, papers.pdf(), name))).headers[
            "content-disposition"
        ]
        assert told.split("; ")[1] == f'filename="{ascii}"'
        assert unquote(told.partition("filename*=UTF-8''")[2]) == shown


@pytest.mark.database("sqlite")
@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside the project")
def test_no_name_of_the_corpus_reaches_a_path_or_a_header(get, able, iris, tmp_path):
    for name in json.loads((CORPUS / "own/filenames.json").read_text()):
        answer = get(able.ana, document.link(able.ana, kept(able, iris, papers.pdf(), name)))
        assert answer.status_code == 200
        assert "set-cookie" not in answer.headers
        told = unquote(answer.headers["content-disposition"].partition("filename*=UTF-8''")[2])
        assert told.casefold().endswith(".pdf")
        assert not set(told) & set("/\\\r\n\0\u202e"), name
    folders = {path.parent.name for path in (tmp_path / "data/files").rglob("*") if path.is_file()}
    assert len(folders) == 1


@pytest.mark.database("sqlite")
def test_the_real_process_hands_nothing_to_strangers(able, iris, token_of, tmp_path):
    id = kept(able, iris, papers.pdf())
    ana, ben = token_of(able.ana), token_of(able.ben)
    with Web(tmp_path, swift=True) as web:
        status = lambda path, token="": fetched(web, path, token)[0]  # noqa: E731 - a short word for what follows
        link = document.link(able.ana, id)
        assert fetched(web, f"/document/{id}", ana) == (200, papers.pdf())
        assert fetched(web, link, ana) == (200, papers.pdf())
        assert [status(link), status(link, "guessed"), status(link, ben)] == [401, 401, 404]
        assert [status(f"/document/{id}"), status(f"/document/{id}", token_of(able.dev))] == [401, 404]
        assert status(f"{link}x", ana) == 404
        for path in ("/file/../../data/secret_key", "/file/..%2f..%2fdata%2fsecret_key", f"/app/static/{id}"):
            assert settings().secret_key.get_secret_value().encode() not in fetched(web, path, ana)[1]
        people.sign_out(hashed_token(ana))
        assert status(link, ana) == 401
        assert link.removeprefix("/file/") not in web.said()


def fetched(web: Web, path: str, token: str) -> tuple[int, bytes]:
    asked = urllib.request.Request(web.url + path, headers={"Cookie": f"baton={token}"})
    try:
        with urllib.request.urlopen(asked, timeout=20) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read()
