"""The pages of a report: a head, sections that flow down A4, and a foot that says what it is and which page."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from core.brand import Brand
from core.typeset import INK, QUIET, RULE, Colour, Leaf, colour_of

SIDE, TOP, BOTTOM = 16.0, 15.0, 16.0
WHITE: Colour = (255, 255, 255)
GAP = 6.0
"""Between two blocks; twice as much before a section."""


class Paper(Leaf):
    """A report being set. `y` is where the next thing begins."""

    def __init__(self, brand: Brand, title: str, foot: str, made_at: datetime) -> None:
        super().__init__()
        self.brand, self.foot = brand, foot
        self.hue = colour_of(brand.colour)
        self.entitle(brand, title, made_at)
        self.set_margins(SIDE, TOP, SIDE)
        self.c_margin = 0
        self.set_auto_page_break(False)
        self.add_page()
        self.y = TOP

    @property
    def floor(self) -> float:
        """Below this nothing is set."""
        return float(self.h) - BOTTOM

    def room(self, height: float) -> None:
        """Go on overleaf where this much does not fit any more."""
        if self.y + height > self.floor and self.y > TOP + 1:
            self.turn()

    def turn(self) -> None:
        """A new page."""
        self.add_page()
        self.y = TOP

    def tint(self, share: float) -> Colour:
        """The group’s colour thinned with white: 0 is white, 1 the colour itself."""
        red, green, blue = (round(255 + (part - 255) * share) for part in self.hue)
        return red, green, blue

    def fill(self, x: float, y: float, width: float, height: float, colour: Colour, *, round_by: float = 0) -> None:
        """A plain area."""
        self.set_fill_color(*colour)
        if width > 0 and height > 0:
            self.rect(x, y, width, height, style="F", round_corners=bool(round_by), corner_radius=round_by)

    def stroke(self, x: float, y: float, to_x: float, to_y: float, colour: Colour = RULE, thick: float = 0.2) -> None:
        """A thin line."""
        self.set_draw_color(*colour)
        self.set_line_width(thick)
        self.line(x, y, to_x, to_y)

    @contextmanager
    def figure(self, alt: str) -> Iterator[None]:
        """What is drawn meanwhile is one picture, and this is what it shows."""
        with self.tagged("Figure", self.known(alt)):
            yield

    def masthead(self, place: str, title: str, period: str, standing: str) -> None:
        """Whose report it is, of what, about when."""
        with self.ornament():
            self.fill(SIDE, TOP, 9, 9, self.hue, round_by=2.2)
            self.use(13, WHITE, bold=True)
            self.say(SIDE, TOP + 6.1, self.brand.name[:1].upper(), 9, "C")
        self.use(10.5, self.hue, bold=True)
        with self.tagged("P"):
            self.say(SIDE + 12, TOP + 5.8, self.brand.name, 90)
        self.use(9, QUIET)
        with self.tagged("P"):
            self.say(SIDE + 110, TOP + 5.8, title, self.epw - 110, "R")
        self.use(21, INK, bold=True)
        with self.tagged("H1"):
            self.say(SIDE, TOP + 21, place, self.epw)
        self.use(11.5, QUIET)
        with self.tagged("P"):
            self.say(SIDE, TOP + 27.5, period, self.epw * 0.5)
        self.use(8, QUIET)
        with self.tagged("P"):
            self.say(SIDE + self.epw * 0.4, TOP + 27.5, standing, self.epw * 0.6, "R")
        with self.ornament():
            self.stroke(SIDE, TOP + 31.5, self.w - SIDE, TOP + 31.5, self.hue, 0.5)
        self.y = TOP + 31.5

    def section(self, title: str, lead: str = "", needs: float = 30, *, new_page: bool = False) -> None:
        """A heading, and what it is about in a line; never without what it is about, which needs so much room."""
        if new_page:
            self.turn()
        self.room(18 + needs)
        if self.y > TOP + 1:
            self.y += GAP * 1.4
        self.start_section(self.known(title))
        self.use(13, self.hue, bold=True)
        with self.tagged("H2"):
            self.say(SIDE, self.y + 4.4, title, self.epw)
        self.y += 7.4
        if lead:
            self.use(8.5, QUIET)
            with self.tagged("P"):
                for line in self.wrapped(lead, self.epw):
                    self.say(SIDE, self.y + 2.6, line)
                    self.y += 4.1
            self.y += 0.8

    def caption(self, x: float, y: float, width: float, text: str, beside: str = "") -> float:
        """What a table or chart shows, and quietly something about it; how high that is."""
        self.use(9, INK, bold=True)
        with self.tagged("H3"):
            self.say(x, y + 3.2, text, width)
        if beside:
            taken = self.wide(self.known(text)) + 2.5
            self.use(8, QUIET)
            with self.tagged("P"):
                self.say(x + taken, y + 3.2, beside, width - taken)
        return 6.4

    def footer(self) -> None:
        """On every page alike."""
        with self.ornament():
            self.use(7.5, QUIET)
            y = self.h - 8
            self.say(SIDE, y, self.foot, self.epw - 30)
            self.set_xy(self.w - SIDE - 30 + self.wide("{nb}") - self.wide("0"), y - 3)
            self.cell(30, 4, f"page {self.page_no()} of {{nb}}", align="R")
