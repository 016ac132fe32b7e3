"""What patients had said before consent was kept by purpose is carried over, and merges can still be undone."""

from sqlalchemy import column, insert, select, table

from data import engine
from data.base import Facts
from data.migrate import migrate
from data.tables import consent, patient_merge

BEFORE = {"consents": {"email": [True, "2026-01-02T03:04:05+00:00"]}, "columns": {}, "contacts": {}, "sites": []}
ROSE = {
    "title": "", "given_name": "Rose", "family_name": "Tyler", "sex": "", "address": "", "town": "", "postcode": "",
    "search": "rose tyler", "version": 1, "created_at": 1, "changed_at": 1,
}  # fmt: skip


def old(name, *columns):
    """A table as it was then, as far as the test writes it."""
    return table(name, *(column(one, Facts if one in {"moved", "before", "after"} else None) for one in columns))


def test_every_consent_is_carried_over(blank):
    migrate(blank, "0030")
    opened = engine.writer(blank)
    try:
        with opened.begin() as db:
            db.execute(insert(old("patient", *ROSE, "id")), [ROSE | {"id": number} for number in (1, 2)])
            said = [(1, "email", True, 7), (1, "sms", False, 8), (2, "phone", True, 9)]
            names = ("patient_id", "channel", "given", "changed_at")
            rows = [dict(zip(names, one, strict=True)) for one in said]
            db.execute(insert(old("patient_consent", *names)), rows)
            merged = {"kept_id": 1, "gone_id": 2, "merged_at": 9, "moved": {}, "before": BEFORE, "after": BEFORE}
            db.execute(insert(old("patient_merge", *merged)).values(merged))
        opened.dispose()
        migrate(blank)
        with opened.connect() as db:
            found = db.execute(select(consent).order_by(consent.c.patient_id, consent.c.channel)).all()
            kept = db.execute(select(patient_merge.c.before)).scalar_one()
    finally:
        opened.dispose()
    assert [(row.patient_id, row.channel, row.given) for row in found] == [one[:3] for one in said]
    assert {(row.purpose, row.source, row.before) for row in found} == {("care", "unknown", None)}
    assert found[0].said_at.microsecond == 7
    assert kept["consents"]["email care"]["given"] is True
    assert kept["consents"]["email care"]["said_at"] == BEFORE["consents"]["email"][1]
