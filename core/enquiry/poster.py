"""The address of a form for paper: as a square that a telephone reads."""

import io

import segno

from core.enquiry.model import Form


def poster(form: Form) -> bytes:
    """A picture as SVG, sharp at any size, with the quiet margin that readers need."""
    made = io.BytesIO()
    segno.make(form.address, error="m", micro=False).save(made, kind="svg", scale=6, border=4, light="#ffffff")
    return made.getvalue()


def snippet(form: Form) -> str:
    """The line that shows the form within a page of a web site."""
    title = form.title.replace("&", "&amp;").replace('"', "&quot;")
    look = "width:100%;max-width:640px;height:1100px;border:0"
    return f'<iframe src="{form.address}" title="{title}" style="{look}" loading="lazy"></iframe>'
