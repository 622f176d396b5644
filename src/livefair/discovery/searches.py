"""What was searched for, by day: offered to others when it led somewhere, shown as a need when it did not."""

from typing import NamedTuple

from sqlalchemy import bindparam, delete, func, select, update

from livefair.discovery import rules
from livefair.discovery.models import SEARCH_TALLY
from livefair.kernel import DAY_MS, Actor, ReadTx, WriteTx, change, cron, query

KEPT_DAYS = 90
TEXTS_PER_DAY_MAX = 5_000
# Fewer could tell what a single person is looking for.
OFFERED_TIMES_MIN = 3


class Searched(NamedTuple):
    """`hits` is how many things the last search with this text found."""

    text: str
    times: int
    hits: int


_AGAIN = change(
    update(SEARCH_TALLY)
    .where(SEARCH_TALLY.c.day == bindparam("on_day"), SEARCH_TALLY.c.text == bindparam("said"))
    .values(times=SEARCH_TALLY.c.times + 1, hits=bindparam("found"))
)
_TEXTS = query(int, select(func.count()).select_from(SEARCH_TALLY).where(SEARCH_TALLY.c.day == bindparam("on_day")))
_times = func.sum(SEARCH_TALLY.c.times)
_recent = (
    select(SEARCH_TALLY.c.text, _times, func.max(SEARCH_TALLY.c.hits))
    .where(SEARCH_TALLY.c.day >= bindparam("since"))
    .group_by(SEARCH_TALLY.c.text)
    .having(_times >= OFFERED_TIMES_MIN)
    .order_by(_times.desc(), SEARCH_TALLY.c.text)
    .limit(bindparam("most"))
)
_POPULAR = query(
    Searched,
    _recent.where(SEARCH_TALLY.c.text.startswith(bindparam("start"), autoescape=False)).having(
        func.max(SEARCH_TALLY.c.hits) > 0
    ),
)
_UNMET = query(Searched, _recent.having(func.max(SEARCH_TALLY.c.hits) == 0))
_FORGET = change(delete(SEARCH_TALLY).where(SEARCH_TALLY.c.day < bindparam("before")))


def note_search(tx: WriteTx, actor: Actor, text: str, *, hits: int) -> None:
    """Count a search; beyond TEXTS_PER_DAY_MAX different texts a day, only what is counted already."""
    text = " ".join(rules.plain(text, limit=rules.QUESTION_CHARS_MAX).split())
    day = tx.now_ms // DAY_MS
    if not text or tx.change(_AGAIN, on_day=day, said=text, found=hits):
        return
    if tx.value(_TEXTS, on_day=day) < TEXTS_PER_DAY_MAX:
        tx.insert(SEARCH_TALLY, day=day, text=text, times=1, hits=hits)


def popular_searches(tx: ReadTx, start: str = "", *, days: int = 30, most: int = 8) -> list[Searched]:
    """What several searches that led somewhere have begun with."""
    begins = rules.plain(start, limit=rules.QUESTION_CHARS_MAX).replace("%", "").replace("_", "")
    return tx.all(_POPULAR, start=begins, since=tx.now_ms // DAY_MS - days, most=most)


def unmet_searches(tx: ReadTx, *, days: int = 30, most: int = 50) -> list[Searched]:
    """What several searches have asked for in vain: a list of needs."""
    return tx.all(_UNMET, since=tx.now_ms // DAY_MS - days, most=most)


@cron(every_ms=DAY_MS)
def forget_old_searches(tx: WriteTx, actor: Actor) -> None:
    tx.change(_FORGET, before=tx.now_ms // DAY_MS - KEPT_DAYS)
