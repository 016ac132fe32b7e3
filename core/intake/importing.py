"""Letters out of a folder, as a scanner or another program leaves them: each file arrives once."""

from dataclasses import dataclass, field
from pathlib import Path

from core.access import Actor, Permission
from core.document import Upload
from core.errors import Refusal
from core.intake.arriving import Letter, arriving
from core.intake.commands import own_names
from core.intake.receive import receive
from core.work import work


@dataclass(slots=True)
class Imported:
    """How many files arrived and how many were known, and why the others were not taken."""

    added: int = 0
    unchanged: int = 0
    bad: list[tuple[str, str]] = field(default_factory=list)


def import_letters(actor: Actor, folder: Path, site_id: int) -> Imported:
    """Every file of the folder, in the order of their names; what begins with a point is none."""
    actor.must(Permission.INTAKE_HANDLE, at=site_id)
    if not folder.is_dir():
        raise Refusal(f"There is no folder {folder}.")
    ours, done = own_names(actor), Imported()
    for file in sorted(folder.iterdir()):
        if file.is_file() and not file.name.startswith("."):
            try:
                asked = arriving(Letter(site_id=site_id, uploads=[Upload(file.name, file.read_bytes())]), ours)
            except (Refusal, OSError) as error:
                done.bad.append((file.name, str(error)))
                continue
            with work() as db:
                new = receive(db, actor, asked).new
            done.added += new
            done.unchanged += not new
    return done
