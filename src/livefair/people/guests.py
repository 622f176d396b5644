"""Guests who buy: somebody without an account, known by an e-mail address, who may turn to an account later."""

from typing import NamedTuple

from sqlalchemy import bindparam, select, update

from livefair.kernel import Actor, ReadTx, WriteTx, change, query
from livefair.people import rules
from livefair.people.accounts import give_first_role
from livefair.people.events import GuestCame
from livefair.people.models import GUEST_BUYER, PERSON
from livefair.people.sign_in import count_try

NAME = "访客 Guest"
# No password has this hash, and nobody can be written to at this address.
NO_PASSWORD = "guests sign in nowhere"
NOWHERE = "guest.invalid"


class GuestBuyer(NamedTuple):
    person_id: str
    email: str
    claimed_by: str | None


_GUEST = query(
    GuestBuyer,
    select(GUEST_BUYER.c.person_id, GUEST_BUYER.c.email, GUEST_BUYER.c.claimed_by).where(
        GUEST_BUYER.c.person_id == bindparam("person")
    ),
)
_CLAIM = change(
    update(GUEST_BUYER)
    .where(GUEST_BUYER.c.person_id == bindparam("person"), GUEST_BUYER.c.claimed_by.is_(None))
    .values(claimed_by=bindparam("who"), claimed_at_ms=bindparam("now"))
)


def come_as_guest(tx: WriteTx, actor: Actor, *, email: str, locale: str | None, address: str) -> str:
    """Somebody who buys without an account, each time somebody else. Returns the person's id.

    Invalid bad_email; TooMany where one address (of the network) sends more than GUESTS_PER_ADDRESS in a while.
    """
    email = rules.clean_email(email)
    count_try(tx, f"guest:{address}", rules.GUESTS_PER_ADDRESS)
    person_id = tx.new_id()
    tx.insert(
        PERSON,
        id=person_id,
        email=f"{person_id}@{NOWHERE}",
        name=NAME,
        password_hash=NO_PASSWORD,
        locale=locale if locale in {"zh", "en"} else None,
        about="",
        joined_at_ms=tx.now_ms,
    )
    give_first_role(tx, person_id)
    tx.insert(GUEST_BUYER, person_id=person_id, email=email, came_at_ms=tx.now_ms)
    tx.actor_id = person_id
    tx.announce(GuestCame(person_id=person_id))
    return person_id


def guest_called(tx: ReadTx, person_id: str) -> GuestBuyer | None:
    """None for everybody with an account."""
    return tx.one(_GUEST, person=person_id)


def claim_guest(tx: WriteTx, actor: Actor, guest_id: str) -> bool:
    """For use cases that have checked who may. False: somebody has claimed this guest before."""
    return tx.change(_CLAIM, person=guest_id, who=actor.id, now=tx.now_ms) == 1
