"""Who did most for a show: gave, liked, was quick, helped others. Only those are named who have consented to it."""

from typing import NamedTuple

from sqlalchemy import and_, bindparam, func, or_, select

from livefair.kernel import Actor, ReadTx, query
from livefair.live.models import QUESTION, TAP
from livefair.live.models.gifts import GIVER
from livefair.live.models.play import POLL, POLL_VOTE
from livefair.live.models.talk import HELP
from livefair.live.on_air import show_for
from livefair.people import PersonCard, person_cards
from livefair.people.consents import consenting_among

PURPOSE = "leaderboard"
BOARDS = ("gifts", "likes", "quick", "helpers")
PLACES = 10
# So far down it is looked for people who want to be seen.
LOOKED_AT_MAX = 500
QUICK_VOTERS = 5


class Place(NamedTuple):
    """`points` are minor units of gifts, likes, polls in which somebody was among the first (or right in a quiz), or
    answers to other viewers that those accepted.
    """

    place: int
    person: PersonCard
    points: int


class _Points(NamedTuple):
    person_id: str
    points: int


_GIFTS = query(
    _Points,
    select(GIVER.c.giver_id, GIVER.c.amount_minor)
    .where(GIVER.c.show_id == bindparam("show"), GIVER.c.amount_minor > 0)
    .order_by(GIVER.c.amount_minor.desc(), GIVER.c.last_at_ms, GIVER.c.giver_id)
    .limit(LOOKED_AT_MAX),
)
_LIKES = query(
    lambda person_id, points: _Points(person_id, int(points)),
    select(TAP.c.viewer, func.sum(TAP.c.count))
    .where(TAP.c.show_id == bindparam("show"), TAP.c.kind == "like", TAP.c.viewer.not_like("guest:%"))
    .group_by(TAP.c.viewer)
    .order_by(func.sum(TAP.c.count).desc(), TAP.c.viewer)
    .limit(LOOKED_AT_MAX),
)
# The first voters of each poll that is no quiz, and whoever was right in one that is over.
_in_order = (
    select(
        POLL_VOTE.c.voter_id,
        POLL_VOTE.c.option,
        POLL.c.right_option,
        POLL.c.closed_at_ms,
        func.row_number()
        .over(partition_by=POLL_VOTE.c.poll_id, order_by=(POLL_VOTE.c.at_ms, POLL_VOTE.c.voter_id))
        .label("nth"),
    )
    .join_from(POLL_VOTE, POLL, POLL.c.id == POLL_VOTE.c.poll_id)
    .where(POLL.c.show_id == bindparam("show"))
    .subquery()
)
_QUICK = query(
    _Points,
    select(_in_order.c.voter_id, func.count())
    .where(
        or_(
            and_(_in_order.c.right_option.is_(None), _in_order.c.nth <= QUICK_VOTERS),
            and_(_in_order.c.right_option == _in_order.c.option, _in_order.c.closed_at_ms.is_not(None)),
        )
    )
    .group_by(_in_order.c.voter_id)
    .order_by(func.count().desc(), _in_order.c.voter_id)
    .limit(LOOKED_AT_MAX),
)
_HELPERS = query(
    _Points,
    select(HELP.c.author_id, func.count())
    .join_from(HELP, QUESTION, QUESTION.c.id == HELP.c.question_id)
    .where(QUESTION.c.show_id == bindparam("show"), HELP.c.accepted_at_ms.is_not(None), HELP.c.hidden_at_ms.is_(None))
    .group_by(HELP.c.author_id)
    .order_by(func.count().desc(), func.max(HELP.c.accepted_at_ms), HELP.c.author_id)
    .limit(LOOKED_AT_MAX),
)
_READ = {"gifts": _GIFTS, "likes": _LIKES, "quick": _QUICK, "helpers": _HELPERS}


def leaderboard(tx: ReadTx, actor: Actor, show_id: str) -> dict[str, list[Place]]:
    """The first PLACES of each board. Who has not consented is passed over, as if they were not there."""
    show_for(tx, actor, show_id)
    return {board: _places(tx, tx.all(_READ[board], show=show_id)) for board in BOARDS}


def _places(tx: ReadTx, found: list[_Points]) -> list[Place]:
    seen = consenting_among(tx, [row.person_id for row in found], PURPOSE)
    shown = [row for row in found if row.person_id in seen][:PLACES]
    cards = person_cards(tx, [row.person_id for row in shown])
    return [Place(number, cards[row.person_id], row.points) for number, row in enumerate(shown, start=1)]
