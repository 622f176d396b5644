"""A party says that its part of the pool is not right, before it is paid; an operator answers, and the house pays."""

from typing import NamedTuple

from sqlalchemy import bindparam, select, update

from livefair import ledger
from livefair.kernel import Actor, Conflict, ReadTx, WriteTx, change, not_found, query, require, require_valid
from livefair.people import clean_text
from livefair.value.contest_book import parties_of
from livefair.value.contest_money import HOUSE
from livefair.value.events import PoolAppealAnswered, PoolPartAppealed
from livefair.value.models import POOL_APPEAL
from livefair.value.pool.book import parts_of_period, period_called
from livefair.value.pool.notes import tell_of_answer
from livefair.value.rules.contests import WORDS_MAX, may_answer

SHOWN_MAX = 100


class Appeal(NamedTuple):
    id: str
    period_id: str
    party: str
    words: str
    opened_at_ms: int
    outcome: str | None
    granted_minor: int
    answer: str | None
    ended_at_ms: int | None


_COLUMNS = [POOL_APPEAL.c[name] for name in Appeal._fields]
_ONE = query(Appeal, select(*_COLUMNS).where(POOL_APPEAL.c.id == bindparam("one")))
_ALL = query(
    Appeal, select(*_COLUMNS).order_by(POOL_APPEAL.c.ended_at_ms.is_(None).desc(), POOL_APPEAL.c.id).limit(SHOWN_MAX)
)
_MINE = query(
    Appeal,
    select(*_COLUMNS)
    .where(POOL_APPEAL.c.party.in_([bindparam("person"), bindparam("organisation")]))
    .order_by(POOL_APPEAL.c.id.desc())
    .limit(SHOWN_MAX),
)
_END = change(
    update(POOL_APPEAL)
    .where(POOL_APPEAL.c.id == bindparam("one"), POOL_APPEAL.c.ended_at_ms.is_(None))
    .values(
        outcome=bindparam("how"),
        granted_minor=bindparam("minor"),
        answer=bindparam("said"),
        answered_by=bindparam("who"),
        ended_at_ms=bindparam("now"),
    )
)


def appeal(tx: WriteTx, actor: Actor, period_id: str, *, words: str) -> str:
    """Once for each period. Refusals: not_found, empty, too_long; Conflict appeal_too_late, appealed_already."""
    require(not actor.is_guest, "sign_in_first")
    period, mine = period_called(tx, period_id), parties_of(actor)
    party = next((part.party for part in parts_of_period(tx, period_id) if part.party in mine), None)
    if party is None:
        not_found("period")
    said = _words(words)
    if tx.now_ms >= period.payable_at_ms:
        raise Conflict("appeal_too_late")
    appeal_id = tx.new_id()
    is_new = tx.insert_new(
        POOL_APPEAL,
        id=appeal_id,
        period_id=period_id,
        party=party,
        words=said,
        opened_by=actor.id,
        opened_at_ms=tx.now_ms,
        granted_minor=0,
    )
    if not is_new:
        raise Conflict("appealed_already")
    tx.announce(PoolPartAppealed(appeal_id=appeal_id, period_id=period_id, party=party))
    return appeal_id


def answer_appeal(tx: WriteTx, actor: Actor, appeal_id: str, *, words: str, granted_minor: int = 0) -> None:
    """An operator who is not the party ends it in words; what is granted the house pays at once, and nobody else.

    Refusals: operators_only, not_impartial, out_of_range, empty; Conflict appeal_over.
    """
    require(actor.has("operator"), "operators_only")
    found = tx.one(_ONE, one=appeal_id) or not_found("appeal")
    is_fair = may_answer(
        is_operator=True, person_id=actor.id, organisation_id=actor.organisation_id, sides=(found.party,)
    )
    require(is_fair, "not_impartial")
    period, said = period_called(tx, found.period_id), _words(words)
    require_valid(0 <= granted_minor <= period.collected_minor, "out_of_range", field="granted")
    outcome = "mended" if granted_minor else "stands"
    if not tx.change(_END, one=appeal_id, how=outcome, minor=granted_minor, said=said, who=actor.id, now=tx.now_ms):
        raise Conflict("appeal_over")
    if granted_minor:
        supply = ledger.Supply(granted_minor, f"receivable:{found.party}", f"payable:{found.party}")
        ledger.post(
            tx,
            key=f"pool_granted:{appeal_id}",
            reason="pool_granted",
            currency=period.currency,
            legs=[ledger.Leg(HOUSE, -granted_minor), *ledger.fill_legs(tx, [supply], currency=period.currency)],
            why={"period_id": period.id, "appeal_id": appeal_id},
        )
    tx.announce(
        PoolAppealAnswered(
            appeal_id=appeal_id,
            period_id=period.id,
            party=found.party,
            outcome=outcome,
            granted_minor=granted_minor,
            currency=period.currency,
            answered_by=actor.id,
        )
    )
    tell_of_answer(tx, period.id, found.party, outcome)


def all_appeals(tx: ReadTx, actor: Actor) -> list[Appeal]:
    """What waits comes first, the oldest of it on top."""
    require(actor.has("operator"), "operators_only")
    return tx.all(_ALL)


def my_appeals(tx: ReadTx, actor: Actor) -> list[Appeal]:
    require(not actor.is_guest, "sign_in_first")
    return tx.all(_MINE, person=actor.id, organisation=actor.organisation_id or actor.id)


def _words(text: str) -> str:
    require_valid(bool(text.strip()), "empty", field="words")
    return clean_text(text, limit=WORDS_MAX, field="words")
