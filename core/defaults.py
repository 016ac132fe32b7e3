"""What ships with Baton and lives as rows: loaded after each migration, never over what a group changed."""

from sqlalchemy import Connection

from core.referral.reasons import load_shipped as load_reasons
from core.rule import load_shipped as load_rules
from core.work import work


def load() -> None:
    """Bring shipped reasons and rules up to this version."""
    with work() as db:
        load_into(db)


def load_into(db: Connection) -> None:
    """The same inside the caller's transaction."""
    load_reasons(db)
    load_rules(db)
