"""Who was in a show for how long, and who spoke in it: for those who count what people have done, when it is over."""

from typing import NamedTuple

from sqlalchemy import bindparam, func, select, union

from livefair.kernel import ReadTx, query, text_in
from livefair.live.models import CHAT_LINE, QUESTION, ROOM, STAY
from livefair.live.models.measuring import VISITOR
from livefair.live.stays import GUEST_PREFIX
from livefair.people import in_sight

STAYS_MAX = 20_000


class Waiting(NamedTuple):
    """A question that nobody has answered or put aside."""

    question_id: str
    asker_id: str
    text: str
    asked_at_ms: int
    show_id: str


class Attended(NamedTuple):
    """One stay of one window; who has not gone yet was there until the end."""

    viewer: str
    joined_at_ms: int
    left_at_ms: int | None


_came = union(
    select(VISITOR.c.viewer.label("person_id")).where(
        VISITOR.c.show_id == bindparam("show"), VISITOR.c.viewer.not_like(f"{GUEST_PREFIX}%")
    ),
    select(CHAT_LINE.c.author_id).where(CHAT_LINE.c.show_id == bindparam("show")),
).subquery()
_CAME = query(
    str,
    select(_came.c.person_id)
    .where(_came.c.person_id > bindparam("after"))
    .order_by(_came.c.person_id)
    .limit(bindparam("most")),
)
_STAYS = query(
    Attended,
    select(STAY.c.viewer, STAY.c.joined_at_ms, STAY.c.left_at_ms)
    .where(STAY.c.show_id == bindparam("show"), text_in(STAY.c.viewer, "ids"))
    .order_by(STAY.c.viewer, STAY.c.joined_at_ms, STAY.c.id)
    .limit(STAYS_MAX),
)
_SPOKE = query(
    lambda person_id, at_ms: (person_id, int(at_ms)),
    select(CHAT_LINE.c.author_id, func.min(CHAT_LINE.c.at_ms))
    .where(
        CHAT_LINE.c.show_id == bindparam("show"),
        text_in(CHAT_LINE.c.author_id, "ids"),
        CHAT_LINE.c.hidden_at_ms.is_(None),
    )
    .group_by(CHAT_LINE.c.author_id),
)


_WAITING = query(
    Waiting,
    select(QUESTION.c.id, QUESTION.c.asker_id, QUESTION.c.text, QUESTION.c.asked_at_ms, QUESTION.c.show_id)
    .join_from(QUESTION, ROOM, ROOM.c.id == QUESTION.c.room_id)
    .where(
        ROOM.c.host_id == bindparam("host"),
        QUESTION.c.asked_at_ms > bindparam("since"),
        QUESTION.c.answered_at_ms.is_(None),
        QUESTION.c.dismissed_at_ms.is_(None),
        QUESTION.c.hidden_at_ms.is_(None),
        in_sight(QUESTION.c.asker_id),
    )
    .order_by(QUESTION.c.asked_at_ms.desc(), QUESTION.c.id.desc())
    .limit(200),
)


def questions_waiting(tx: ReadTx, host_id: str, *, since_ms: int) -> list[Waiting]:
    """What was asked in this host's shows since then and waits, newest first."""
    return tx.all(_WAITING, host=host_id, since=since_ms)


def who_came(tx: ReadTx, show_id: str, *, after: str = "", most: int = 500) -> list[str]:
    """People with an account who watched or spoke, by their ids, from the one after `after` on."""
    return tx.all(_CAME, show=show_id, after=after, most=min(most, 500))


def stays_in(tx: ReadTx, show_id: str, people: list[str]) -> dict[str, list[Attended]]:
    """Person → their stays in that show."""
    found: dict[str, list[Attended]] = {}
    for stay in tx.all(_STAYS, show=show_id, ids=people) if people else []:
        found.setdefault(stay.viewer, []).append(stay)
    return found


def spoke_in(tx: ReadTx, show_id: str, people: list[str]) -> dict[str, int]:
    """Person → when they first spoke in that show, of those who have and whose lines still stand."""
    return dict(tx.all(_SPOKE, show=show_id, ids=people)) if people else {}
