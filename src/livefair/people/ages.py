"""How old somebody says they are: said once, corrected only by an operator. Nobody else is told the date."""

from typing import Literal, NamedTuple

from sqlalchemy import bindparam, select, update

from livefair.kernel import Actor, Conflict, NotAllowed, ReadTx, WriteTx, change, query, require
from livefair.kernel.clock import as_datetime
from livefair.people.events import AgeConfirmed
from livefair.people.models import PERSON_AGE
from livefair.people.rules import ADULT_YEARS, born_on_of, years_old

Age = Literal["unknown", "minor", "adult"]


class Said(NamedTuple):
    born_on: str
    confirmed_at_ms: int
    corrected_by: str | None


_SAID = query(
    Said,
    select(*(PERSON_AGE.c[name] for name in Said._fields)).where(PERSON_AGE.c.person_id == bindparam("person")),
)
_CORRECT = change(
    update(PERSON_AGE)
    .where(PERSON_AGE.c.person_id == bindparam("person"))
    .values(born_on=bindparam("day"), corrected_by=bindparam("who"), corrected_at_ms=bindparam("now"))
)


def confirm_age(tx: WriteTx, actor: Actor, born_on: str) -> Age:
    """Say on which day one was born (`2001-05-31`), once. Invalid bad_birthday; Conflict age_said_already."""
    require(not actor.is_guest, "sign_in_first")
    day = born_on_of(born_on, today=as_datetime(tx.now_ms).date()).isoformat()
    is_new = tx.insert_new(PERSON_AGE, person_id=actor.id, born_on=day, confirmed_at_ms=tx.now_ms)
    if not is_new:
        said = tx.one(_SAID, person=actor.id)
        if said is None or said.born_on != day:
            raise Conflict("age_said_already")
        return age_of(tx, actor.id)
    return _announce(tx, actor.id, by=actor.id)


def correct_age(tx: WriteTx, actor: Actor, person_id: str, born_on: str) -> Age:
    """An operator who has seen a paper says better. Refusals: operators_only, bad_birthday."""
    require(actor.has("operator"), "operators_only")
    day = born_on_of(born_on, today=as_datetime(tx.now_ms).date()).isoformat()
    tx.insert_new(PERSON_AGE, person_id=person_id, born_on=day, confirmed_at_ms=tx.now_ms)
    tx.change(_CORRECT, person=person_id, day=day, who=actor.id, now=tx.now_ms)
    return _announce(tx, person_id, by=actor.id)


def age_of(tx: ReadTx, person_id: str) -> Age:
    said = tx.one(_SAID, person=person_id)
    if said is None:
        return "unknown"
    today = as_datetime(tx.now_ms).date()
    return "adult" if years_old(said.born_on, today=today) >= ADULT_YEARS else "minor"


def require_adult(tx: ReadTx, person_id: str) -> None:
    """NotAllowed: age_first (has not said), adults_only."""
    age = age_of(tx, person_id)
    if age == "unknown":
        raise NotAllowed("age_first")
    require(age == "adult", "adults_only", years=ADULT_YEARS)


def _announce(tx: WriteTx, person_id: str, *, by: str) -> Age:
    age = age_of(tx, person_id)
    tx.announce(AgeConfirmed(person_id=person_id, is_adult=age == "adult", by=by))
    return age
