"""What holds in every file of the house."""

import ast
import subprocess
import sys
from pathlib import Path

from tests.laws.house import (
    FLOORS,
    ROOT,
    called,
    functions,
    modules,
    public,
    sentence,
    sources,
    tree,
)

MIGRATIONS = Path("data/migrations/versions")
CLOCK = "core/clock.py"
WORK = "core/work.py"
STATE = {"pages/parts/viewer.py", "pages/parts/flash.py"}
WITHOUT_ACTOR = {
    "nobody is known yet": {
        "core/link/opening.py standing",
        "core/link/opening.py touch",
        "core/outsider/coming.py guest",
        "core/outsider/knowing.py called",
        "core/outsider/knowing.py known",
        "core/outsider/knowing.py say_born",
        "core/outsider/several.py came_back",
        "core/outsider/several.py leave",
        "core/outsider/several.py several",
        "core/outsider/signing_in.py ask_code",
        "core/outsider/signing_in.py enter",
        "core/outsider/unsubscribing.py asked",
        "core/outsider/unsubscribing.py resubscribe",
        "core/outsider/unsubscribing.py unsubscribe",
        "core/people/door.py knock",
        "core/people/guessing.py guessed",
        "core/people/invitation.py guest",
        "core/people/invitation.py take_up",
        "core/people/sessions.py enter",
        "core/enquiry/queries.py opened",
        "core/enquiry/queries.py questions_of",
        "core/enquiry/queries.py sent_from",
        "core/enquiry/sending.py refuse_haste",
        "core/enquiry/sending.py send",
        "core/people/sessions.py actor_for",
        "core/people/subscription.py subscriber",
    },
    "whoever holds a session may end it": {"core/people/sessions.py sign_out"},
    "what everybody at the door is told, and is of nobody": {
        "core/api/entrance.py group_name",
        "core/api/portal_page.py page",
        "core/heartbeat.py beats",
    },
    "a telephone speaks of the message that it was sent": {"core/push/showing.py confirm_shown"},
    "a carrier proves by its signature that it calls": {"core/carrier/texting.py texted"},
    "whoever holds a link is whom it was sent to": {"core/report/link.py followed"},
    "a reckoning asks nothing of the database": {"core/task/queries.py day_end"},
    "a process does its own work, asked by nobody": {
        "core/audit/anchor.py drop",
        "core/defaults.py load",
        "core/heartbeat.py begun",
        "core/message/claim.py claim",
        "core/message/settle.py recover",
        "core/message/settle.py settle",
        "core/rule/react.py react",
        "core/rule/react.py set_aside",
    },
}


def test_only_work_opens_and_ends_transactions():
    bad = [
        f"{path} calls {name}"
        for path in modules("core", "jobs", "pages", "app")
        for name in called(tree(path))
        if name in {"commit", "rollback", "create_engine"} and str(path) != WORK
    ]
    assert not bad, "\n".join(bad)


def test_only_two_parts_know_session_state_and_rerun():
    bad = [
        f"{path}:{node.lineno} uses {node.attr}"
        for path in modules(*FLOORS)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in {"session_state", "rerun"} and str(path) not in STATE
    ]
    assert not bad, "\n".join(bad)


def test_only_the_clock_asks_what_time_it_is():
    asking = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "func.now"}
    bad = [
        f"{path}:{node.lineno} asks {ast.unparse(node)}"
        for path in modules(*FLOORS)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute)
        and ".".join(ast.unparse(node).split(".")[-2:]) in asking
        and str(path) != CLOCK
    ]
    assert not bad, "\n".join(bad)


def test_nothing_stored_is_shown_as_markup():
    bad = [str(path) for path in modules(*FLOORS) if "unsafe_allow_html" in (ROOT / path).read_text()]
    assert not bad, bad


def test_no_file_is_longer_than_300_lines():
    lengths = {str(path): len((ROOT / path).read_text().splitlines()) for path in sources()}
    assert not {path: length for path, length in lengths.items() if length > 300}


def test_no_function_is_longer_than_40_lines():
    bad = [
        f"{path}:{function.lineno} {function.name}"
        for path in modules()
        if MIGRATIONS not in path.parents  # what a migration does is one list
        for function in functions(path)
        if (function.end_lineno or 0) - function.lineno >= 40
    ]
    assert not bad, "\n".join(bad)


def test_every_module_opens_with_a_sentence():
    written = [path for path in modules() if (ROOT / path).stat().st_size]
    bad = [f"{path}: {sentence(path)!r}" for path in written if not sentence(path).endswith(".")]
    assert not bad, "\n".join(bad)


def test_no_page_bears_the_name_of_something_importable():
    """Streamlit puts its script's folder first on the path: pages/calendar.py would be anybody's calendar."""
    names = {path.stem for path in (ROOT / "pages").iterdir() if path.suffix in {"", ".py"}} - {"__pycache__"}
    find = "import sys, importlib.util as u; print(*[n for n in sys.argv[1:] if u.find_spec(n)])"
    taken = subprocess.run(
        [sys.executable, "-I", "-c", find, *sorted(names)],
        cwd="/",
        capture_output=True,
        check=True,
        text=True,
    ).stdout.split()
    assert not taken
    assert not names & {*FLOORS, "tests"}


def test_whoever_opens_a_transaction_takes_the_actor_first():
    asked = {
        f"{path} {function.name}": [argument.arg for argument in function.args.posonlyargs + function.args.args]
        for path in modules("core")
        for function in public(path)
        if path.name in {"commands.py", "queries.py"} or {"work", "reading"} & set(called(function))
        if str(path) != WORK
    }
    inner = {name for name, arguments in asked.items() if arguments[:1] == ["db"]}
    bare = {name for name, arguments in asked.items() if arguments[:1] != ["actor"]} - inner
    excused = set().union(*WITHOUT_ACTOR.values())
    assert sorted(bare - excused) == []
    assert sorted(excused - bare) == [], "an exception that nobody needs any more"


def test_the_actor_is_asked_and_not_only_taken():
    bad = [
        f"{path}:{function.lineno} {function.name}"
        for path in modules("core")
        for function in public(path)
        if function.args.args and function.args.args[0].arg == "actor"
        if not any(isinstance(node, ast.Name) and node.id == "actor" for node in ast.walk(function))
    ]
    assert not bad, "\n".join(bad)
