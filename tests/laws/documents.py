"""The parts of ARCHITECTURE.md that are read off the code: `make docs` writes them, a law compares."""

import ast
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAPER = ROOT / "ARCHITECTURE.md"
FLOORS = ("app.py", "pages", "jobs", "core", "data")
FOLDED = ("data/migrations/versions",)


def sentence(path: Path) -> str:
    """The first sentence of a module's docstring, without its full stop."""
    words = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return words.partition("\n")[0].rstrip(".")


def tree() -> str:
    """Every module of the product with its sentence."""
    tracked = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *FLOORS],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\n")
    modules = sorted({name for name in tracked if name.endswith(".py") and not name.startswith(FOLDED)}, key=_order)
    return "\n".join(["```text", *_lines(modules), "```"])


def _order(name: str) -> tuple[int, str]:
    return FLOORS.index(name.split("/")[0]), name.replace("/__init__.py", "/")


def _lines(modules: list[str]) -> Iterator[str]:
    for name in modules:
        path = ROOT / name
        if not path.exists():
            continue
        depth = name.count("/") - name.endswith("__init__.py")
        shown = f"{path.parent.name}/" if path.name == "__init__.py" else path.name
        yield f"{'  ' * depth + shown:<28} {sentence(path)}"


def lifecycle() -> str:
    """The diagram of the lifecycle table."""
    from core.referral import mermaid

    return f"```mermaid\n{mermaid()}\n```"


def kinds() -> str:
    """Every event kind with its sentence."""
    from core.audit import Kind

    rows = [f"| `{kind}` | {kind.sentence} |" for kind in Kind]
    return "\n".join(["| event | sentence |", "|---|---|", *rows])


def permissions() -> str:
    """Every permission and the roles that hold it."""
    from core.access import MAY, Permission

    def holders(permission: Permission) -> str:
        return ", ".join(role.label for role, may in MAY.items() if permission in may)

    rows = [f"| `{permission}` | {holders(permission)} |" for permission in Permission]
    return "\n".join(["| permission | roles |", "|---|---|", *rows])


def shelves() -> str:
    """Every thing that stands on a shelf."""
    shelved = {
        "carriers": "core/connectors",
        "rule actions": "core/rule/actions",
        "commands": "core/operate",
        "jobs": "jobs",
        "demo": "core/demo/furnish",
    }
    rows = [
        f"| {kind} | `{path.stem}` | {sentence(path)} |"
        for kind, folder in shelved.items()
        for path in sorted((ROOT / folder).glob("*.py"))
        if path.stem not in {"base", "__init__", "__main__"} and path.stem[0] != "_"
    ]
    return "\n".join(["| shelf | item | what it is |", "|---|---|---|", *rows])


PARTS: dict[str, Callable[[], str]] = {
    "tree": tree,
    "lifecycle": lifecycle,
    "kinds": kinds,
    "permissions": permissions,
    "shelves": shelves,
}


def written(paper: str) -> str:
    """The paper with each generated part renewed between its markers."""
    for name, part in PARTS.items():
        between = re.compile(f"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
        if not between.search(paper):
            raise ValueError(f"ARCHITECTURE.md has no place for {name}.")
        body = part()
        paper = between.sub(lambda found, body=body: f"{found[1]}{body}\n{found[2]}", paper)
    return paper


if __name__ == "__main__":
    PAPER.write_text(written(PAPER.read_text(encoding="utf-8")), encoding="utf-8")
