"""What a person has agreed to, and when they took it back."""

from typing import NamedTuple

from sqlalchemy import ColumnElement, bindparam, exists, select, update

from livefair.kernel import Actor, Invalid, ReadTx, WriteTx, change, query, require, text_in
from livefair.people.events import ConsentGiven, ConsentWithdrawn
from livefair.people.models import CONSENT

TEXT_VERSION = "2026-11"
PURPOSES = ("terms", "personal_feed", "research", "leaderboard", "surveys")


class Consent(NamedTuple):
    id: str
    purpose: str
    text_version: str
    given_at_ms: int


_mine = CONSENT.c.person_id == bindparam("person")
_IN_FORCE = query(
    Consent,
    select(CONSENT.c.id, CONSENT.c.purpose, CONSENT.c.text_version, CONSENT.c.given_at_ms)
    .where(_mine, CONSENT.c.withdrawn_at_ms.is_(None))
    .order_by(CONSENT.c.given_at_ms),
)
_EVERYBODY = query(
    str,
    select(CONSENT.c.person_id).where(CONSENT.c.purpose == bindparam("why"), CONSENT.c.withdrawn_at_ms.is_(None)),
)
_AMONG = query(
    str,
    select(CONSENT.c.person_id).where(
        text_in(CONSENT.c.person_id, "ids"), CONSENT.c.purpose == bindparam("why"), CONSENT.c.withdrawn_at_ms.is_(None)
    ),
)
_WITHDRAW = change(
    update(CONSENT)
    .where(_mine, CONSENT.c.purpose == bindparam("why"), CONSENT.c.withdrawn_at_ms.is_(None))
    .values(withdrawn_at_ms=bindparam("now"))
)


def give_consent(tx: WriteTx, actor: Actor, purpose: str) -> None:
    require(not actor.is_guest, "sign_in_first")
    if purpose not in PURPOSES:
        raise Invalid("unknown_purpose")
    if has_consented(tx, actor.id, purpose):
        return
    tx.insert(
        CONSENT,
        id=tx.new_id(),
        person_id=actor.id,
        purpose=purpose,
        text_version=TEXT_VERSION,
        given_at_ms=tx.now_ms,
    )
    tx.announce(ConsentGiven(person_id=actor.id, purpose=purpose, text_version=TEXT_VERSION))


def withdraw_consent(tx: WriteTx, actor: Actor, purpose: str) -> None:
    """Takes effect at once. The terms cannot be withdrawn while the account lives."""
    require(purpose != "terms", "close_the_account_instead")
    if tx.change(_WITHDRAW, person=actor.id, why=purpose, now=tx.now_ms):
        tx.announce(ConsentWithdrawn(person_id=actor.id, purpose=purpose))


def consents_of(tx: ReadTx, actor: Actor) -> list[Consent]:
    return tx.all(_IN_FORCE, person=actor.id)


def has_consented(tx: ReadTx, person_id: str, purpose: str) -> bool:
    return any(consent.purpose == purpose for consent in tx.all(_IN_FORCE, person=person_id))


def agrees(person_id: ColumnElement[str], purpose: str) -> ColumnElement[bool]:
    """For the statements of upper floors: only rows of people whose consent to the purpose is in force now."""
    return exists(
        select(CONSENT.c.id)
        .where(CONSENT.c.person_id == person_id, CONSENT.c.purpose == purpose, CONSENT.c.withdrawn_at_ms.is_(None))
        .correlate_except(CONSENT)
    )


def consenting_among(tx: ReadTx, person_ids: list[str], purpose: str) -> frozenset[str]:
    """Those of the people whose consent to the purpose is in force now."""
    return frozenset(tx.all(_AMONG, ids=person_ids, why=purpose)) if person_ids else frozenset()


def who_consents(tx: ReadTx, purpose: str) -> frozenset[str]:
    """Ids of everybody whose consent to the purpose is in force now."""
    return frozenset(tx.all(_EVERYBODY, why=purpose))
