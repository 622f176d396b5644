"""A span of time and all that was logged in it, read once and shared by every indicator."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, NamedTuple, TypeVar, cast

from sqlalchemy import bindparam, select

from livefair.content import views_between
from livefair.content.queries import VideoViews
from livefair.kernel import DAY_MS, Fact, ReadTx, query
from livefair.kernel.facts import FACT_LOG, from_json, kind_of
from livefair.live.signals import SIGNALS_MAX, LineSeen, StaySeen, lines_between, stays_between

FACTS_MAX = 500_000
PERSON_FIELDS = ("buyer_id", "person_id", "asker_id", "follower_id", "author_id")
WEEK_MS = 7 * DAY_MS
F = TypeVar("F", bound=Fact)


@dataclass(frozen=True, slots=True)
class Seen(Generic[F]):
    """A fact as it stands in the log. `at_ms` is when it became true, `actor_id` who made it so."""

    id: str
    at_ms: int
    actor_id: str
    fact: F


class Noted(NamedTuple):
    """What a journal's row says: `kind` is its table."""

    kind: str
    values: dict[str, str | int | None]


class Row(NamedTuple):
    """What an indicator counted: a logged fact, or a row of a journal. `counted` 1: it is in the numerator too.

    Thousands are made to be counted and few are shown, so what a row says is only put together when asked.
    """

    at_ms: int
    id: str
    source: Fact | Noted
    counted: int = 1

    @property
    def kind(self) -> str:
        return self.source.kind if isinstance(self.source, Noted) else kind_of(type(self.source))

    @property
    def values(self) -> dict[str, str | int | None]:
        """Plain values by name; lists inside a fact are left out."""
        if isinstance(self.source, Noted):
            return self.source.values
        values = ((name, getattr(self.source, name)) for name in self.source.__struct_fields__)
        return {name: value for name, value in values if isinstance(value, str | int | None)}


class _Logged(NamedTuple):
    id: str
    at_ms: int
    actor_id: str
    body: str


_FACTS = query(
    _Logged,
    select(FACT_LOG.c.id, FACT_LOG.c.at_ms, FACT_LOG.c.actor_id, FACT_LOG.c.body)
    .where(
        FACT_LOG.c.kind == bindparam("kind"),
        FACT_LOG.c.at_ms >= bindparam("since"),
        FACT_LOG.c.at_ms < bindparam("until"),
    )
    .order_by(FACT_LOG.c.at_ms, FACT_LOG.c.seq)
    .limit(bindparam("most")),
)


@dataclass(slots=True)
class Window:
    """From `from_ms` up to but without `to_ms`. Money is counted in one `currency`.

    With `only`, what others did is left out, and so are guests and journals that do not say who: facts about nobody in
    particular (parcels, decisions, shares) remain. `cut` names the kinds of which there was more than could be read:
    whoever shows a number of this window says so.
    """

    tx: ReadTx
    from_ms: int
    to_ms: int
    currency: str = "CNY"
    only: frozenset[str] | None = None
    cut: set[str] = field(default_factory=set)
    _read: dict[tuple[str, int], Sequence[Seen[Any]]] = field(default_factory=dict)

    def facts(self, kind: type[F]) -> Sequence[Seen[F]]:
        return self._facts_from(kind, self.from_ms)

    def earlier_and(self, kind: type[F]) -> Sequence[Seen[F]]:
        """All facts of the kind up to the window's end, those before it included."""
        return self._facts_from(kind, 0)

    def part(self, from_ms: int, to_ms: int) -> "Window":
        """A shorter window in this one; it reads nothing anew that stands in this one's facts."""
        read: dict[tuple[str, int], Sequence[Seen[Any]]] = {}
        for (name, since), facts in self._read.items():
            first = 0 if since == 0 else bisect_left(facts, from_ms, key=_at)
            read[name, 0 if since == 0 else from_ms] = facts[first : bisect_left(facts, to_ms, key=_at)]
        return Window(self.tx, from_ms, to_ms, self.currency, self.only, self.cut, read)

    def views(self) -> list[VideoViews]:
        return views_between(self.tx, self.from_ms, self.to_ms - 1) if self.only is None else []

    def stays(self) -> list[StaySeen]:
        stays = stays_between(self.tx, self.from_ms, self.to_ms)
        if len(stays) >= SIGNALS_MAX:
            self.cut.add("live_stay")
        return stays if self.only is None else [stay for stay in stays if stay.viewer in self.only]

    def chat_lines(self) -> list[LineSeen]:
        lines = lines_between(self.tx, self.from_ms, self.to_ms)
        if len(lines) >= SIGNALS_MAX:
            self.cut.add("live_chat_line")
        return lines if self.only is None else [line for line in lines if line.author_id in self.only]

    @property
    def weeks(self) -> float:
        return (self.to_ms - self.from_ms) / WEEK_MS

    def _facts_from(self, kind: type[F], from_ms: int) -> Sequence[Seen[F]]:
        name = kind_of(kind)
        if (name, from_ms) not in self._read:
            logged = self.tx.all(_FACTS, kind=name, since=from_ms, until=self.to_ms, most=FACTS_MAX + 1)
            if len(logged) > FACTS_MAX:
                self.cut.add(name)
            seen = [Seen(row.id, row.at_ms, row.actor_id, from_json(name, row.body)) for row in logged[:FACTS_MAX]]
            self._read[name, from_ms] = [one for one in seen if self.only is None or _is_by(one.fact, self.only)]
        return cast("Sequence[Seen[F]]", self._read[name, from_ms])


def _at(seen: Seen[Any]) -> int:
    return seen.at_ms


def _is_by(fact: Fact, people: frozenset[str]) -> bool:
    """Whether the person whose act the fact is belongs to them, or it is nobody's."""
    for name in PERSON_FIELDS:
        if (person := getattr(fact, name, None)) is not None:
            return person in people
    return True


def row_of_stay(stay: StaySeen, *, counted: bool = True) -> Row:
    values = {"room_id": stay.room_id, "source": stay.source, "left_at_ms": stay.left_at_ms}
    return Row(stay.joined_at_ms, stay.id, Noted("live_stay", values), int(counted))


def row_of_line(line: LineSeen) -> Row:
    return Row(line.at_ms, line.id, Noted("live_chat_line", {"show_id": line.show_id}))


def row_of(seen: Seen[Any], *, counted: bool = True) -> Row:
    return Row(seen.at_ms, seen.id, seen.fact, int(counted))
