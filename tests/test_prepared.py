"""A select that is put together once answers as it would if it were put together each time."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import Numeric, bindparam, insert, literal, select, update
from sqlalchemy.exc import IntegrityError

from core import clock
from core.work import NOW, reading, work
from data.base import Facts, Moment
from data.prepared import Prepared
from data.tables import deadline, requirement, setting, site
from tests.world.noted import noted

NOON = datetime(2026, 3, 10, 12, 0, 0, 123456, tzinfo=UTC)


def asked(statement, **values):
    with reading() as db:
        return [dict(row) for row in statement.all(db, **values)]


def test_it_answers_what_the_same_select_answers(cast):
    wanted = select(
        site.c.id, site.c.name, literal(NOON, Moment()).label("at"), literal({"a": ["ß"]}, Facts).label("of")
    )
    wanted = wanted.where(site.c.id.in_([cast.leeds, cast.hull])).order_by(site.c.id)
    with reading() as db:
        expected = [dict(row) for row in db.execute(wanted).mappings()]
    prepared = Prepared(wanted)
    assert asked(prepared) == asked(prepared) == expected
    assert expected[0] == {"id": cast.leeds, "name": "Leeds Dental", "at": NOON, "of": {"a": ["ß"]}}


def test_only_what_is_named_differs_from_one_time_to_the_next(cast):
    prepared = Prepared(select(site.c.id).where(site.c.code == bindparam("code", "leeds")))
    assert asked(prepared, code="leeds") == [{"id": cast.leeds}]
    assert asked(prepared, code="york") == [{"id": cast.york}]
    assert asked(prepared, code="') OR 1=1 --") == []


def test_the_time_is_the_time_of_asking(database):
    prepared = Prepared(select((literal(NOON, Moment()) <= NOW).label("passed")))
    for moment, passed in ((NOON - timedelta(microseconds=1), False), (NOON, True)):
        with clock.telling(moment):
            assert [bool(row["passed"]) for row in asked(prepared)] == [passed]


def test_a_row_knows_its_columns_and_no_others(cast):
    with reading() as db:
        (row,) = Prepared(select(site.c.id, site.c.code).where(site.c.code == "hull")).all(db)
    assert (list(row), len(row), row["code"]) == (["id", "code"], 2, "hull")
    with pytest.raises(KeyError):
        row["name"]


@pytest.mark.database("postgresql")
def test_postgresql_keeps_the_plan_of_what_is_asked_again(cast):
    prepared = Prepared(select(site.c.id).where(site.c.code == bindparam("code", "leeds"), site.c.id > 0))
    plans = (
        "SELECT generic_plans, custom_plans FROM pg_prepared_statements WHERE starts_with(statement, 'SELECT site.id')"
    )
    with reading() as db:
        for code in ("leeds", "york", "hull") * 3:
            assert len(prepared.all(db, code=code)) == 1
        assert db.exec_driver_sql(plans).all() == [(4, 5)]


@pytest.mark.database("postgresql")
def test_postgresql_is_told_what_never_differs_and_asked_about_what_people_typed(cast):
    typed = "o'leary); --"
    prepared = Prepared(select(site.c.id).where(site.c.code == "hull", site.c.id != -1, site.c.name != typed))
    with reading() as db:
        assert [row["id"] for row in prepared.all(db)] == [cast.hull]
        (statement,) = db.exec_driver_sql("SELECT statement FROM pg_prepared_statements").scalars()
    assert "'hull'" in statement
    assert "(-1)" in statement
    assert "leary" not in statement


def test_a_list_may_be_another_each_time_and_of_any_length(cast):
    prepared = Prepared(select(site.c.id).where(site.c.id.in_(bindparam("ids", expanding=True))).order_by(site.c.id))
    for ids in ([], [cast.hull], [cast.leeds, cast.york], [cast.leeds, cast.york, cast.hull], [cast.york, 0]):
        given = list(ids)
        assert [row["id"] for row in asked(prepared, ids=given)] == sorted(set(ids) - {0})
        assert given == ids


def test_whole_rows_columns_and_plain_rows_are_the_same_rows(cast):
    wanted = select(site.c.id, site.c.name, literal(NOON, Moment()).label("at"), literal("a").label("class"))
    prepared = Prepared(wanted.where(site.c.id.in_([cast.leeds, cast.hull])).order_by(site.c.id))
    with reading() as db:
        first, second = prepared.rows(db)
        plain, (columns,) = prepared.plain(db), list(prepared.columns(db))
    assert (first.id, first.name, first.at, first[3]) == (cast.leeds, "Leeds Dental", NOON, "a")
    assert second.id == cast.hull
    assert list(zip(*columns, strict=True)) == list(plain)
    assert [row[0] for row in plain] == [cast.leeds, cast.hull]


def test_what_is_written_is_what_is_named_and_the_rest_is_what_the_columns_say(cast):
    added = Prepared(insert(setting).returning(setting.c.name))
    found = Prepared(select(deadline).where(deadline.c.scope == bindparam("of")))
    written = Prepared(insert(deadline))
    changed = Prepared(update(deadline).where(deadline.c.scope == bindparam("of")))
    with work() as db:
        assert added.only(db, name="Größe", value={"a": ["ß", None]}) == "Größe"
        assert added.only(db, name="list", value=[1, 2, 3]) == "list"
        assert written.write(db, scope="x", what="rest", amount=2, unit="days", warn_amount=1, warn_unit="days") == 1
        assert changed.write(db, of="x", amount=5, changed_at=NOON) == 1
        assert changed.write(db, of="x", unit="hours") == 1
        assert changed.write(db, of="nowhere", amount=1) == 0
        row = dict(found.one(db, of="x"))
    usual = {"version": 1, "pauses_held": True, "shipped": False, "urgency": "", "site_id": None}
    assert row.items() >= {"amount": 5, "unit": "hours", "changed_at": NOON, **usual}.items()
    with reading() as db:
        kept = select(setting.c.value).where(setting.c.name.in_(["Größe", "list"])).order_by(setting.c.name)
        assert db.execute(kept).scalars().all() == [{"a": ["ß", None]}, [1, 2, 3]]
        assert found.one(db, of="nowhere") is None


def test_a_column_whose_value_differs_each_time_has_to_be_named(cast):
    with work() as db, pytest.raises(TypeError, match="choices"):
        Prepared(insert(requirement)).write(
            db, kind="field", code="teeth", site_id=cast.leeds, label="Teeth", answer=""
        )


def test_one_list_says_which_rows_are_changed_however_many(cast):
    changed = Prepared(update(site).where(site.c.id.in_(bindparam("ids", expanding=True))))
    with work() as db:
        assert changed.write(db, ids=[cast.leeds, cast.york, cast.hull], town="Ripon") == 3
        assert changed.write(db, ids=[cast.hull], town="Selby") == 1
        assert changed.write(db, ids=[], town="Nowhere") == 0
    with reading() as db:
        towns = db.execute(select(site.c.town).where(site.c.id.in_([cast.leeds, cast.york, cast.hull]))).scalars()
        assert sorted(towns) == ["Ripon", "Ripon", "Selby"]


def test_faults_have_the_names_they_have_elsewhere_and_listeners_hear_of_every_statement(cast):
    code = Prepared(update(site).where(site.c.id == bindparam("which")))
    with noted() as told, pytest.raises(IntegrityError), work() as db:
        code.write(db, which=cast.leeds, code="york")
    assert [statement for statement, _ in told if statement.startswith("UPDATE site")]
    with reading() as db:
        assert Prepared(select(site.c.code).where(site.c.id == cast.leeds)).only(db) == "leeds"


def test_money_stays_exact_to_the_penny(cast):
    amount = literal(Decimal("12.30"), Numeric(8, 2)).label("cost")
    assert [row["cost"] for row in asked(Prepared(select(amount)))] == [Decimal("12.30")]
