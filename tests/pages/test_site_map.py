"""The map of sites: all of them in sight, no label over another, whatever the names, and nothing where nobody knows."""

import random

import pytest

from pages.parts.site_map import LETTER, LINE, WIDTH, Look, _box, _deck, _letters, _meet, _named, _pixel, _point, _view
from pages.parts.spots import HEIGHT, Spot

LOOK = Look(dark=False)
NAMES = ("Leeds", "Ło\u0301dź", "Ü", "<b>Hull</b>", "القاهرة", "St John's-in-the-Vale")


def crowd(dice: random.Random, many: int) -> list[Spot]:
    """Sites close together and far apart."""
    middle = dice.uniform(-60, 70), dice.uniform(-120, 120)
    wide = dice.choice((0.0, 0.05, 1.0, 8.0))
    return [
        Spot(n, f"{dice.choice(NAMES)} {n}", dice.choice(NAMES), _near(dice, middle, wide), n, n // 3, n // 7)
        for n in range(1, many + 1)
    ]


def _near(dice: random.Random, middle: tuple[float, float], wide: float) -> tuple[float, float]:
    return middle[0] + dice.uniform(-wide, wide), middle[1] + dice.uniform(-wide, wide)


@pytest.mark.parametrize("seed", range(6))
def test_no_label_lies_on_another_or_on_a_circle(seed):
    several = crowd(random.Random(seed), 24)
    world = 512 * 2 ** _view(several).zoom
    points = [_point(one, frozenset(), LOOK, 24) for one in several]
    named = list(_named(points, world))
    assert named
    boxes = [_box(*_pixel(point["at"], world), point["radius"], point["radius"]) for point in points]
    for point in named:
        x, y = _pixel(point["at"], world)
        right, down = point["offset"]
        label = _box(x + right, y + down, len(point["label"]) * LETTER / 2, LINE / 2)
        assert not any(_meet(label, box) for box in boxes)
        boxes.append(label)


@pytest.mark.parametrize("seed", range(6))
def test_every_site_is_in_sight(seed):
    several = crowd(random.Random(seed), 9)
    view = _view(several)
    world = 512 * 2**view.zoom
    x, y = _pixel((view.longitude, view.latitude), world)
    for one in several:
        right, down = _pixel((one.at[1], one.at[0]), world)
        assert abs(right - x) <= WIDTH / 2
        assert abs(down - y) <= HEIGHT / 2


def test_every_letter_of_the_names_is_there():
    several = crowd(random.Random(4), 12)
    points = [_point(one, frozenset(), LOOK, 12) for one in several]
    assert set(_letters(points)) >= set("".join(point["label"] for point in points))


def test_names_are_told_as_text_and_nothing_is_asked_outside():
    deck = _deck(crowd(random.Random(1), 5), frozenset({2}), LOOK)
    assert "html" not in deck._tooltip
    assert "http" not in deck.to_json().replace("https://deck.gl", "")
