"""python -m core import directory FILE, import patients FILE --site CODE, import letters FOLDER --site CODE."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from core import directory, intake, patient
from core.errors import Refusal
from core.operate.base import Command, operator
from core.sheet import Bad

SHOWN = 20
Rows = list[tuple[str, str]]
"""Where something stands, and what is the matter with it."""
Done = tuple[str, Rows, Rows]
"""What was done in a sentence, what was not taken, and what was taken with a doubt."""


class Import(Command):
    """Safe to repeat: a second import changes only what changed."""

    name = "import"
    help = "Import the NHS directory of dental practices, the patients of a site, or a folder of letters."

    def arguments(self, parser: ArgumentParser) -> None:
        """What to import, from where."""
        kinds = parser.add_subparsers(required=True, metavar="WHAT")
        practices = kinds.add_parser("directory", help="NHS dental practices as published: 27 columns, no header")
        patients = kinds.add_parser(
            "patients", help="patients of one site: a CSV file whose first line names the columns"
        )
        patients.add_argument("--site", required=True, metavar="CODE", help="the site that knows these patients")
        letters = kinds.add_parser("letters", help="letters of one site: every file of a folder, such as a scanner's")
        letters.add_argument("--site", required=True, metavar="CODE", help="the site at which they arrive")
        for kind, run in ((practices, _directory), (patients, _patients), (letters, _letters)):
            kind.add_argument("file", type=Path, metavar="FOLDER" if kind is letters else "FILE")
            kind.add_argument("--bad-rows", type=Path, metavar="FILE", help="write every row not taken, and why, here")
            kind.set_defaults(imports=run)

    def run(self, args: Namespace) -> int:
        """Import; 0 when every row was taken, 1 when some were not."""
        if not args.file.exists():
            raise Refusal(f"There is no file {args.file}.")
        summary, bad, notes = args.imports(args)
        print(summary)  # noqa: T201 - a command line prints
        _list("Taken, but please look at them", notes, None)
        _list("Not taken", bad, args.bad_rows)
        return 1 if bad else 0


def _directory(args: Namespace) -> Done:
    done = directory.import_directory(operator(), args.file)
    more = []
    if done.closed:
        more.append(f"{done.closed:,} of these are closed and stay hidden")
    if done.gone:
        more.append(f"{done.gone:,} known ones are not in the file and stay as they are")
    return _told("Practices", done, more), _lines(done.bad), _lines(done.notes)


def _patients(args: Namespace) -> Done:
    site = directory.site_of_code(operator(), args.site)
    done = patient.import_patients(operator(), args.file, site.id)
    more = [f"columns not used: {', '.join(done.ignored)}"] if done.ignored else []
    return _told(f"Patients at {site.name}", done, more), _lines(done.bad), _lines(done.notes)


def _letters(args: Namespace) -> Done:
    site = directory.site_of_code(operator(), args.site)
    done = intake.import_letters(operator(), args.file, site.id)
    counts = f"{done.added:,} arrived, {done.unchanged:,} known already; files not taken: {len(done.bad):,}"
    return f"Letters at {site.name}: {counts}.", done.bad, []


def _lines(rows: Sequence[Bad]) -> Rows:
    return [(f"line {row.line}", row.reason) for row in rows]


def _told(what: str, done: directory.Imported | patient.Imported, more: list[str]) -> str:
    counts = f"{what}: {done.added:,} added, {done.changed:,} changed, {done.unchanged:,} unchanged"
    return "; ".join([counts, *more, f"rows not taken: {len(done.bad):,}"]) + "."


def _list(title: str, rows: Rows, file: Path | None) -> None:
    """The rows with their reasons: all of them into the file, the first ones to the terminal."""
    if not rows:
        return
    lines = [f"  {where}: {why}" for where, why in rows]
    if file:
        file.write_text("".join(f"{where.removeprefix('line ')}\t{why}\n" for where, why in rows), encoding="utf-8")
    more = len(lines) - SHOWN
    if more > 0:
        where = f"see {file}" if file else "write all of them to a file with --bad-rows FILE"
        lines = [*lines[:SHOWN], f"  and {more:,} more; {where}"]
    sys.stderr.write("\n".join([f"{title}:", *lines]) + "\n")
