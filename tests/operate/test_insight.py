"""Figures from the command line."""

from argparse import ArgumentParser

from pyarrow import parquet

from core import clock
from core.operate.insight import Insight
from tests.insight import lively


def test_every_table_is_written_out_and_counted(cast, tmp_path, capsys):
    with clock.telling(lively.NOW):
        lively.lives(cast, 20)
        parser = ArgumentParser()
        Insight().arguments(parser)
        assert Insight().run(parser.parse_args(["export", str(tmp_path / "figures")])) == 0
    assert "20  milestone" in capsys.readouterr().out
    assert parquet.read_table(tmp_path / "figures" / "milestone.parquet").num_rows == 20
    assert (tmp_path / "figures" / "README.md").exists()
