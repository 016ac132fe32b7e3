"""python -m core migrate: bring the database to this version and load the shipped defaults."""

from argparse import Namespace

from core import defaults
from core.operate.base import Command
from core.settings import settings
from data.migrate import migrate


class Migrate(Command):
    """Safe to repeat: what is up to date stays as it is."""

    name = "migrate"
    help = "Create or upgrade the database and load shipped reasons and rules."

    def run(self, args: Namespace) -> int:  # noqa: ARG002 - the shelf's signature
        """Upgrade, then load."""
        migrate(settings().database_url)
        defaults.load()
        return 0
