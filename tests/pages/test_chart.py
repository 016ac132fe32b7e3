"""What charts are made of is what plotly knows, and what stands beside them is safe to open."""

from dataclasses import replace

import plotly.graph_objects as go
import pytest

from core.insight import Asked, Histogram, Lead
from pages.parts import chart, traces
from pages.parts.links import behind, within
from pages.parts.waits import binned

ASKED = Asked(since=202601, until=202604, source="self")


@pytest.mark.parametrize(
    "trace",
    [
        traces.bars(["Jan"], [3], leads=["/referrals"], hover=["3 <b>"], text=["3"]),
        traces.bars(["Jan"], [3], across=True),
        traces.line(["Jan", "Feb"], [3, None], leads=["/referrals", ""], dash="dot"),
        traces.before(["Jan"], [3]),
    ],
)
def test_a_trace_is_one_that_plotly_knows(trace):
    go.Figure(data=[trace])


def test_so_are_words_shades_and_the_look_of_the_house():
    layout = {"annotations": [traces.label("before", "Jan", 3)], "shapes": [traces.shade(0, 1)]}
    drawn = chart._dressed({"data": [traces.bars(["Jan"], [3])], "layout": layout}, chart.LOW).to_dict()
    assert go.Figure(drawn).layout.height == chart.LOW


def test_what_is_said_over_a_point_is_text():
    assert traces.bars(["Jan"], [3], hover=["<a href='x'>3"])["hovertext"] == ["&lt;a href=&#x27;x&#x27;&gt;3"]


def test_no_cell_of_a_file_is_a_formula():
    rows = [("=1+1", chart.Led(5, "/referrals"), None, "a,b")]
    assert chart._csv(["Name", "N", "Share", "Note"], rows) == 'Name,N,Share,Note\r\n\'=1+1,5,,"a,b"\r\n'


def test_a_number_leads_to_the_months_and_places_it_is_of(cast):
    asked = replace(ASKED, sites=frozenset({cast.leeds}))
    told = "since=2026-01&until=2026-03&source=self"
    assert behind(cast.mia, asked, "booked") == f"/referrals?stage=any&measure=booked&{told}&site={cast.leeds}"
    one = behind(cast.mia, asked, "booked", since=202602, until=202603, source="nhs", site=7)
    assert one == "/referrals?stage=any&measure=booked&since=2026-02&until=2026-02&source=nhs&site=7"


def test_whoever_sees_no_referrals_is_led_nowhere(cast):
    assert behind(cast.cleo, ASKED, "booked") == ""


def test_a_page_of_insight_keeps_the_line_of_another():
    assert within("sites", replace(ASKED, period="month"), metric="sla") == "/sites?period=month&source=self&metric=sla"


def waited(**counts: int) -> Lead:
    days = {int(day.strip("d")): n for day, n in counts.items()}
    every = Histogram(tuple(days), tuple(days.values()))
    return Lead(every.n, every.rank(0.5), every.rank(0.9), 0, every)


def test_every_wait_stands_in_one_bar():
    several = [each.n for each in binned(waited(d0=3, d1=5, d9=2, d400=1))]
    assert sum(several) == 11
    assert [each.name for each in binned(waited(d0=9, d5=1))] == ["0", "1", "2", "3", "4", "5"]


def test_few_that_waited_very_long_stand_together_at_the_end():
    last = list(binned(waited(d0=50, d2=49, d900=1)))[-1]
    assert (last.name, last.n) == ("5+", 1)
