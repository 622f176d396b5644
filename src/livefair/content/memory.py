"""What is met together, kept in a program's memory: learned anew from the tables each night, in between from new rows.

Every program learns from the same tables, so that they need not tell each other anything.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
from sqlalchemy import bindparam, select

from livefair.content.history import was_watched
from livefair.content.models import VIDEO_LIKE, VIDEO_VIEW
from livefair.discovery.recommending import CoVisits, Met, Visits
from livefair.kernel import DAY_MS, MINUTE_MS, ReadTx, query
from livefair.shop.purchases import purchases_since

ANEW_EVERY_MS = DAY_MS
LEARNED_MAX = 1_000_000
PER_LOOK_MAX = 20_000
LATE_MS = 2 * MINUTE_MS
"""Rows are written up to so long after the moment they tell of; later ones are learned by the night."""
PROVEN_AFTER_MS = 3 * DAY_MS
UNPROVEN = 0.2
"""What guests and new accounts count: a thousand of them that came for one push must not move much."""


class Visit(NamedTuple):
    viewer: str
    thing: str
    at_ms: int


_viewed = (
    select(VIDEO_VIEW.c.viewer, VIDEO_VIEW.c.video_id, VIDEO_VIEW.c.last_at_ms)
    .where(VIDEO_VIEW.c.last_at_ms > bindparam("since"), was_watched)
    .order_by(VIDEO_VIEW.c.last_at_ms.desc(), VIDEO_VIEW.c.viewer, VIDEO_VIEW.c.video_id)
    .limit(bindparam("most"))
)
_VIEWED = query(Visit, _viewed)
_LIKED = query(
    Visit,
    select(VIDEO_LIKE.c.person_id, VIDEO_LIKE.c.video_id, VIDEO_LIKE.c.at_ms)
    .where(VIDEO_LIKE.c.at_ms > bindparam("since"))
    .order_by(VIDEO_LIKE.c.at_ms.desc(), VIDEO_LIKE.c.person_id, VIDEO_LIKE.c.video_id)
    .limit(bindparam("most")),
)


class FeedMemory:
    """One per program. `look` at the tables now and then; `met_with` answers from memory alone."""

    def __init__(self) -> None:
        self._covisits = CoVisits()
        self._fitted_at_ms = 0
        self._looked_at_ms = 0

    def met_with(self, things: list[str]) -> dict[str, Met]:
        return self._covisits.met_with(things)

    @property
    def learned(self) -> tuple[int, int, int]:
        """(things it knows, when it learned anew, when it last looked); moments are 0 before the first look."""
        return len(self._covisits), self._fitted_at_ms, self._looked_at_ms

    def look(self, tx: ReadTx) -> int:
        """Learn what is new; returns how many visits were read. Not to be called twice at once."""
        if not self._fitted_at_ms or tx.now_ms - self._fitted_at_ms >= ANEW_EVERY_MS:
            visits = list(_visits(tx, 0, LEARNED_MAX))
            self._covisits.fit(_as_arrays(visits))
            self._fitted_at_ms = self._looked_at_ms = tx.now_ms
            return len(visits)
        since_ms = max(self._fitted_at_ms, self._looked_at_ms - LATE_MS)
        visits = list(_visits(tx, since_ms, PER_LOOK_MAX))
        for visit in sorted(visits, key=lambda visit: (visit.at_ms, visit.viewer, visit.thing)):
            self._covisits.observe(visit.viewer, visit.thing, trust_of(visit.viewer, visit.at_ms))
        self._looked_at_ms = tx.now_ms
        return len(visits)


def trust_of(viewer: str, at_ms: int) -> float:
    """A person's id tells since when they are here; guests have none."""
    if viewer.startswith("guest:"):
        return UNPROVEN
    joined_at_ms = int(viewer.replace("-", "")[:12], 16)
    return 1.0 if at_ms - joined_at_ms >= PROVEN_AFTER_MS else UNPROVEN


def _visits(tx: ReadTx, since_ms: int, most: int) -> Iterator[Visit]:
    for found in (_VIEWED, _LIKED):
        for viewer, video_id, at_ms in tx.all(found, since=since_ms, most=most):
            yield Visit(viewer, f"video:{video_id}", at_ms)
    for purchase in purchases_since(tx, since_ms, most=most):
        yield Visit(purchase.buyer_id, f"product:{purchase.product_id}", purchase.paid_at_ms)


def _as_arrays(visits: list[Visit]) -> Visits:
    things = _numbered(visit.thing for visit in visits)
    viewers = _numbered(visit.viewer for visit in visits)
    return Visits(
        list(things),
        np.array([viewers[visit.viewer] for visit in visits], np.int64),
        np.array([things[visit.thing] for visit in visits], np.int64),
        np.array([visit.at_ms for visit in visits], np.int64),
        np.array([trust_of(visit.viewer, visit.at_ms) for visit in visits], np.float32),
    )


def _numbered(words: Iterable[str]) -> dict[str, int]:
    return {word: number for number, word in enumerate(dict.fromkeys(words))}
