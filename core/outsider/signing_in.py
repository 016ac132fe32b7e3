"""One way in to all open referrals of a practice: a code that is mailed to an address we have for it.

Whatever address is typed, the answer is the same: whether we know it is told to nobody but whoever reads its mail.
"""

import hmac
from hashlib import sha256

from sqlalchemy import Connection, Select, func, insert, or_, select

from core import clock, field, message
from core.audit import About
from core.brand import brand
from core.errors import Lacking, NotNow, Refusal
from core.link import CODE, SIGNING_IN, Purpose
from core.link.codes import matched, new_code
from core.link.purpose import TERMS
from core.link.token import columns, token
from core.message import Outgoing
from core.people.door import network
from core.people.guessing import counted
from core.settings import settings
from core.text import Sender, Texts, render
from core.work import work
from data.tables import link, provider, provider_contact

FROM_HERE, TO_THERE = 20, 5
"""How many codes one network may ask for, and one address be sent, before they have to wait."""
TEXT, RULE = "sign-in-code", "sign-in"
WRONG = "This is not the code, or it is over. Look at the newest message, or ask for another code."
TOO_MANY = "Too many codes were asked for from here. Wait a minute and try again."
SEES_REFERRALS = ("referrals", "reports", "urgent")
"""The purposes of a practice's contacts to whom referrals go anyway; whoever keeps its accounts sees none."""


def ask_code(typed: str, came_from: str = "") -> int:
    """Mail a code to an address of a practice, and do the same without the mail for any other; the code's number."""
    try:
        address = field.email(typed).casefold()
    except Refusal as refusal:
        raise Lacking({"address": str(refusal)}) from None
    with work() as db:
        if not counted(db, f"code:{network(came_from)}", FROM_HERE):
            raise NotNow(TOO_MANY)
        number = new_code(db, address)
        known = db.execute(practices(address)).first()
        if counted(db, f"code:{_mark(address)}", TO_THERE) and known:
            message.put(db, _mail(db, number, address, known.name))
    return number


def enter(number: int, code: str) -> str:
    """The token of a session that lists all open referrals, for whoever read the mail."""
    with work() as db:
        address = matched(db, number, code)
        known = db.execute(practices(address)).first() if address else None
        if address and known:
            return _session(db, address, known.id, known.name)
    raise Lacking({"code": WRONG})


def practices(address: str) -> Select[tuple[int, str]]:
    """The practices that the directory has this address for, by which referrals and reports go to them."""
    p, c = provider.c, provider_contact.c
    listed = select(c.provider_id).where(
        c.channel == "email", c.purpose.in_(SEES_REFERRALS), func.lower(c.address) == address
    )
    return select(p.id, p.name).where(or_(func.lower(p.email) == address, p.id.in_(listed))).order_by(p.id)


def _mail(db: Connection, number: int, address: str, name: str) -> Outgoing:
    """The code stands in it as a marker until it leaves."""
    group = brand(db)
    words = render(Texts.read(db, [TEXT]).mail(TEXT, None), {"dear": name, "code": CODE}, Sender(group, group.name, ""))
    return Outgoing(
        key=f"{SIGNING_IN}:{number}",
        about=About(SIGNING_IN, number),
        rule=RULE,
        template=TEXT,
        audience="recipient",
        to_name=name,
        to_address=address,
        headline=words.headline,
        text=words.text,
        html=words.html,
    )


def _session(db: Connection, address: str, provider_id: int, name: str) -> str:
    secret, now = columns(Purpose.PROVIDER_LIST), clock.now()
    whose = {"subject": "provider", "subject_id": provider_id, "audience": "provider", "provider_id": provider_id}
    times = {"made_at": now, "opened_at": now, "ends_at": now + TERMS[Purpose.PROVIDER_LIST].good_for}
    row = {**secret, **whose, **times, "name": name, "address": address, "made_by": f"provider:{provider_id}"}
    db.execute(insert(link).values(row))
    return token(Purpose.PROVIDER_LIST, secret["salt"])


def _mark(address: str) -> str:
    """An address as tries keep it: unreadable."""
    key = settings().secret_key.get_secret_value().encode()
    return hmac.new(key, address.encode(), sha256).hexdigest()[:40]
