"""A Maildir as other mail programs read it, where a second delivery makes no second copy."""

import mailbox
from datetime import timedelta

import pytest

from core.connectors import Undeliverable, carrier, named, repeatable
from tests.connectors.letter import letter


def carried(way, *letters):
    for one in letters:
        way.send(one)
    way.keep()


def names(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def way(tmp_path):
    return carrier(f"maildir:{tmp_path}/mail")


def test_another_program_reads_what_was_delivered(way, tmp_path):
    carried(way, letter())
    (kept,) = mailbox.Maildir(tmp_path / "mail", create=False)
    assert kept["Message-ID"] == f"<{1:032x}@example.org>"
    assert (tmp_path / "mail" / "new" / f"{1:032x}@example.org").read_bytes() == letter().bytes()
    assert names(tmp_path / "mail" / "tmp") == []


def test_nothing_is_seen_before_it_is_safe(way, tmp_path):
    way.send(letter(1))
    way.send(letter(2))
    assert names(tmp_path / "mail" / "new") == []
    way.keep()
    assert len(names(tmp_path / "mail" / "new")) == 2
    way.keep()


def test_a_second_delivery_is_recognised(way, tmp_path):
    carried(way, letter())
    carried(way, letter(copy=True))
    assert len(names(tmp_path / "mail" / "new")) == 1


def test_a_second_delivery_is_recognised_when_the_first_was_read(way, tmp_path):
    carried(way, letter())
    box = mailbox.Maildir(tmp_path / "mail", create=False)
    (name,) = box.keys()
    read = box[name]
    read.set_subdir("cur")
    read.add_flag("S")
    box[name] = read
    carried(carrier(f"maildir:{tmp_path}/mail"), letter())
    assert names(tmp_path / "mail" / "new") == []


@pytest.mark.parametrize("mail_id", ["../../up@example.org", "a/b@example.org", "..", "a b:2,S@x"])
def test_an_id_is_never_a_path(way, tmp_path, mail_id):
    carried(way, letter(message_id=mail_id))
    assert len(list((tmp_path / "mail" / "new").iterdir())) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mail"]


def test_a_folder_that_cannot_be_written_is_a_passing_failure(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(Undeliverable) as failure:
        carried(carrier(f"maildir:{tmp_path}/file"), letter())
    assert (failure.value.permanent, failure.value.down) == (False, True)


def test_a_folder_that_goes_away_is_a_passing_failure(way, tmp_path):
    carried(way, letter(1))
    (tmp_path / "mail" / "tmp").rmdir()
    with pytest.raises(Undeliverable, match="mail folder cannot be written") as failure:
        carried(way, letter(2))
    assert failure.value.down


def test_what_a_crash_left_unfinished_is_swept_away_later(tmp_path, clock):
    url = f"maildir:{tmp_path}/mail"
    carried(carrier(url), letter(1))
    (tmp_path / "mail" / "tmp" / "half").touch()
    carried(carrier(url), letter(2))
    assert names(tmp_path / "mail" / "tmp") == ["half"]
    clock.forward(hours=37)
    carried(carrier(url), letter(3))
    assert names(tmp_path / "mail" / "tmp") == []


def test_the_carrier_is_chosen_by_the_scheme(tmp_path):
    assert [named(url) for url in ("maildir:/x", "smtp://h", "smtps://h")] == ["maildir", "smtp", "smtp"]
    assert {carrier(url).label for url in ("smtp://localhost", "smtps://localhost")} == {"Mail server"}
    assert repeatable() == {"maildir", "sms_folder", "printer", "web_push"}
    assert carrier(f"maildir:{tmp_path}").lease > timedelta(seconds=30)
