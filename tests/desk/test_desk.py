"""What somebody has begun is kept as it was typed, is theirs alone for a day, and is gone once it was sent."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core import clock, desk, referral
from core.desk import Begun
from core.errors import Duplicate, Lacking, NotAllowed, NotFound, NotNow, Refusal
from core.referral import Direction, Draft
from core.work import reading
from data.tables import draft, event
from data.tables import referral as referrals
from tests import make
from tests.referral.story import only_at
from tests.world.noted import noted

DAY = timedelta(days=1)
HOSTILE = [
    "O'Brien; DROP TABLE draft;--",
    "<script>alert(1)</script>",
    "\x00 nul, \ud800 half, \u202e turned",
    "  spaces around \r\n\t ",
    "𝕳𝖊𝖑𝖑𝖔 😀 ﷽",
    "{{ 7 * 7 }} %s ${x} :name",
    "a" * 20_000,
]


def begun(**more):
    said = {"patient": {"id": None, "title": "iris okafor", "detail": "", "adds": True}, "given_name": "Iris"}
    said |= {"family_name": "Okafor", "specialty": "endodontics", "reason": "Pain"}
    return Begun(**({"direction": Direction.INBOUND, "said": said} | more))


def whole(cast, **more):
    given = {
        "direction": Direction.INBOUND,
        "site_id": cast.leeds,
        "specialty": "endodontics",
        "reason": "Pain",
        "patient_id": make.patient("Iris Okafor", at=cast.leeds),
        "referrer_provider_id": make.provider("Pennine Dental"),
    }
    return Draft(**(given | more))


def kinds():
    with reading() as db:
        return list(db.execute(select(event.c.kind).order_by(event.c.id)).scalars())


def later(amount=DAY):
    return clock.telling(clock.now() + amount)


def test_it_is_listed_by_whom_and_what_for_and_opens_as_it_was_typed(cast):
    kept = desk.keep(cast.ana, begun(site_id=cast.york))
    (listed,) = desk.unfinished(cast.ana)
    assert (listed.id, listed.title, listed.site) == (kept.id, "Iris Okafor, Endodontics", "York Dental")
    opened, seen = desk.opened(cast.ana, kept.id)
    assert opened.said == begun().said
    assert seen == kept


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_was_typed_comes_back_exactly(cast, text):
    said = {"reason": text, "patient": {"id": 7, "title": text, "detail": text}, "list": [text], "n": 1.5, "no": None}
    kept = desk.keep(cast.ana, begun(said=said))
    assert desk.opened(cast.ana, kept.id)[0].said == said
    (listed,) = desk.unfinished(cast.ana)
    assert len(listed.title) <= 200
    assert listed.title.isprintable()


def test_keeping_it_again_is_one_statement_and_no_event(cast):
    kept = desk.keep(cast.ana, begun())
    told = kinds()
    with noted() as said:
        again = desk.keep(cast.ana, begun(said={"reason": "Pain on biting"}), kept.id, kept.saved_at)
    assert (again.id, again.apart) == (kept.id, False)
    assert [statement.split()[0] for statement, _ in said if not statement.startswith("BEGIN")] == ["UPDATE"]
    assert kinds() == told


def test_what_nobody_could_send_is_refused_with_a_sentence(cast):
    with pytest.raises(Refusal, match="Shorten it"):
        desk.keep(cast.ana, begun(said={"reason": "a" * 200_001}))


def test_of_two_windows_the_second_keeps_its_own(cast):
    kept = desk.keep(cast.ana, begun())
    newer = desk.keep(cast.ana, begun(said={"reason": "newer"}), kept.id, kept.saved_at)
    other = desk.keep(cast.ana, begun(said={"reason": "from the older window"}), kept.id, kept.saved_at)
    assert other.apart
    assert desk.opened(cast.ana, newer.id)[0].said == {"reason": "newer"}
    assert desk.opened(cast.ana, other.id)[0].said == {"reason": "from the older window"}


def test_two_keepings_at_the_same_instant_are_told_apart(cast):
    with clock.telling(clock.now()):
        kept = desk.keep(cast.ana, begun())
        assert desk.keep(cast.ana, begun(), kept.id, kept.saved_at).saved_at > kept.saved_at
        assert desk.keep(cast.ana, begun(), kept.id, kept.saved_at).apart


def test_sending_it_clears_the_desk_in_the_same_transaction(cast):
    kept = desk.keep(cast.ana, begun())
    sent = desk.send(cast.ana, whole(cast), kept.id)
    assert referral.one(cast.ana, sent).patient_name == "Iris Okafor"
    assert desk.unfinished(cast.ana) == []
    assert kinds()[-2:] == ["referral:received", "draft:sent"]


def test_what_cannot_be_sent_stays_on_the_desk(cast):
    kept = desk.keep(cast.ana, begun())
    asked = whole(cast)
    desk.send(cast.ana, asked)
    with pytest.raises(Duplicate):
        desk.send(cast.ana, asked, kept.id)
    with pytest.raises(Lacking):
        desk.send(cast.ana, replace(asked, reason=""), kept.id)
    assert [each.id for each in desk.unfinished(cast.ana)] == [kept.id]


def test_it_is_sent_once(cast):
    kept, asked = desk.keep(cast.ana, begun()), whole(cast)
    desk.send(cast.ana, asked, kept.id)
    with pytest.raises(NotFound, match="no longer unfinished"):
        desk.send(cast.ana, replace(asked, duplicate_reason="Twice"), kept.id)
    with reading() as db:
        assert db.execute(select(func.count()).select_from(referrals)).scalar_one() == 1


def test_what_is_discarded_is_gone_and_that_it_was_there_is_kept(cast):
    kept = desk.keep(cast.ana, begun())
    desk.discard(cast.ana, kept.id)
    assert desk.unfinished(cast.ana) == []
    assert kinds()[-1] == "draft:discarded"
    with pytest.raises(NotFound):
        desk.opened(cast.ana, kept.id)


def test_for_a_day_it_is_its_authors_alone(cast):
    kept = desk.keep(cast.ana, begun(site_id=cast.leeds))
    for nobody in (cast.ben, cast.mia, cast.dev):
        with pytest.raises(NotFound):
            desk.opened(nobody, kept.id)
        with pytest.raises(NotFound):
            desk.discard(nobody, kept.id)
        assert desk.unfinished(nobody) == desk.left_by_others(nobody) == []
    with pytest.raises(NotNow, match="within the last day"):
        desk.take_over(cast.mia, kept.id)


def test_after_a_day_whoever_gives_out_work_at_the_site_can_take_it_over(cast):
    kept = desk.keep(cast.ana, begun(site_id=cast.leeds))
    with later():
        assert [(each.id, each.author) for each in desk.left_by_others(cast.mia)] == [(kept.id, "Ana Costa")]
        desk.take_over(cast.mia, kept.id)
        assert desk.opened(cast.mia, kept.id)[0].said == begun().said
        assert desk.unfinished(cast.ana) == []
        mine = desk.keep(cast.ana, begun(said={"reason": "Still typing"}), kept.id, kept.saved_at)
    assert mine.apart
    assert kinds()[-1] == "draft:taken_over"


def test_dev_and_the_wrong_roles_take_nothing_over(cast):
    kept = desk.keep(cast.ana, begun(site_id=cast.leeds))
    york_only = only_at(cast.mia, [cast.york])
    with later(3 * DAY):
        for nobody in (cast.dev, cast.ben, york_only, cast.cleo):
            assert desk.left_by_others(nobody) == []
            with pytest.raises(NotFound):
                desk.take_over(nobody, kept.id)
    for operator in (cast.cleo, cast.adam):
        with pytest.raises(NotAllowed):
            desk.unfinished(operator)
        with pytest.raises(NotAllowed):
            desk.keep(operator, begun())


def test_it_belongs_to_a_site_of_its_author_whatever_the_form_says(cast):
    kept = desk.keep(cast.dev, begun(site_id=cast.leeds))
    with reading() as db:
        assert db.execute(select(draft.c.site_id).where(draft.c.id == kept.id)).scalar_one() == cast.hull
