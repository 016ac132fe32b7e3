"""The figures as files for other programs: sums and milestones without anything about a person, as Parquet or CSV."""

import csv
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Protocol
from zipfile import ZIP_DEFLATED, ZipFile

import pyarrow as pa
from pyarrow import csv as pa_csv
from pyarrow import parquet

from core import clock
from core.access import Actor, Permission
from core.audit import About, Kind, record
from core.errors import NotFound, Refusal
from core.insight.asked import Asked
from core.insight.dictionary import DICTIONARY, GUARDED, TABLES, Column, Dataset, readme
from core.insight.rows import rows_of
from core.sheet import guarded
from core.work import reading, work

BATCH = 20_000
EVERYTHING = Asked(since=200001, until=210001)


@dataclass(frozen=True, slots=True)
class File:
    """A file that is ready to be handed over: it is forgotten when it is closed."""

    name: str
    content: IO[bytes]
    size: int


class _Writer(Protocol):
    def write(self, batch: pa.RecordBatch) -> None: ...

    def close(self) -> None: ...


def export(actor: Actor, asked: Asked, form: str) -> File:
    """Every table in one ZIP file, of the months and sites asked for; each site is told in the audit."""
    content = tempfile.TemporaryFile()  # noqa: SIM115 - whoever hands it over closes it
    with tempfile.TemporaryDirectory() as place:
        export_to(actor, Path(place), asked, [form])
        with ZipFile(content, "w", ZIP_DEFLATED) as packed:
            for file in sorted(Path(place).iterdir()):
                packed.write(file, file.name)
    size = content.tell()
    content.seek(0)
    return File(f"figures-{clock.now():%Y-%m-%d}-{form}.zip", content, size)


def export_to(
    actor: Actor, folder: Path, asked: Asked = EVERYTHING, forms: Sequence[str] = ("parquet", "csv")
) -> Mapping[str, int]:
    """Every table into a folder, with its dictionary beside; how many rows each has. What stood there is replaced."""
    actor.must(Permission.INSIGHT_READ)
    if unknown := set(forms) - FORMS.keys():
        raise Refusal(f"Figures are exported as {' or '.join(FORMS)}, not as {', '.join(sorted(unknown))}.")
    folder.mkdir(parents=True, exist_ok=True)
    taken: Counter[int] = Counter()
    written = {each.name: _write(actor, asked, each, folder, forms, taken) for each in TABLES}
    if not taken:
        raise NotFound("Nothing was counted in these months at these sites, so there is nothing to export.")
    _describe(folder)
    _leaving(actor, asked, taken, forms)
    return written


def _write(
    actor: Actor, asked: Asked, dataset: Dataset, folder: Path, forms: Sequence[str], taken: Counter[int]
) -> int:
    """One table in each form, a batch at a time."""
    schema, written = _schema(dataset), 0
    opened = [FORMS[form](str(folder / f"{dataset.name}.{form}"), schema) for form in forms]
    with reading() as db:
        for rows in _batches(rows_of(db, actor, asked, dataset)):
            for form, writer in zip(forms, opened, strict=True):
                writer.write(_batch(dataset, rows, schema, form))
            written += len(rows)
            if dataset.per_referral:
                taken.update(row["site_id"] for row in rows)
    for writer in opened:
        writer.close()
    return written


def _schema(dataset: Dataset) -> pa.Schema:
    """Each column with its meaning inside, for programs that show it."""
    return pa.schema([pa.field(each.name, each.kind, metadata={"meaning": each.meaning}) for each in dataset.columns])


def _batch(dataset: Dataset, rows: Sequence[Mapping[str, Any]], schema: pa.Schema, form: str) -> pa.RecordBatch:
    columns = [pa.array(_cells(each, rows, form), each.kind) for each in dataset.columns]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def _cells(column: Column, rows: Sequence[Mapping[str, Any]], form: str) -> list[Any]:
    """Names are written by people: in a file that a spreadsheet opens none of them is a formula."""
    cells = [row[column.name] for row in rows]
    if form == "csv" and column.name in GUARDED:
        return [guarded(cell) for cell in cells]
    return cells


def _batches(rows: Iterator[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    batch: list[Mapping[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _describe(folder: Path) -> None:
    (folder / "README.md").write_text(readme(), encoding="utf-8")
    with (folder / "dictionary.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(DICTIONARY)


def _leaving(actor: Actor, asked: Asked, taken: Counter[int], forms: Sequence[str]) -> None:
    """Keep that figures left the house, and of how many referrals of which site."""
    about = About("account", actor.account_id or 0)
    with work() as db:
        for site_id, count in sorted(taken.items()):
            facts = {"count": count, "form": " and ".join(forms), "since": asked.since, "until": asked.until}
            record(db, actor, Kind.INSIGHT_EXPORTED, About(about.subject, about.subject_id, site_id), facts)


FORMS: Mapping[str, Callable[[str, pa.Schema], _Writer]] = {
    "parquet": lambda path, schema: parquet.ParquetWriter(path, schema, compression="zstd"),
    "csv": lambda path, schema: pa_csv.CSVWriter(path, schema),
}
