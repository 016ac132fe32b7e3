"""Shipped rules are rows that an upgrade renews until somebody edits them."""

from sqlalchemy import delete, insert, select, update

from core import defaults
from core.audit import Kind
from core.rule.stored import Enabled
from core.work import reading, work
from data.tables import rule


def kept(name):
    with reading() as db:
        return db.execute(select(rule).where(rule.c.name == name)).one_or_none()


def changed(name, **values):
    with work() as db:
        db.execute(update(rule).where(rule.c.name == name).values(**values))


def test_shipped_rules_are_loaded_once_and_in_order(database):
    defaults.load()
    defaults.load()
    with reading() as db:
        enabled = Enabled(db)
        rules = [rule for kind in Kind for rule in enabled.waiting_for(kind)]
    assert len(rules) == len({rule.name for rule in rules}) > 30
    assert [rule.name for rule in enabled.waiting_for("referral:booked")] == [
        "booked-referrer",
        "booked-patient",
        "booked-tasks",
    ]


def test_an_upgrade_renews_what_nobody_edited(database):
    defaults.load()
    changed("thank-referrer", label="An older wording")
    defaults.load()
    assert kept("thank-referrer").label == "Thank the referrer when a referral arrives"


def test_an_upgrade_leaves_alone_what_a_manager_edited(database):
    defaults.load()
    changed("thank-referrer", label="Our wording", enabled=False, version=2)
    defaults.load()
    assert (kept("thank-referrer").label, kept("thank-referrer").enabled) == ("Our wording", False)
    with reading() as db:
        assert "thank-referrer" not in [rule.name for rule in Enabled(db).waiting_for("referral:received")]


def test_what_is_shipped_no_more_goes_and_a_groups_own_rule_stays(database):
    own = {
        "label": "x",
        "when": "referral:lost",
        "conditions": [],
        "actions": [{"do": "close_tasks", "kinds": ["rebook"]}],
        "position": 1,
    }
    with work() as db:
        db.execute(insert(rule).values(name="gone", shipped=True, **own))
        db.execute(insert(rule).values(name="ours", shipped=False, **own))
        db.execute(delete(rule).where(rule.c.name == "lost-referrer"))
    defaults.load()
    assert kept("gone") is None
    assert kept("ours") is not None
    assert kept("lost-referrer") is not None
