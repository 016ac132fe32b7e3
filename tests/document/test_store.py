"""The bytes of documents: kept once, whole, found again as they were, or refused."""

import errno
from hashlib import sha256

import pytest
from sqlalchemy import select

from core import document
from core.document import Paper, Upload, store
from core.errors import Refusal
from core.work import reading
from data.tables import document as table
from tests.document import papers
from tests.document.papers import opg


def test_the_same_bytes_are_kept_once(cast, iris):
    opg(cast, iris), opg(cast, iris)
    assert len(document.of(cast.ana, iris)) == 2
    assert sorted(path.suffixes for path in store.kept()) == [[], [".small", ".jpg"]]


def test_damaged_bytes_are_not_shown(cast, iris):
    id = opg(cast, iris)
    place = store.place(sha256(papers.picture()).hexdigest())
    place.write_bytes(place.read_bytes()[:-1])
    with pytest.raises(Refusal, match="damaged"):
        document.content(cast.ana, id)
    opg(cast, iris)
    assert document.content(cast.ana, id) == papers.picture(), "adding the same once more mends it"


def test_a_full_disk_is_a_sentence_and_no_row(cast, iris, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("core.document.store.os.fsync", full)
    with pytest.raises(Refusal, match="no room left"):
        opg(cast, iris)
    assert document.of(cast.ana, iris) == []
    assert list(store.kept()) == []


def test_a_refused_file_leaves_neither_row_nor_file(cast, iris):
    with pytest.raises(Refusal):
        document.add(cast.ana, Upload("a.html", b"<html>"), iris, Paper.OTHER)
    with reading() as db:
        assert db.execute(select(table.c.id)).all() == []
    assert list(store.kept()) == []
