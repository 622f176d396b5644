"""Suspending an account: it cannot sign in, its sessions end, its tokens do not work; nothing of it is lost."""

from sqlalchemy import bindparam, update

from livefair.kernel import Actor, WriteTx, change, require
from livefair.people import rules
from livefair.people.accounts import person_called_by_id
from livefair.people.events import PersonRestored, PersonSuspended
from livefair.people.models import PERSON, SESSION

_CLOSE = change(
    update(PERSON)
    .where(PERSON.c.id == bindparam("person"), PERSON.c.closed_at_ms.is_(None))
    .values(closed_at_ms=bindparam("now"))
)
_OPEN = change(
    update(PERSON)
    .where(PERSON.c.id == bindparam("person"), PERSON.c.closed_at_ms.is_not(None))
    .values(closed_at_ms=None)
)
_END_SESSIONS = change(
    update(SESSION)
    .where(SESSION.c.person_id == bindparam("person"), SESSION.c.ended_at_ms.is_(None))
    .values(ended_at_ms=bindparam("now"))
)


def suspend(tx: WriteTx, actor: Actor, person_id: str) -> None:
    require(rules.may_give_roles(actor), "operators_only")
    require(person_id != actor.id, "not_yourself")
    person_called_by_id(tx, person_id)
    if tx.change(_CLOSE, person=person_id, now=tx.now_ms):
        tx.change(_END_SESSIONS, person=person_id, now=tx.now_ms)
        tx.announce(PersonSuspended(person_id=person_id))


def restore(tx: WriteTx, actor: Actor, person_id: str) -> None:
    require(rules.may_give_roles(actor), "operators_only")
    if tx.change(_OPEN, person=person_id):
        tx.announce(PersonRestored(person_id=person_id))
