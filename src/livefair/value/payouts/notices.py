"""What a payee is told about its payouts: on its way, arrived, failed, sent back."""

from typing import NamedTuple

from sqlalchemy import bindparam, func, select, update

from livefair.kernel import Actor, ReadTx, WriteTx, change, query, require
from livefair.value.models import PAYOUT, PAYOUT_ACCOUNT, PAYOUT_NOTICE
from livefair.value.payouts.book import Payout
from livefair.value.payouts.payees import person_of
from livefair.value.rules.payouts import State

NOTES_MAX = 50


class PayoutNotice(NamedTuple):
    payout_id: str
    kind: State
    amount_minor: int
    currency: str
    last4: str
    given_at_ms: int
    read_at_ms: int | None


_mine = PAYOUT_NOTICE.c.person_id == bindparam("person")
_unread = PAYOUT_NOTICE.c.read_at_ms.is_(None)
_MINE = query(
    PayoutNotice,
    select(
        PAYOUT_NOTICE.c.payout_id,
        PAYOUT_NOTICE.c.kind,
        PAYOUT.c.amount_minor,
        PAYOUT.c.currency,
        PAYOUT_ACCOUNT.c.last4,
        PAYOUT_NOTICE.c.given_at_ms,
        PAYOUT_NOTICE.c.read_at_ms,
    )
    .join_from(PAYOUT_NOTICE, PAYOUT, PAYOUT.c.id == PAYOUT_NOTICE.c.payout_id)
    .join(PAYOUT_ACCOUNT, PAYOUT_ACCOUNT.c.id == PAYOUT.c.account_id)
    .where(_mine)
    .order_by(PAYOUT_NOTICE.c.given_at_ms.desc())
    .limit(NOTES_MAX),
)
_UNREAD = query(int, select(func.count()).select_from(PAYOUT_NOTICE).where(_mine, _unread))
_READ = change(update(PAYOUT_NOTICE).where(_mine, _unread).values(read_at_ms=bindparam("now")))


def tell(tx: WriteTx, payout: Payout, kind: State) -> None:
    """Leave the payee a notice, once of each kind."""
    tx.insert_new(
        PAYOUT_NOTICE, payout_id=payout.id, person_id=person_of(tx, payout.party), kind=kind, given_at_ms=tx.now_ms
    )


def my_payout_notices(tx: ReadTx, actor: Actor) -> list[PayoutNotice]:
    return tx.all(_MINE, person=actor.id)


def unread_payout_notices(tx: ReadTx, actor: Actor) -> int:
    return tx.value(_UNREAD, person=actor.id)


def read_payout_notices(tx: WriteTx, actor: Actor) -> int:
    require(not actor.is_guest, "sign_in_first")
    return tx.change(_READ, person=actor.id, now=tx.now_ms)
