"""What is loaded before anybody needs it is what Streamlit would load."""

from pages.parts.ahead import AHEAD, DRAWING, SCRIPTS


def test_there_is_one_script_for_each_part_that_draws():
    assert [name.partition(".")[0] for name in AHEAD] == [f"/static/js/{part}" for part in DRAWING]
    assert all((SCRIPTS / name.rpartition("/")[2]).stat().st_size > 10**6 for name in AHEAD)
