"""Running sums of a show by minute, written in the transaction of what they count."""

from collections import Counter
from typing import NamedTuple

from sqlalchemy import bindparam, func, select, update

from livefair.kernel import MINUTE_MS, ReadTx, WriteTx, change, query, text_in
from livefair.live import rules
from livefair.live.models import ROOM, SHOW
from livefair.live.models.measuring import TALLY

SHOWS_COMPARED_MAX = 30


class _Running(NamedTuple):
    host_id: str
    started_at_ms: int | None
    ended_at_ms: int | None


class _Sum(NamedTuple):
    metric: str
    amount: int


class _SumOf(NamedTuple):
    show_id: str
    metric: str
    amount: int


class Earlier(NamedTuple):
    id: str
    started_at_ms: int
    viewers_max: int


class Minute(NamedTuple):
    metric: str
    minute: int
    amount: int


_RUNNING = query(
    _Running,
    select(ROOM.c.host_id, SHOW.c.started_at_ms, SHOW.c.ended_at_ms)
    .join_from(SHOW, ROOM, ROOM.c.id == SHOW.c.room_id)
    .where(SHOW.c.id == bindparam("show")),
)
_ADD = change(
    update(TALLY)
    .where(
        TALLY.c.show_id == bindparam("show"),
        TALLY.c.metric == bindparam("which"),
        TALLY.c.minute == bindparam("at_minute"),
    )
    .values(amount=TALLY.c.amount + bindparam("more"))
)
_SUMS = query(
    _Sum,
    select(TALLY.c.metric, func.sum(TALLY.c.amount))
    .where(TALLY.c.show_id == bindparam("show"))
    .group_by(TALLY.c.metric),
)
_SUMS_UNTIL = query(
    _SumOf,
    select(TALLY.c.show_id, TALLY.c.metric, func.sum(TALLY.c.amount))
    .where(text_in(TALLY.c.show_id, "ids"), TALLY.c.minute <= bindparam("last_minute"))
    .group_by(TALLY.c.show_id, TALLY.c.metric),
)
_MINUTES = query(
    Minute,
    select(TALLY.c.metric, TALLY.c.minute, TALLY.c.amount)
    .where(
        TALLY.c.show_id == bindparam("show"), TALLY.c.minute >= bindparam("since"), text_in(TALLY.c.metric, "metrics")
    )
    .order_by(TALLY.c.minute),
)
_PAST = query(
    Earlier,
    select(SHOW.c.id, SHOW.c.started_at_ms, SHOW.c.viewers_max)
    .join_from(SHOW, ROOM, ROOM.c.id == SHOW.c.room_id)
    .where(
        ROOM.c.host_id == bindparam("host"), SHOW.c.ended_at_ms.is_not(None), SHOW.c.started_at_ms < bindparam("before")
    )
    .order_by(SHOW.c.started_at_ms.desc())
    .limit(SHOWS_COMPARED_MAX),
)


class Tallies:
    """Collects what one transaction counts and writes it at its end, one row for each minute and metric."""

    def __init__(self, tx: WriteTx) -> None:
        self._tx = tx
        self._running: dict[str, _Running | None] = {}
        self._more: Counter[tuple[str, str, int]] = Counter()

    def host_of(self, show_id: str) -> str:
        running = self._look_up(show_id)
        return running.host_id if running else ""

    def add(self, show_id: str, metric: str, amount: int, *, at_ms: int) -> None:
        running = self._look_up(show_id)
        if running is not None and amount:
            self._more[show_id, metric, minute_of(at_ms, running.started_at_ms or at_ms)] += amount

    def write(self) -> None:
        for (show_id, metric, minute), amount in sorted(self._more.items()):
            if not self._tx.change(_ADD, show=show_id, which=metric, at_minute=minute, more=amount):
                self._tx.insert(TALLY, show_id=show_id, metric=metric, minute=minute, amount=amount)
        self._more.clear()

    def _look_up(self, show_id: str) -> _Running | None:
        if show_id not in self._running:
            self._running[show_id] = self._tx.one(_RUNNING, show=show_id)
        return self._running[show_id]


def minute_of(at_ms: int, started_at_ms: int) -> int:
    """What came a moment before the beginning belongs to the first minute."""
    return rules.offset_ms(at_ms, from_at_ms=started_at_ms) // MINUTE_MS


def tally(tx: WriteTx, show_id: str, metric: str, amount: int, *, at_ms: int) -> None:
    """Count one thing."""
    tallies = Tallies(tx)
    tallies.add(show_id, metric, amount, at_ms=at_ms)
    tallies.write()


def sums_of(tx: ReadTx, show_id: str) -> dict[str, int]:
    return {row.metric: int(row.amount) for row in tx.all(_SUMS, show=show_id)}


def sums_until(tx: ReadTx, show_ids: list[str], *, minute: int) -> dict[str, dict[str, int]]:
    """What each show had counted by the end of that minute."""
    found: dict[str, dict[str, int]] = {show_id: {} for show_id in show_ids}
    for row in tx.all(_SUMS_UNTIL, ids=show_ids, last_minute=minute):
        found[row.show_id][row.metric] = int(row.amount)
    return found


def minutes_of(tx: ReadTx, show_id: str, metrics: list[str], *, since: int = 0) -> list[Minute]:
    return tx.all(_MINUTES, show=show_id, since=since, metrics=metrics)


def past_shows_of(tx: ReadTx, host_id: str, *, before_ms: int) -> list[Earlier]:
    """The host's last shows that are over, newest first, SHOWS_COMPARED_MAX at most."""
    return tx.all(_PAST, host=host_id, before=before_ms)
