"""What may not be done with the page of a practice outside: forms and links that are foreign, over, or guessed."""

import logging

from sqlalchemy import func, select, update

from core import link
from core.audit import timeline
from core.people.guessing import KEEPS_ASKING
from core.work import reading, work
from data.tables import referral as kept
from data.tables import sign_in_attempt
from tests import make
from tests.api.portal import Browser
from tests.api.portal import aire as aire
from tests.api.portal import there as there
from tests.api.portal import web as web
from tests.link.hold import handed
from tests.referral.story import outbound


def test_a_form_is_good_for_its_own_link_deed_and_day(cast, web, there, aire, clock):
    other = Browser(web, f"/o/{handed(cast, outbound(cast))}")
    form = there.see("note").fields | {"comment": "Hello"}
    for page in (
        other.press("note", form),
        there.press("accept", form),
        there.press("note", form | {"seal": form["seal"][:-2]}),
        there.press("note", {"comment": "No seal at all"}),
    ):
        assert page.status == 409
        assert "Nothing was sent" in page.text
    clock.forward(days=1, hours=1)
    late = there.press("note", form)
    assert late.status == 409
    assert late.fields["comment"] == "Hello"
    assert all(entry.sentence != "Note" for entry in timeline(cast.ana, "referral", aire))


def test_the_page_may_load_nothing_tell_nobody_and_be_kept_nowhere(there):
    page = there.see()
    told = page.headers
    assert (told["cache-control"], told["referrer-policy"]) == ("no-store", "no-referrer")
    assert told["x-robots-tag"] == "noindex, nofollow"
    policy = told["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'nonce-")
    assert "script" not in policy
    assert "<script" not in page.text
    assert 'style="' not in page.text
    assert len(page.text.encode()) < 20_000


def test_withdrawn_expired_and_someone_elses_links_are_refused(cast, there, aire, clock, caplog):
    (held,) = link.of_referral(cast.ana, aire).links
    link.withdraw(cast.ana, aire, held.id)
    with caplog.at_level(logging.WARNING, "baton"):
        for page in (there.see(), there.see("accept"), there.press("accept", {"seal": "x"})):
            assert page.status == 410
            assert "Tom" not in page.text
    assert caplog.text.count("link refused") == 3


def test_it_ends_for_a_practice_that_has_no_part_in_it_any_more(cast, there, aire):
    other = make.provider("Wharfe Oral Surgery")
    with work() as db:
        db.execute(update(kept).where(kept.c.id == aire).values(recipient_provider_id=other))
    assert there.see().status == 410


def test_guesses_without_end_are_slowed_down_and_a_good_link_still_opens(cast, web, there):
    codes = [web.get(f"/o/{n:043d}").status_code for n in range(300)]
    assert codes[:20] == [404] * 20
    assert codes[20] == 429
    assert codes.count(404) < 35, "one more when a wait is over"
    assert KEEPS_ASKING in web.get("/o/guess").text
    assert there.see().status == 200
    with reading() as db:
        assert db.execute(select(func.count(sign_in_attempt.c.id))).scalar_one() == codes.count(404)
