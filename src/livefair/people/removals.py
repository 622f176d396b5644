"""People whom moderators removed: nobody meets them, they can do nothing but read and appeal; nothing is lost."""

from sqlalchemy import ColumnElement, bindparam, exists, select, update

from livefair.kernel import Actor, ReadTx, WriteTx, change, query, require
from livefair.people.events import PersonRemoved, PersonReturned
from livefair.people.models import PERSON

_removed = PERSON.c.hidden_case_id.is_not(None)
_CASE = query(str, select(PERSON.c.hidden_case_id).where(PERSON.c.id == bindparam("person"), _removed))
_FOLLOW_CASE = change(
    update(PERSON)
    .where(PERSON.c.id == bindparam("person"), PERSON.c.hidden_case_id.is_distinct_from(bindparam("case")))
    .values(hidden_case_id=bindparam("case"))
)


def hide_or_restore(tx: WriteTx, actor: Actor, person_id: str, case_id: str | None) -> None:
    """Make a person's standing follow the moderators: removed by a case, or by none."""
    if not tx.change(_FOLLOW_CASE, person=person_id, case=case_id):
        return
    if case_id is None:
        tx.announce(PersonReturned(person_id=person_id))
    else:
        tx.announce(PersonRemoved(person_id=person_id, case_id=case_id))


def removing_case_of(tx: ReadTx, person_id: str) -> str | None:
    """The case by which somebody is removed now, if they are."""
    return tx.one(_CASE, person=person_id)


def is_removed(tx: ReadTx, person_id: str) -> bool:
    return removing_case_of(tx, person_id) is not None


def require_standing(tx: ReadTx, actor: Actor) -> None:
    """Refuses whoever was removed: NotAllowed account_removed."""
    require(not is_removed(tx, actor.id), "account_removed")


def in_sight(person_id: ColumnElement[str]) -> ColumnElement[bool]:
    """For the statements of upper floors: only rows of people who are not removed."""
    return person_id.not_in(select(PERSON.c.id).where(_removed))


def is_here(person_id: ColumnElement[str]) -> ColumnElement[bool]:
    """The same, and whose account is not closed either."""
    return exists(
        select(PERSON.c.id)
        .where(PERSON.c.id == person_id, PERSON.c.closed_at_ms.is_(None), PERSON.c.hidden_case_id.is_(None))
        .correlate_except(PERSON)
    )
