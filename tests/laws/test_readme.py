"""README.md lists every setting as the code describes it."""

from core.settings import described
from tests.laws.house import ROOT


def test_the_settings_table_says_what_the_code_says():
    rows = [f"| `{variable}` | {default} | {meaning} |" for variable, default, meaning in described()]
    readme = ROOT.joinpath("README.md").read_text()
    missing = [row for row in rows if row not in readme]
    assert not missing, "README.md lacks these lines:\n" + "\n".join(missing)
