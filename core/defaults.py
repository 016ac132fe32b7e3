"""What ships with Baton and lives as rows, and what rows from before lack: seen to after each migration."""

from sqlalchemy import Connection

from core.insight import nothing_to_count
from core.patient import give_sounds
from core.referral.reasons import load_shipped as load_reasons
from core.rule import load_shipped as load_rules
from core.sla import load_shipped as load_deadlines
from core.task import give_words
from core.work import work


def load() -> None:
    """Bring shipped reasons, deadlines and rules, which a group may have changed, and old rows up to this version."""
    with work() as db:
        load_into(db)
        give_sounds(db)
        give_words(db)


def load_into(db: Connection) -> None:
    """The same for what ships, inside the caller's transaction."""
    load_reasons(db)
    load_deadlines(db)
    load_rules(db)
    nothing_to_count(db)
