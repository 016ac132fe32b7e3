"""Whether a person sent it: what is caught is held back and never lost, and too much of it is refused in words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection, func, select

from core import clock
from core.enquiry.model import Form, Sent
from core.enquiry.proof import proves
from core.enquiry.seal import Begun
from core.errors import NotNow
from core.intake import Held
from data.tables import enquiry

QUICKEST = timedelta(seconds=3)
HOUR = timedelta(hours=1)
FROM_ONE, FROM_ONE_UNPROVEN = 30, 4
"""How many an hour may come from one network: a practice that refers, and somebody without JavaScript."""
AT_SITE, AT_SITE_UNPROVEN = 120, 20
"""The same at one site from everywhere: above the first they are held back, above the second refused."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What is known of one that was sent. `spent` is whether its proof stood for another before."""

    trapped: bool
    took: timedelta
    proven: bool
    spent: bool
    from_one: int
    from_one_unproven: int
    at_site: int
    at_site_unproven: int


CAUGHT: tuple[tuple[Held, Callable[[Signs], bool]], ...] = (
    (Held.TRAP, lambda signs: signs.trapped),
    (Held.HASTE, lambda signs: signs.took < QUICKEST),
    (Held.FLOOD, lambda signs: signs.at_site >= AT_SITE),
    (Held.NOT_PROVEN, lambda signs: not signs.proven or signs.spent),
)
"""The surest sign first."""


def judged(signs: Signs, refusal: str) -> Held | None:
    """Why it is held back, if it is; refused with this sentence where too many came."""
    held = next((why for why, shows in CAUGHT if shows(signs)), None)
    few = signs.from_one_unproven < FROM_ONE_UNPROVEN and signs.at_site_unproven < AT_SITE_UNPROVEN
    if signs.from_one >= FROM_ONE or (held is not None and held is not Held.FLOOD and not few):
        raise NotNow(refusal)
    return held


def signs(db: Connection, form: Form, page: Begun, sent: Sent, network: str) -> Signs:
    """Everything there is to judge by."""
    c, now = enquiry.c, clock.now()
    from_here, here = c.network == network, c.site_id == form.site_id
    counted = (from_here, from_here & ~c.proven, here, here & ~c.proven)
    lately = select(*(func.count().filter(each) for each in counted)).where(c.sent_at > now - HOUR, from_here | here)
    from_one, from_one_unproven, at_site, at_site_unproven = tuple(db.execute(lately).one())
    spent = db.execute(select(c.id).where(c.nonce == page.nonce).limit(1)).first()
    return Signs(
        trapped=bool(sent.trap.strip()),
        took=now - page.made_at,
        proven=proves(page.nonce, sent.proof),
        spent=spent is not None,
        from_one=from_one,
        from_one_unproven=from_one_unproven,
        at_site=at_site,
        at_site_unproven=at_site_unproven,
    )
