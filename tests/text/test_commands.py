"""A group and its sites put texts in their own words; the nearest hold, and every wording is kept."""

import pytest
from sqlalchemy import select, update

from core import audit
from core.channel import Channel
from core.errors import Changed, Lacking, NotAllowed, NotFound, NotNow
from core.text import Origin, chosen, purposes
from core.text.commands import restore, set_text
from core.text.draft import Draft
from core.text.form import Form
from core.text.place import Place
from core.text.queries import overview, standing, version, versions
from core.text.shipped import shipped
from core.work import reading, work
from data.tables import event, event_text, wording
from tests.text.write import BOOKED, holds, write

pytestmark = pytest.mark.usefixtures("today")
OURS = "Dear {{ dear }}, see you on {{ date }}."


def text(site_id, language="en", channel=Channel.EMAIL, name=BOOKED):
    with reading() as db:
        found = chosen(db, name, site_id, language, channel)
    return found and (
        found.body.render(dear="Rose", patient="Rose", date="Monday", site="Leeds"),
        found.origin,
        found.language,
    )


def test_a_sites_words_go_before_the_groups_and_these_before_what_ships(cast):
    assert text(cast.leeds)[1] == Origin.SHIPPED
    write(cast.cleo, OURS)
    write(cast.mia, "At Leeds on {{ date }}.", site_id=cast.leeds)
    assert text(cast.leeds) == ("At Leeds on Monday.", Origin.SITE, "en")
    assert text(cast.york) == ("Dear Rose, see you on Monday.", Origin.GROUP, "en")
    assert text(None)[1] == Origin.GROUP


def test_a_language_goes_before_a_place_and_english_stands_in_for_what_is_not_written(cast):
    write(cast.mia, "At Leeds on {{ date }}.", site_id=cast.leeds)
    assert text(cast.leeds, "pl")[1:] == (Origin.SHIPPED, "pl")
    assert text(cast.leeds, "cy") == ("At Leeds on Monday.", Origin.SITE, "en")
    write(cast.mia, "W Leeds: {{ date }}.", site_id=cast.leeds, language="pl")
    assert text(cast.leeds, "pl") == ("W Leeds: Monday.", Origin.SITE, "pl")


def test_what_is_short_is_written_by_itself_and_borrows_its_subject(cast):
    write(cast.mia, "At Leeds on {{ date }}.", "Soon at Leeds", site_id=cast.leeds)
    assert text(cast.leeds, channel=Channel.SMS)[1] == Origin.SHIPPED
    with reading() as db:
        assert chosen(db, BOOKED, cast.leeds, "en", Channel.APP).headline.render() == "Soon at Leeds"
    write(cast.mia, "Leeds: {{ date }}", "", site_id=cast.leeds, form=Form.SHORT)
    assert text(cast.leeds, channel=Channel.SMS)[:2] == ("Leeds: Monday", Origin.SITE)
    assert text(cast.leeds, channel=Channel.SMS, name="received-referrer") is None


def test_every_wording_is_kept_with_who_wrote_it_and_one_can_go_back(cast):
    there = Place(BOOKED, cast.leeds)
    write(cast.mia, "At Leeds on {{ date }}.", site_id=cast.leeds)
    write(cast.cleo, "In Leeds on {{ date }}.", site_id=cast.leeds)
    told = [(one.number, one.who, one.changes) for one in versions(cast.mia, there)]
    assert told[0] == (2, "Cleo Marsh", "“At” became “In”")
    first = version(cast.mia, there, 1)
    set_text(cast.mia, there, Draft(first.headline, first.body), 2)
    assert holds(cast.mia, site_id=cast.leeds) == ("At Leeds on {{ date }}.", Origin.SITE)
    assert [one.number for one in versions(cast.mia, there)] == [3, 2, 1]


def test_what_was_written_can_be_taken_away_and_its_history_stays(cast):
    there = Place(BOOKED, cast.leeds)
    write(cast.cleo, OURS)
    write(cast.mia, "At Leeds on {{ date }}.", site_id=cast.leeds)
    assert standing(cast.mia, there).behind == "the group’s text"
    restore(cast.mia, there, 1)
    assert holds(cast.mia, site_id=cast.leeds) == (OURS, Origin.GROUP)
    assert [(one.number, one.removed) for one in versions(cast.mia, there)] == [(2, True), (1, False)]
    with pytest.raises(NotNow):
        restore(cast.mia, there, 2)
    with pytest.raises(NotFound):
        version(cast.mia, there, 2)
    write(cast.mia, "Again {{ date }}.", site_id=cast.leeds)
    assert versions(cast.mia, there)[0].number == 3


def test_two_people_do_not_overwrite_each_other_unseen(cast):
    there = Place(BOOKED, cast.leeds)
    write(cast.mia, "One.", site_id=cast.leeds)
    with pytest.raises(Changed):
        set_text(cast.cleo, there, Draft("Two", "Two."), 0)
    with pytest.raises(Changed):
        restore(cast.cleo, there, 0)
    with pytest.raises(NotNow):
        set_text(cast.mia, there, Draft("Your visit on {{ day }}", "One."), 1)


def test_a_manager_writes_for_their_own_sites_and_the_group_for_all(cast):
    with pytest.raises(NotAllowed):
        write(cast.mia, OURS)
    with pytest.raises(NotAllowed):
        set_text(cast.mia, Place(BOOKED, cast.hull), Draft("x", "y"), 0)
    with pytest.raises(NotAllowed):
        standing(cast.mia, Place(BOOKED, cast.hull))
    for ask in (overview, lambda actor: standing(actor, Place(BOOKED)), lambda actor: versions(actor, Place(BOOKED))):
        for actor in (cast.dev, cast.ana, cast.ben):
            with pytest.raises(NotAllowed):
                ask(actor)
    with pytest.raises(NotAllowed):
        set_text(cast.dev, Place(BOOKED, cast.hull), Draft("x", "y"), 0)
    assert not standing(cast.mia, Place(BOOKED)).may_edit
    assert standing(cast.mia, Place(BOOKED, cast.leeds)).may_edit


def test_the_list_says_where_texts_differ_and_nothing_of_other_peoples_sites(cast):
    write(cast.cleo, OURS)
    write(cast.cleo, "At Hull on {{ date }}.", site_id=cast.hull)
    write(cast.mia, "At Leeds on {{ date }}.", site_id=cast.leeds)
    (mine,) = [one for one in overview(cast.mia) if one.purpose.name == BOOKED]
    assert mine.differs == ("The group", "Leeds Dental")
    assert mine.languages == ("English", "Polish")
    (all_,) = [one for one in overview(cast.cleo) if one.purpose.name == BOOKED]
    assert all_.differs == ("The group", "Hull Dental", "Leeds Dental")
    assert len(overview(cast.mia)) == len(purposes())


@pytest.mark.parametrize(
    ("headline", "body", "field", "says"),
    [
        ("Soon", "Your {{ diagnosis }}", "body", "says no more than it must"),
        ("Soon", "{{ site_phone }}", "body", "is not always known"),
        ("{{ patiant }}", "Soon", "headline", "which nobody knows"),
        ("", "Soon", "headline", "is empty"),
        ("{% if site_phone %}x{% endif %}", "Soon", "headline", "would be empty where words are missing"),
        ("Soon", "{% for x in y %}{% endfor %}", "body", "do nothing else"),
    ],
)
def test_what_cannot_be_sent_is_not_kept_and_says_why_beside_its_field(cast, headline, body, field, says):
    with pytest.raises(Lacking) as wrong:
        write(cast.mia, body, headline, site_id=cast.leeds)
    assert list(wrong.value.fields) == [field]
    assert says in wrong.value.fields[field]
    assert standing(cast.mia, Place(BOOKED, cast.leeds)).version == 0


def test_an_sms_keeps_within_its_parts(cast, monkeypatch):
    with pytest.raises(Lacking, match="takes 4 parts, and at most 3 are sent"):
        write(cast.mia, "ł" * 202, "", site_id=cast.leeds, form=Form.SHORT)
    write(cast.mia, "ł" * 201, "", site_id=cast.leeds, form=Form.SHORT)
    with pytest.raises(NotFound):
        write(cast.mia, "x", "", "received-referrer", site_id=cast.leeds, form=Form.SHORT)


def test_no_text_is_written_that_nobody_would_read(cast):
    for wrong in (Place("unwritten", cast.leeds), Place(BOOKED, cast.leeds, language="xx")):
        with pytest.raises(NotFound):
            set_text(cast.mia, wrong, Draft("x", "y"), 0)


def test_what_a_later_version_of_baton_refuses_gives_way_to_what_is_behind_it(cast):
    write(cast.mia, "At Leeds on {{ date }}.", site_id=cast.leeds)
    with work() as db:
        db.execute(update(wording).values(body="Your {{ diagnosis }}"))
    assert text(cast.leeds)[1] == Origin.SHIPPED
    now = standing(cast.mia, Place(BOOKED, cast.leeds))
    assert (now.own, "says no more than it must" in now.fault) == (True, True)


def test_the_audit_tells_what_was_put_differently(cast):
    shipped_body = shipped()[BOOKED, "en"].body
    write(
        cast.mia, shipped_body.replace("is booked", "is arranged"), shipped()[BOOKED, "en"].headline, site_id=cast.leeds
    )
    with reading() as db:
        (row,) = db.execute(select(event, event_text.c.words).join(event_text).where(event.c.kind == "text:set")).all()
    assert row.site_id == cast.leeds
    assert row.facts == {"text": BOOKED, "form": "full", "language": "en", "version": 1}
    assert row.words["text"] == "Appointment booked, to the patient, by e-mail and letter, English at Leeds Dental"
    assert row.words["comment"] == "“booked.” became “arranged.”"
    (told,) = audit.trail(cast.mia, audit.Filter(kind="text:set")).entries
    assert told.sentence.startswith("Text changed: Appointment booked, to the patient")
    assert audit.trail(cast.mia, audit.Filter(kind="text:set", site_id=cast.leeds)).entries
