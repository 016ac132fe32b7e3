"""The figures as files: the same sums, nothing about anybody, and a dictionary that cannot differ."""

import csv
import io
import zipfile
from dataclasses import replace
from datetime import date

import pyarrow as pa
import pytest
from pyarrow import parquet
from sqlalchemy import select

from core import clock, insight
from core.errors import NotAllowed, NotFound, Refusal
from core.insight import Asked, Measure
from core.insight.dictionary import TABLES
from core.referral import NewCampaign
from core.work import reading, work
from data.tables import event, provider
from tests.insight import lively

EVERYTHING = Asked(since=202403, until=202604)


@pytest.fixture
def lived(cast):
    with clock.telling(lively.NOW):
        lively.lives(cast, 60)
        lively.came_of(NewCampaign(name="Spring", source="campaign", began_on=date(2024, 1, 1)), cast.cleo, 5)
        yield replace(cast, mia=lively.manager(cast, cast.leeds, cast.york))


def read(folder, name):
    return parquet.read_table(folder / f"{name}.parquet").to_pylist()


def lines(folder, name):
    with (folder / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_each_grain_sums_to_what_the_pages_show(lived, tmp_path):
    insight.export_to(lived.mia, tmp_path, EVERYTHING)
    shown = insight.sums(lived.mia, EVERYTHING)
    for name in ("tally_place", "tally_provider", "tally_mix", "milestone"):
        rows = read(tmp_path, name)
        for measure in set(Measure) - insight.BY_WORTH:
            assert sum(row[measure.value] for row in rows) == shown[measure], (name, measure)


def test_both_forms_say_the_same(lived, tmp_path):
    counts = insight.export_to(lived.mia, tmp_path, EVERYTHING)
    for table in TABLES:
        rows, told = read(tmp_path, table.name), lines(tmp_path, table.name)
        assert len(rows) == len(told) == counts[table.name]
        for row, line in zip(rows, told, strict=True):
            assert list(line) == list(row) == [column.name for column in table.columns]
        if "received" in rows[0]:
            assert [str(row["received"]) for row in rows] == [line["received"] for line in told]


def test_campaigns_are_told_by_name_beside_what_came_of_them(lived, tmp_path):
    insight.export_to(lived.mia, tmp_path, EVERYTHING)
    (spring,) = read(tmp_path, "campaign")
    assert (spring["name"], spring["source"]) == ("Spring", "campaign")
    came = [row for row in read(tmp_path, "milestone") if row["campaign_id"] == spring["campaign_id"]]
    told = read(tmp_path, "tally_campaign")
    assert {row["campaign_id"] for row in told} == {spring["campaign_id"]}
    assert sum(row["attended"] for row in told) == sum(row["attended"] for row in came) > 0


def test_spreads_come_unpacked_and_hold_everybody(lived, tmp_path):
    insight.export_to(lived.mia, tmp_path, EVERYTHING)
    lead = insight.leads(lived.mia, EVERYTHING)[()]["booked"]
    rows = [row for row in read(tmp_path, "lead_days_place") if row["what"] == "booked"]
    assert sum(row["referrals"] for row in rows) == lead.n > 0
    assert sum(row["stays"] for row in read(tmp_path, "dwell")) > 0
    assert all(row["minutes_from"] < row["minutes_until"] for row in read(tmp_path, "dwell"))


def test_no_column_says_who_or_which_or_on_what_day(lived, tmp_path):
    insight.export_to(lived.mia, tmp_path, EVERYTHING)
    columns = {column.name for table in TABLES for column in table.columns}
    assert not {name for name in columns if "patient" in name or "referral_id" in name or "reference" in name}
    assert "received_on" not in columns
    rows = [tuple(map(str, row.values())) for row in read(tmp_path, "milestone")]
    everything = b"".join(file.read_bytes() for file in tmp_path.glob("*.csv"))
    assert rows
    assert b"Iris" not in everything
    assert b"B-20" not in everything


def test_names_and_types_are_stable_and_written_into_the_file(lived, tmp_path):
    insight.export_to(lived.mia, tmp_path, EVERYTHING)
    schema = parquet.read_schema(tmp_path / "tally_place.parquet")
    assert schema.names[:5] == ["month", "month_start", "site_id", "direction", "received"]
    assert schema.field("month").type == pa.int32()
    assert schema.field("month_start").type == pa.date32()
    assert schema.field("value").type == pa.int64()
    assert schema.field("booked").metadata[b"meaning"].decode() == Measure.BOOKED.sentence


def test_the_dictionary_has_a_row_for_each_column_in_the_measures_own_words(lived, tmp_path):
    insight.export_to(lived.mia, tmp_path, EVERYTHING)
    told = {(row["table"], row["column"]): row for row in lines(tmp_path, "dictionary")}
    for table in TABLES:
        assert parquet.read_schema(tmp_path / f"{table.name}.parquet").names == [
            column for name, column in told if name == table.name
        ]
    assert all(row["meaning"] for row in told.values())
    for measure in Measure:
        assert told["tally_mix", measure.value]["meaning"] == measure.sentence
    readme = (tmp_path / "README.md").read_text(encoding="utf-8")
    for metric in insight.METRICS.values():
        assert metric.sentence in readme


def test_months_and_sites_narrow_it(lived, tmp_path):
    insight.export_to(lived.mia, tmp_path, replace(EVERYTHING, since=202601, sites=frozenset({lived.leeds})))
    rows = read(tmp_path, "milestone")
    assert {row["site_id"] for row in rows} == {lived.leeds}
    assert min(row["month"] for row in rows) >= 202601
    assert [row["name"] for row in read(tmp_path, "site")] == ["Leeds Dental"]


def test_hull_gets_nothing_of_leeds_and_dev_nothing_at_all(lived, tmp_path):
    hull = lively.manager(lived, lived.hull)
    insight.export_to(hull, tmp_path, EVERYTHING)
    for table in ("tally_place", "tally_provider", "tally_mix", "milestone", "dwell", "site"):
        assert {row["site_id"] for row in read(tmp_path, table)} == {lived.hull}, table
    with pytest.raises(NotAllowed):
        insight.export_to(lived.dev, tmp_path, EVERYTHING)


def test_each_site_is_told_in_the_audit(lived, tmp_path):
    insight.export_to(lived.mia, tmp_path, EVERYTHING, ["csv"])
    with reading() as db:
        told = db.execute(select(event.c.site_id, event.c.facts).where(event.c.kind == "insight:exported")).all()
    assert {site for site, _ in told} == {lived.leeds, lived.york}
    whole = insight.sums(lived.mia, EVERYTHING).received
    assert sum(facts["count"] for _, facts in told) == whole
    assert told[0].facts["form"] == "csv"


def test_an_empty_group_has_nothing_to_export(cast, tmp_path):
    with pytest.raises(NotFound, match="Nothing was counted"):
        insight.export_to(cast.mia, tmp_path, EVERYTHING)


def test_a_form_that_nobody_knows_is_refused(lived, tmp_path):
    with pytest.raises(Refusal, match="not as xlsx"):
        insight.export(lived.mia, EVERYTHING, "xlsx")


def test_no_name_is_a_formula_in_a_spreadsheet(lived, tmp_path):
    with work() as db:
        db.execute(provider.update().values(name='=HYPERLINK("http://x")'))
    insight.export_to(lived.mia, tmp_path, EVERYTHING)
    assert {line["name"] for line in lines(tmp_path, "provider")} == {'\'=HYPERLINK("http://x")'}
    assert {row["name"] for row in read(tmp_path, "provider")} == {'=HYPERLINK("http://x")'}, "and as it is elsewhere"


def test_in_one_file_it_is_the_same(lived):
    file = insight.export(lived.mia, EVERYTHING, "parquet")
    with file.content, zipfile.ZipFile(io.BytesIO(file.content.read())) as packed:
        names = set(packed.namelist())
        rows = parquet.read_table(io.BytesIO(packed.read("tally_place.parquet"))).to_pylist()
    assert names == {"README.md", "dictionary.csv", *(f"{table.name}.parquet" for table in TABLES)}
    assert sum(row["received"] for row in rows) == insight.sums(lived.mia, EVERYTHING).received
    assert file.name.endswith("-parquet.zip")
