"""The chain shows any change, swap, gap and cut, and says which row it is."""

from datetime import timedelta
from threading import Thread

import pytest
from sqlalchemy import delete, func, insert, select

from core.access import machine
from core.audit import About, Kind, anchor, chain, record, verify
from core.audit.record import canonical
from core.settings import settings
from core.work import reading, work
from data.tables import chain as head
from data.tables import event, event_text, pending, seal
from tests.audit.tamper import tamper

HOUSE = machine("test")


def happen(times=1, **words):
    with work() as db:
        return [record(db, HOUSE, Kind.SITE_ADDED, About("site", n), {"n": n}, **words) for n in range(times)]


def sealed(times=5, **words):
    """Some events, sealed in order; their ids."""
    ids = happen(times, **words)
    with work() as db:
        chain.seal(db, ids)
        db.execute(delete(pending).where(pending.c.event_id.in_(ids)))
    return ids


def verdict():
    with reading() as db:
        return verify(db)


def test_an_empty_chain_is_whole(database):
    assert verdict().whole
    assert (verdict().sealed, verdict().younger) == (0, 0)


def test_what_is_sealed_and_what_is_younger_is_counted(database):
    sealed(5)
    happen(2)
    assert (verdict().whole, verdict().sealed, verdict().younger) == (True, 5, 2)
    assert "5 events are sealed, 2 younger ones wait" in verdict().sentence


def test_seals_go_on_from_the_last_one(database):
    sealed(3)
    sealed(2)
    with reading() as db:
        assert list(db.execute(select(seal.c.position).order_by(seal.c.position)).scalars()) == [
            1,
            2,
            3,
            4,
            5,
        ]
    assert verdict().whole


@pytest.mark.parametrize(
    "change",
    [
        "kind = 'site:removed'",
        "occurred_at = occurred_at + 1",
        "actor = 'account:1'",
        "subject = 'patient'",
        "subject_id = 99",
        """facts = '{"n": 99}'""",
        "text_hash = 'x'",
    ],
)
def test_an_altered_event_is_named(database, change):
    ids = sealed(5)
    tamper(f"UPDATE event SET {change} WHERE id = {ids[2]}")
    found = verdict()
    assert not found.whole
    assert found.event_id == ids[2]
    assert f"Event {ids[2]}" in found.sentence


def test_an_altered_text_is_named_and_an_erased_one_is_fine(database):
    ids = sealed(3, name="Leeds Dental")
    with work() as db:
        db.execute(delete(event_text).where(event_text.c.event_id == ids[0]))
    assert (verdict().whole, verdict().erased) == (True, 1)
    tamper(f"""UPDATE event_text SET words = '{{"name": "York"}}' WHERE event_id = {ids[1]}""")
    assert verdict().sentence == f"The text of event {ids[1]} (site:added) was altered."


def test_a_text_added_afterwards_is_named(database):
    ids = sealed(2)
    with work() as db:
        db.execute(insert(event_text).values(event_id=ids[1], salt="s", words={"name": "later"}))
    assert verdict().event_id == ids[1]


def test_two_events_that_changed_places_are_named(database):
    ids = sealed(5)
    tamper(
        "UPDATE seal SET event_id = -1 WHERE position = 2",
        f"UPDATE seal SET event_id = {ids[1]} WHERE position = 4",
        f"UPDATE seal SET event_id = {ids[3]} WHERE position = 2",
    )
    assert verdict().sentence == (f"Event {ids[3]} (site:added) stands at seal 2, where event {ids[1]} was sealed.")


def test_a_missing_seal_is_named(database):
    sealed(5)
    tamper("DELETE FROM seal WHERE position = 3")
    assert verdict().sentence == "Seal 3 is missing."


def test_a_missing_event_is_named(database):
    ids = sealed(5)
    tamper(f"DELETE FROM event WHERE id = {ids[3]}")
    assert verdict().event_id == ids[3]


def test_a_cut_tail_shows_in_the_head(database):
    sealed(5)
    tamper("DELETE FROM seal WHERE position > 3")
    assert "of 5 seals the last one is 3" in verdict().sentence


def test_a_tail_cut_together_with_the_head_leaves_events_without_a_seal(database):
    ids = sealed(5)
    with reading() as db:
        third = db.execute(select(seal.c.hash).where(seal.c.position == 3)).scalar_one()
    cut = f"UPDATE chain SET position = 3, hash = '{third}'"
    tamper("DELETE FROM seal WHERE position > 3", cut)
    assert verdict().sentence == f"Event {ids[3]} is neither sealed nor waiting for it."


def test_a_chain_cut_with_everything_on_it_shows_in_the_anchors(database):
    ids = sealed(5)
    anchor.drop()
    with reading() as db:
        third = db.execute(select(seal.c.hash).where(seal.c.position == 3)).scalar_one()
    tamper(
        "DELETE FROM seal WHERE position > 3",
        f"DELETE FROM event WHERE id > {ids[2]}",
        f"UPDATE chain SET position = 3, hash = '{third}'",
    )
    assert "5 events were sealed by" in verdict().sentence
    assert "only 3 are left" in verdict().sentence


def test_a_chain_rewritten_from_its_start_shows_in_the_anchors(database):
    ids = sealed(5)
    anchor.drop()
    tamper(
        f"UPDATE event SET actor = 'account:9' WHERE id = {ids[0]}",
        "DELETE FROM seal",
        "UPDATE chain SET position = 0, hash = ''",
    )
    with work() as db:
        chain.seal(db, ids)
    assert "The chain was rewritten: seal 5 is not the one anchored" in verdict().sentence


def test_an_altered_head_is_told(database):
    sealed(2)
    tamper("UPDATE chain SET hash = 'forged'")
    assert "The head of the chain was altered" in verdict().sentence
    tamper("UPDATE chain SET position = 1")
    assert "counts only 1" in verdict().sentence
    tamper("DELETE FROM chain")
    assert verdict().sentence == "The head of the chain is gone."


def test_batches_are_walked_without_a_seam(database, monkeypatch):
    monkeypatch.setattr("core.audit.verdict.BATCH", 3)
    ids = sealed(10)
    assert verdict().whole
    tamper(f"UPDATE event SET subject_id = 77 WHERE id = {ids[6]}")
    assert verdict().event_id == ids[6]


def test_the_rows_themselves_refuse_change(database):
    ids = sealed(2)
    for table in (event, seal):
        with pytest.raises(Exception, match="append-only"), work() as db:
            db.execute(delete(table))
    assert verdict().whole
    assert ids


def test_two_sealers_at_once_make_one_chain(database):
    ids = happen(40)

    def seal_some(mine):
        for event_id in mine:
            with work() as db:
                chain.seal(db, [event_id])
                db.execute(delete(pending).where(pending.c.event_id == event_id))

    sealers = [Thread(target=seal_some, args=(ids[n::2],)) for n in range(2)]
    for sealer in sealers:
        sealer.start()
    for sealer in sealers:
        sealer.join()
    assert (verdict().whole, verdict().sealed) == (True, 40)


def test_the_hash_does_not_depend_on_how_facts_are_kept(database):
    """A rewritten formula would make every kept chain look broken: this one is fixed for ever."""
    assert canonical({"b": "é", "a": [1, None]}) == '{"a":[1,null],"b":"é"}'
    assert chain.link("", "abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    with work() as db:
        event_id = record(db, HOUSE, Kind.SITE_ADDED, About("site", 1), {"z": 1, "a": 2.5})
        row = db.execute(select(*chain.SEALED).where(event.c.id == event_id)).one()
        micros = (row.occurred_at - row.occurred_at.replace(microsecond=0)) // timedelta(microseconds=1)
        assert 0 <= micros < 1_000_000
        assert len(chain.digest(row)) == 64


def test_an_anchor_is_dropped_once_a_day(database, clock):
    sealed(2)
    assert anchor.drop()
    assert not anchor.drop()
    sealed(1)
    clock.forward(days=1)
    assert anchor.drop()
    assert [kept.position for kept in anchor.anchors()] == [2, 3]
    assert verdict().whole
    assert "2 anchors agree" in verdict().sentence


def test_an_anchor_that_a_crash_cut_short_is_written_anew(database, clock):
    anchor.drop()
    with anchor.place().open("a") as file:
        file.write('{"on": "2026-03-1')
    assert len(anchor.anchors()) == 1
    clock.forward(days=1)
    assert anchor.drop()
    assert len(anchor.anchors()) == 2


def test_anchors_that_somebody_changed_are_told(database):
    anchor.drop()
    anchor.place().write_text("all is well\n")
    assert not verdict().whole
    assert "heads.jsonl, cannot be read" in verdict().sentence


def test_the_anchors_lie_outside_the_database(database):
    anchor.drop()
    assert anchor.place() == settings().data_dir / "audit" / "heads.jsonl"
    with reading() as db:
        assert db.execute(select(func.count()).select_from(head)).scalar_one() == 1
