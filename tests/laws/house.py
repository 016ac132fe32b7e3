"""What the laws look at: our own files, their syntax trees and what they import."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
FLOORS = ("data", "core", "jobs", "pages", "app")
TEXTS = {".py", ".js", ".css", ".toml", ".yaml"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def sources() -> list[Path]:
    """Every text that we wrote, as git would carry it, relative to the root."""
    listed = ("git", "ls-files", "--cached", "--others", "--exclude-standard", "-z")
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, check=True, text=True).stdout.split("\0")
    return sorted(path for path in map(Path, names) if path.suffix in TEXTS and (ROOT / path).is_file())


def modules(*floors: str) -> list[Path]:
    """The Python files of these floors, or of the whole project."""
    return [path for path in sources() if path.suffix == ".py" and (not floors or floor(path) in floors)]


def floor(path: Path) -> str:
    """The floor a file stands on: core for core/access/actor.py, app for app.py."""
    return path.parts[0].removesuffix(".py")


def room(path: Path) -> str:
    """The room of core a file belongs to, or of any floor: access for core/access/actor.py."""
    return path.parts[1].removesuffix(".py") if len(path.parts) > 1 else ""


@cache
def tree(path: Path) -> ast.Module:
    """A file's syntax tree."""
    return ast.parse((ROOT / path).read_text(), str(path))


def functions(path: Path) -> Iterator[Function]:
    """Every function in a file, inner ones and methods too."""
    return (node for node in ast.walk(tree(path)) if isinstance(node, Function))


def public(path: Path) -> Iterator[Function]:
    """What a module offers: its functions at the top whose names begin without an underscore."""
    return (node for node in tree(path).body if isinstance(node, Function) and not node.name.startswith("_"))


def imported(path: Path) -> Iterator[str]:
    """The full names a file imports; of `from core import clock` it is core.clock."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{name.name}" for name in node.names)


def called(node: ast.AST) -> Iterator[str]:
    """The last part of every name that is called below a node: commit for db.commit()."""
    for call in ast.walk(node):
        if isinstance(call, ast.Call):
            yield ast.unparse(call.func).rpartition(".")[2]


def sentence(path: Path) -> str:
    """The first line of a module's docstring."""
    return (ast.get_docstring(tree(path)) or "").partition("\n")[0]
