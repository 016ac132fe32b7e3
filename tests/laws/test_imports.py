"""Who may import whom: floors, rooms, and libraries that belong in one place."""

import sys
from importlib.metadata import packages_distributions
from pathlib import Path

from tests.laws.house import FLOORS, ROOT, floor, imported, modules, room

MAY = {
    "data": {"data"},
    "core": {"core", "data"},
    "jobs": {"jobs", "core"},
    "pages": {"pages", "core"},
    "app": {"core.api", "core.settings"},
}
ROOMS = [
    *(
        "errors",
        "spoken",
        "clock",
        "settings",
        "dial",
        "log",
        "shelf",
        "field",
        "channel",
        "language",
        "sayings",
        "money",
        "months",
        "paper",
        "sheet",
        "several",
        "webpush",
        "access",
        "work",
        "brand",
        "typeset",
        "heartbeat",
        "audit",
        "agreement",
    ),
    *(
        "people",
        "directory",
        "patient",
        "sla",
        "task",
        "workflow",
        "referral",
        "document",
        "desk",
        "ownership",
        "intake",
        "enquiry",
        "link",
        "text",
        "manners",
        "message",
        "consent",
        "conversation",
        "outsider",
        "alert",
    ),
    *(
        "connectors",
        "carrier",
        "push",
        "hook",
        "insight",
        "rule",
        "correspondence",
        "guardian",
        "report",
        "defaults",
        "demo",
        "api",
        "operate",
        "__main__",
    ),
]
ONLY = {
    "streamlit": {"pages", "app"},
    "streamlit_authenticator": {"pages"},
    "plotly": {"pages"},
    "pydeck": {"pages"},
    "schedule": {"jobs"},
    "starlette": {"core.api", "app"},
    "sqlalchemy": {"core", "data"},
    "alembic": {"data"},
    "tests": {"tests", "bench"},
}


def within(name: str, allowed: set[str]) -> bool:
    return any(name == place or name.startswith(f"{place}.") for place in allowed)


def place(path: Path) -> str:
    return f"{floor(path)}.{room(path)}".rstrip(".")


def test_a_floor_stands_only_on_the_floors_below_it():
    bad = [
        f"{path} imports {name}"
        for path in modules(*FLOORS)
        for name in imported(path)
        if name.split(".")[0] in FLOORS and not within(name, MAY[floor(path)])
    ]
    assert not bad, "\n".join(bad)


def test_a_room_of_core_imports_only_rooms_before_it():
    assert {room(path) for path in modules("core")} <= {*ROOMS, "__init__"}, "a room without its place"
    bad = [
        f"{path} imports {name}"
        for path in modules("core")
        for name in imported(path)
        if name.startswith("core.") and ROOMS.index(name.split(".")[1]) > ROOMS.index(room(path))
    ]
    assert not bad, "\n".join(bad)


def test_a_library_is_used_where_it_belongs():
    bad = [
        f"{path} imports {name}"
        for path in modules(*FLOORS)
        for name in imported(path)
        if not within(place(path), ONLY.get(name.split(".")[0], {place(path)}))
    ]
    assert not bad, "\n".join(bad)


def test_carriers_see_no_database():
    bad = [
        f"{path} imports {name}"
        for path in modules("core")
        for name in imported(path)
        if room(path) == "connectors" and within(name, {"data", "sqlalchemy", "core.work"})
    ]
    assert not bad, "\n".join(bad)


def test_whatever_is_imported_is_pinned():
    pinned = {name.partition("==")[0].partition("[")[0].lower() for name in requirements() if "==" in name}
    distributions = packages_distributions()
    bad = [
        f"{path} imports {name}"
        for path in modules(*FLOORS)
        for name in imported(path)
        if (top := name.split(".")[0]) not in sys.stdlib_module_names
        and top not in FLOORS
        and not pinned & {known.lower() for known in distributions.get(top, ())}
    ]
    assert not bad, "\n".join(bad)


def requirements() -> list[str]:
    """What we ask for ourselves: the lines before the blank one in requirements.txt."""
    return (ROOT / "requirements.txt").read_text().partition("\n\n")[0].splitlines()
