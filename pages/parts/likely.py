"""One quiet line near the due time of a referral that is likely to stall, with why on hover; it leads to the list."""

from html import escape

from core import guardian
from core.access import Actor
from core.referral import Referral
from pages.parts.links import to


def likely_line(actor: Actor, r: Referral) -> str:
    """As HTML; nothing where it is not likely enough to be told, or is said already because it is flagged."""
    found = None if r.closed_at or r.flagged_at else guardian.outlook_of(actor, r.now.id)
    if found is None or not found.high:
        return ""
    why = "; ".join(found.because)
    said = f"{100 * found.chance:.0f} % likely to stall"
    first = f": {found.because[0]}" if found.because else ""
    link = f'<a data-go href="{to("guardian", site=r.now.site_id)}">{escape(said)}</a>'
    return f'<p class="due likely" title="{escape(why)}">{link}{escape(first)}</p>'
