"""A shelf is a package in which every module provides exactly one thing of one kind."""

from importlib import import_module
from pkgutil import iter_modules
from typing import TypeVar

Thing = TypeVar("Thing")


def shelf(package: str, kind: type[Thing]) -> dict[str, type[Thing]]:
    """The one subclass of `kind` in each module of `package`, by module name; `base` is where the kind itself
    lives, and a package is a shelf of its own."""
    found = {}
    for module in iter_modules(import_module(package).__path__):
        if module.name == "base" or module.ispkg:
            continue
        full = f"{package}.{module.name}"
        things = [v for v in vars(import_module(full)).values() if _provides(v, kind, full)]
        if len(things) != 1:
            raise TypeError(f"{full} must provide exactly one {kind.__name__}, it provides {len(things)}.")
        found[module.name] = things[0]
    return found


def _provides(value: object, kind: type, module: str) -> bool:
    return isinstance(value, type) and issubclass(value, kind) and value.__module__ == module
