"""Money back that does not get through: nobody tries any more, and the money is held. An operator decides.

Three ways: try again; say that it has arrived after all; or put it into the wallet again, where its owner can spend it.
"""

from typing import NamedTuple

from sqlalchemy import BigInteger, bindparam, select, update

from livefair import ledger
from livefair.kernel import SYSTEM, Actor, Conflict, ReadTx, WriteTx, change, query, require
from livefair.kernel.job_board import drop_dead, jobs_called
from livefair.kernel.runner import revive
from livefair.people import clean_line
from livefair.shop.events import MoneyBackGivenUp
from livefair.shop.models import MONEY_BACK, TOP_UP
from livefair.shop.money_back import MoneyBack, book_money_back, job_key, money_back_called, send_money_back

STUCK_MAX = 200
WHY_CHARS_MAX = 300


class Stuck(NamedTuple):
    """`error` is what the provider said last; empty where an operator has dropped the job."""

    part: MoneyBack
    error: str
    attempts: int


_COLUMNS = [MONEY_BACK.c[name] for name in MoneyBack._fields]
_OPEN = query(
    MoneyBack,
    select(*_COLUMNS)
    .where(MONEY_BACK.c.sent_at_ms.is_(None), MONEY_BACK.c.given_up_at_ms.is_(None))
    .order_by(MONEY_BACK.c.id)
    .limit(STUCK_MAX),
)
_minor = bindparam("minor", type_=BigInteger)
_GIVE_UP = change(
    update(MONEY_BACK)
    .where(
        MONEY_BACK.c.id == bindparam("one"), MONEY_BACK.c.sent_at_ms.is_(None), MONEY_BACK.c.given_up_at_ms.is_(None)
    )
    .values(given_up_at_ms=bindparam("now"))
)
_DECIDED = change(
    update(MONEY_BACK)
    .where(MONEY_BACK.c.id == bindparam("one"))
    .values(decided_by=bindparam("who"), decided_why=bindparam("why"))
)
_TAKE_BACK = change(
    update(TOP_UP)
    .where(TOP_UP.c.payment_id == bindparam("payment"))
    .values(sent_back_minor=TOP_UP.c.sent_back_minor - _minor)
)


def stuck_money(tx: ReadTx, actor: Actor) -> list[Stuck]:
    """Parts that are held and that nobody tries to send any more, oldest first, of 200 that are open at most."""
    require(actor.has("operator"), "operators_only")
    parts = tx.all(_OPEN)
    jobs = jobs_called(tx, [job_key(part.id) for part in parts])
    found = []
    for part in parts:
        kept = jobs.get(job_key(part.id))
        if kept is None or kept.dead_at_ms is not None:
            found.append(Stuck(part, (kept.error or "") if kept else "", kept.attempts if kept else 0))
    return found


def try_money_back_again(tx: WriteTx, actor: Actor, money_back_id: str) -> None:
    """Ask the provider once more; the part's own id is the key, so that it is never sent twice. Conflict not_stuck."""
    part, job_id = _stuck(tx, actor, money_back_id)
    if job_id is None:
        tx.later(send_money_back, key=job_key(part.id), money_back_id=part.id)
    else:
        revive(tx, SYSTEM, job_id)


def confirm_money_back(tx: WriteTx, actor: Actor, money_back_id: str, *, why: str) -> None:
    """It has reached its owner, by the provider's books or by another way. Conflict not_stuck."""
    part, job_id = _stuck(tx, actor, money_back_id)
    _decide(tx, actor, part, job_id, why)
    book_money_back(tx, SYSTEM, part.id)


def give_up_money_back(tx: WriteTx, actor: Actor, money_back_id: str, *, why: str) -> None:
    """The provider has refused for good: what was held is in the wallet again. Conflict not_stuck."""
    part, job_id = _stuck(tx, actor, money_back_id)
    _decide(tx, actor, part, job_id, why)
    if not tx.change(_GIVE_UP, one=part.id, now=tx.now_ms):
        raise Conflict("not_stuck")
    ledger.void(tx, part.hold_id, why={"payment_id": part.payment_id})
    tx.change(_TAKE_BACK, payment=part.payment_id, minor=part.amount_minor)
    tx.announce(
        MoneyBackGivenUp(
            person_id=part.person_id,
            money_back_id=part.id,
            payment_id=part.payment_id,
            amount_minor=part.amount_minor,
            currency=part.currency,
            decided_by=actor.id,
        )
    )


def _stuck(tx: ReadTx, actor: Actor, money_back_id: str) -> tuple[MoneyBack, str | None]:
    """The part, and its job if there still is one."""
    require(actor.has("operator"), "operators_only")
    part = money_back_called(tx, money_back_id)
    kept = jobs_called(tx, [job_key(part.id)]).get(job_key(part.id))
    if not part.is_on_its_way or (kept is not None and kept.dead_at_ms is None):
        raise Conflict("not_stuck")
    return part, kept.id if kept else None


def _decide(tx: WriteTx, actor: Actor, part: MoneyBack, job_id: str | None, why: str) -> None:
    words = clean_line(why, limit=WHY_CHARS_MAX, field="why")
    if job_id is not None and not drop_dead(tx, SYSTEM, job_id):
        raise Conflict("not_stuck")  # somebody tries again at this very moment
    tx.change(_DECIDED, one=part.id, who=actor.id, why=words)
