"""The same sums once more, from the fact log and the journals alone: what the running ones must equal to the unit."""

from collections import Counter
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import bindparam, func, select

from livefair.kernel import SYSTEM, Fact, ReadTx, query
from livefair.kernel.facts import FACT_LOG, from_json, kind_of
from livefair.live.events import QuestionAnswered, QuestionAsked
from livefair.live.events_of_gifts import GiftRefunded, GiftSent
from livefair.live.models import CHAT_LINE, STAY, TAP
from livefair.live.models.measuring import CLICK, FIND
from livefair.live.on_air import show_for
from livefair.people.events import PersonFollowed
from livefair.shop.events import OrderPaid

F = TypeVar("F", bound=Fact)


class _Logged(NamedTuple):
    body: str


class _StayRow(NamedTuple):
    viewer: str
    source: str
    joined_at_ms: int
    left_at_ms: int | None


_FACTS = query(
    _Logged,
    select(FACT_LOG.c.body)
    .where(
        FACT_LOG.c.kind == bindparam("kind"),
        FACT_LOG.c.at_ms >= bindparam("since"),
        FACT_LOG.c.at_ms <= bindparam("until"),
    )
    .order_by(FACT_LOG.c.seq),
)
_STAYS = query(
    _StayRow,
    select(STAY.c.viewer, STAY.c.source, STAY.c.joined_at_ms, STAY.c.left_at_ms).where(
        STAY.c.show_id == bindparam("show")
    ),
)
_TAPS = query(
    lambda kind, times: (kind, int(times)),
    select(TAP.c.kind, func.sum(TAP.c.count)).where(TAP.c.show_id == bindparam("show")).group_by(TAP.c.kind),
)
_LINES = query(int, select(func.count()).select_from(CHAT_LINE).where(CHAT_LINE.c.show_id == bindparam("show")))
_FINDS = query(
    lambda times, took_ms: (times, int(took_ms or 0)),
    select(func.count(), func.sum(FIND.c.took_ms)).where(FIND.c.show_id == bindparam("show")),
)
_CLICKS = query(int, select(func.count()).select_from(CLICK).where(CLICK.c.show_id == bindparam("show")))


def recount(tx: ReadTx, show_id: str) -> dict[str, int]:
    """Every tallied sum of a show by name, those that are zero left out."""
    show, room = show_for(tx, SYSTEM, show_id)
    since, until = show.started_at_ms or 0, show.ended_at_ms or tx.now_ms
    sums = Counter[str]()
    _count_stays(tx.all(_STAYS, show=show_id), sums)
    for kind, times in tx.all(_TAPS, show=show_id):
        sums["likes" if kind == "like" else "pulses"] += times
    sums["lines"] = tx.value(_LINES, show=show_id)
    sums["clicks"] = tx.value(_CLICKS, show=show_id)
    sums["finds"], sums["find_ms"] = tx.value(_FINDS, show=show_id)
    _count_orders([fact for fact in _facts(tx, OrderPaid, since, until)], room.id, sums)
    sums["follows"] = sum(fact.followed_id == room.host_id for fact in _facts(tx, PersonFollowed, since, until))
    sums["questions"] = sum(fact.show_id == show_id for fact in _facts(tx, QuestionAsked, since, until))
    sums["answers"] = sum(fact.show_id == show_id for fact in _facts(tx, QuestionAnswered, since, tx.now_ms))
    _count_gifts(tx, show_id, since, sums)
    return {name: amount for name, amount in sums.items() if amount}


def _count_gifts(tx: ReadTx, show_id: str, since: int, sums: Counter[str]) -> None:
    sent = [fact for fact in _facts(tx, GiftSent, since, tx.now_ms) if fact.show_id == show_id]
    back = [fact for fact in _facts(tx, GiftRefunded, since, tx.now_ms) if fact.show_id == show_id]
    sums["gifts"] = sum(fact.quantity for fact in sent)
    sums["gift_minor"] = sum(fact.amount_minor for fact in sent)
    sums["gift_back_minor"] = sum(fact.amount_minor for fact in back)
    sums["givers"] = len({fact.giver_id for fact in sent})


def _facts(tx: ReadTx, kind: type[F], since: int, until: int) -> list[F]:
    name = kind_of(kind)
    found: list[Any] = [from_json(name, row.body) for row in tx.all(_FACTS, kind=name, since=since, until=until)]
    return found


def _count_stays(stays: list[_StayRow], sums: Counter[str]) -> None:
    for stay in stays:
        sums["entries"] += 1
        sums[f"entries:{stay.source}"] += 1
        if stay.left_at_ms is None:
            sums["here"] += 1
            sums["here_since_ms"] += stay.joined_at_ms
        else:
            sums["watched_ms"] += stay.left_at_ms - stay.joined_at_ms
    sums["visitors"] = len({stay.viewer for stay in stays})


def _count_orders(orders: list[OrderPaid], room_id: str, sums: Counter[str]) -> None:
    sold = [(order, line) for order in orders for line in order.lines if line.room_id == room_id]
    sums["paid_minor"] = sum(line.amount_minor for _, line in sold)
    sums["items"] = sum(line.quantity for _, line in sold)
    sums["orders"] = len({order.order_id for order, _ in sold})
    sums["buyers"] = len({order.buyer_id for order, _ in sold})
