"""The patients of a copy: as many, as old and as near as those of the mould, under names and numbers of their own."""

from collections.abc import Iterator
from random import Random
from typing import Any

from bench.group.form import Form, Row, Values
from bench.group.mould import Mould
from bench.group.plan import YEAR, Copy
from core.demo import folk
from core.demo.folk import Body
from core.patient.search import found_by
from data.tables import patient, patient_contact


def nhs_numbers() -> Iterator[str]:
    """Those from the range 999 that the NHS keeps for tests whose check digit is one, in order."""
    for n in range(10**6):
        digits = f"999{n:06d}"
        check = 11 - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=True)) % 11
        if check != 10:
            yield f"{digits}{check % 11}"


class People:
    """Writes the rows of patients, of one copy after the other."""

    def __init__(self, mould: Mould, seed: int) -> None:
        self.dice, self.numbers = Random(seed), nhs_numbers()  # noqa: S311 - a game, not a secret
        self.form, self.contact = Form(patient), Form(patient_contact)
        self.rows = mould.rows["patient"]
        self.stored = [self.form.stored(row | {"compared": row["version"]}) for row in self.rows]
        self.reached = [self.contact.stored(row) for row in mould.rows["patient_contact"]]
        self.bodies = dict(zip(mould.numbers, mould.people, strict=True))

    def patients(self, copy: Copy, first: int, died: set[int]) -> Iterator[Values]:
        """Those of the copy, numbered on from `first`; who died where no life of theirs says so is alive."""
        place = self.form.place
        for n, (row, stored) in enumerate(zip(self.rows, self.stored, strict=True)):
            values = self.form.copied(stored, copy.age, {})
            own = self._own(row, copy, self.bodies[row["id"]]) | {"id": first + n}
            if row["died_on"] and row["id"] not in died:
                alive = {"died_on": None, "changed_at": values[place["created_at"]], "version": 1, "compared": 1}
                own |= alive
            for name, value in own.items():
                values[place[name]] = value
            yield values

    def _own(self, row: Row, copy: Copy, body: Body) -> dict[str, Any]:
        """What no two copies share: the name, the number, and with both what they are found by."""
        given, family = row["given_name"], row["family_name"]
        if copy.number:
            given, family, _ = folk.name(self.dice, row["sex"] or "female", body.born_on)
        own = {
            "given_name": given,
            "family_name": family,
            "nhs_number": next(self.numbers) if row["nhs_number"] else None,
        }
        born = {"born_on": body.born_on - copy.age * YEAR, "postcode": row["postcode"]}
        return own | found_by(own | born, [body.new.phone] if body.new.phone else [])

    def contacts(self, copy: Copy, first: int) -> Iterator[Values]:
        """How they are reached: no two copies share an address."""
        whom, where = self.contact.place["patient_id"], self.contact.place["address"]
        for n, values in enumerate(self.reached, start=copy.number * len(self.reached) + 1):
            row = list(values)
            row[0], row[whom] = n, first - 1 + row[whom]
            if copy.number and "@" in row[where]:
                row[where] = row[where].replace("@", f".{copy.number}@")
            yield row
