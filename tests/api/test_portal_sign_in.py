"""One way in to all open referrals of a practice: a code by mail, and a session that can be ended from here."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update
from starlette.applications import Starlette
from starlette.testclient import TestClient

from core import link, message, outsider
from core.access import machine
from core.api import MIDDLEWARE, ROUTES
from core.errors import Lacking, NotNow
from core.link.codes import TRIES
from core.message import Result
from core.work import reading, work
from data.tables import link as kept
from data.tables import link_code, provider, provider_contact
from data.tables import message as outbox
from tests import make
from tests.api.portal import Browser
from tests.link.hold import handed
from tests.referral.story import inbound, outbound

HOME = "/o/provider"
OURS = "desk@aire.example.org"


@pytest.fixture
def aire(cast, today) -> int:
    return make.provider("Aire Oral Surgery", email="Desk@Aire.example.org")


@pytest.fixture
def web(cast) -> Iterator[TestClient]:
    with TestClient(Starlette(routes=ROUTES, middleware=MIDDLEWARE)) as client:
        yield client


def mails():
    """What leaves now."""
    claimed = message.claim("maildir", 50, timedelta(minutes=1))
    message.settle([(one, Result("sent")) for one in claimed])
    return [one.letter for one in claimed]


def code_in(letter):
    return re.search(r"^ *(\d{6})$", letter.text, re.MULTILINE)[1]


def asked(web, address=OURS):
    """The page after the address, and what it was told about the code."""
    answer = web.post(HOME, data={"address": address}, follow_redirects=False)
    assert answer.status_code == 303
    return answer.headers["location"].partition("asked=")[2]


def signed_in(web, address=OURS):
    seal = asked(web, address)
    (letter,) = mails()
    return web.post(f"{HOME}/code", data={"asked": seal, "code": code_in(letter)}, follow_redirects=False)


def test_a_practice_signs_in_by_a_mailed_code_and_sees_its_open_referrals(cast, web, aire):
    mine, other = outbound(cast, recipient_provider_id=aire), inbound(cast)
    came = inbound(cast, referrer_provider_id=aire, patient_id=make.patient("Ida Bell", at=cast.leeds))
    entered = signed_in(web)
    assert (entered.status_code, entered.headers["location"]) == (303, HOME)
    told = entered.headers["set-cookie"].lower()
    assert all(part in told for part in ("httponly", "samesite=lax", "path=/o/", "max-age=2592000"))
    page = web.get(HOME).text
    assert f'href="{HOME}/{mine}"' in page
    assert f'href="{HOME}/{came}"' in page
    assert f'href="{HOME}/{other}"' not in page
    assert "Iris" not in page


def test_and_answers_each_of_them_there(cast, web, aire):
    mine, other = outbound(cast, recipient_provider_id=aire), inbound(cast)
    signed_in(web)
    there = Browser(web, f"{HOME}/{mine}")
    assert there.send("accept").status == 303
    assert "You have accepted it." in there.see().text
    assert Browser(web, f"{HOME}/{other}").see().status == 404


def test_the_code_stands_nowhere_but_in_the_mail(cast, web, aire):
    asked(web)
    with reading() as db:
        body = db.execute(select(outbox.c.body)).scalar_one()
        row = db.execute(select(link_code)).one()
    (letter,) = mails()
    code = code_in(letter)
    assert code not in body
    assert code not in str(row)
    assert (letter.to_address, letter.headline) == (OURS, "Your code for Baton")


def test_an_address_that_nobody_knows_is_answered_alike_and_gets_nothing(cast, web, aire):
    known, unknown = (
        web.get(f"{HOME}/code?asked={asked(web)}"),
        web.get(f"{HOME}/code?asked={asked(web, 'x@y.example')}"),
    )
    assert len(mails()) == 1
    plain = [re.sub(r'value="[^"]+"|nonce="[^"]+"', "", page.text) for page in (known, unknown)]
    assert plain[0] == plain[1]


@pytest.mark.parametrize("typed", ["", "not an address", "a@b\r\nBcc: c@d.example", "a@b.example, c@d.example"])
def test_what_is_no_address_is_said_beside_the_field(web, aire, typed):
    page = web.post(HOME, data={"address": typed})
    assert page.status_code == 422
    assert 'class="wrong"' in page.text


def test_a_code_is_good_for_ten_minutes_five_tries_and_one_use(cast, aire, clock):
    number = outsider.ask_code(OURS)
    code = code_in(mails()[0])
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    for _ in range(TRIES):
        with pytest.raises(Lacking):
            outsider.enter(number, wrong)
    with pytest.raises(Lacking):
        outsider.enter(number, code)
    number = outsider.ask_code(OURS)
    code = code_in(mails()[0])
    assert outsider.enter(number, f"{code[:3]} {code[3:]}")
    with pytest.raises(Lacking):
        outsider.enter(number, code)
    number = outsider.ask_code(OURS)
    code = code_in(mails()[0])
    clock.forward(minutes=10)
    with pytest.raises(Lacking):
        outsider.enter(number, code)


def test_a_newer_code_ends_the_one_before(cast, aire):
    first = outsider.ask_code(OURS)
    old = code_in(mails()[0])
    outsider.ask_code(OURS)
    with pytest.raises(Lacking):
        outsider.enter(first, old)


def test_codes_are_rationed_by_network_and_by_address(cast, aire):
    for _ in range(9):
        outsider.ask_code(OURS, "192.0.2.7")
    assert len(mails()) == 5
    for n in range(11):
        outsider.ask_code(f"somebody-{n}@example.org", "192.0.2.7")
    with pytest.raises(NotNow, match="Too many codes"):
        outsider.ask_code("one-more@example.org", "192.0.2.7")
    assert outsider.ask_code("somebody@example.org", "198.51.100.9")


@pytest.mark.parametrize(("purpose", "lets_in"), [("referrals", True), ("urgent", True), ("accounts", False)])
def test_contacts_that_see_referrals_come_in_and_accountants_do_not(cast, aire, purpose, lets_in):
    row = {"provider_id": aire, "purpose": purpose, "channel": "email", "address": "Other@Aire.example.org"}
    with work() as db:
        db.execute(insert(provider_contact).values(row))
    outsider.ask_code("other@aire.example.org")
    assert len(mails()) == lets_in


def test_a_session_ends_by_itself_when_somebody_leaves_and_when_it_is_withdrawn(cast, web, aire, clock):
    mine = outbound(cast, recipient_provider_id=aire)
    signed_in(web)
    (session,) = link.of_referral(cast.ana, mine).links
    assert (session.purpose, session.address) == (link.Purpose.PROVIDER_LIST, OURS)
    link.withdraw(cast.ana, mine, session.id)
    assert "Send the code" in web.get(HOME).text
    assert Browser(web, f"{HOME}/{mine}").see().status == 410
    signed_in(web)
    web.post(f"{HOME}/leave")
    assert "Send the code" in web.get(HOME).text
    signed_in(web)
    clock.forward(days=31)
    assert "Send the code" in web.get(HOME).text


def test_it_sees_no_more_once_the_directory_has_another_address(cast, web, aire):
    mine = outbound(cast, recipient_provider_id=aire)
    signed_in(web)
    with work() as db:
        db.execute(update(provider).where(provider.c.id == aire).values(email="new@aire.example.org"))
    assert "Nothing is open" in web.get(HOME).text
    assert Browser(web, f"{HOME}/{mine}").see().status == 404


def test_no_other_page_can_sign_somebody_in_or_out(cast, web, aire):
    outbound(cast, recipient_provider_id=aire)
    signed_in(web)
    for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}):
        web.post(f"{HOME}/leave", headers=headers)
        assert web.post(HOME, data={"address": OURS}, headers=headers).status_code == 422
    assert "Sign out" in web.get(HOME).text


def test_a_forged_cookie_or_seal_opens_nothing(web, aire):
    web.cookies.set("baton-practice", "forged")
    assert "Send the code" in web.get(HOME).text
    assert web.post(f"{HOME}/code", data={"asked": "forged", "code": "123456"}).status_code == 409
    assert web.get(f"{HOME}/1").status_code == 404


def test_a_link_of_one_referral_is_no_session(cast, web, aire):
    mine = outbound(cast, recipient_provider_id=aire)
    web.cookies.set("baton-practice", handed(cast, mine))
    assert "Send the code" in web.get(HOME).text


def test_old_codes_and_links_are_forgotten(cast, aire, clock):
    outsider.enter(outsider.ask_code(OURS), code_in(mails()[0]))
    clock.forward(days=400)
    assert link.forget_old(machine("job:forget")) == 2
    with reading() as db:
        assert not db.execute(select(kept)).all()
