"""Polls, quizzes and votes for the next product: one vote per person, counted exactly, closed by time or by tap."""

from typing import NamedTuple

from sqlalchemy import bindparam, func, or_, select, update

from livefair.kernel import (
    SYSTEM,
    Actor,
    Conflict,
    ReadTx,
    WriteTx,
    change,
    job,
    not_found,
    query,
    require,
    require_valid,
    text_in,
)
from livefair.live.assortments import assortment_of
from livefair.live.events import PollClosed, PollOpened, PollVoted
from livefair.live.models.play import POLL, POLL_KINDS, POLL_OPTION, POLL_VOTE
from livefair.live.on_air import on_air_for, on_air_to_run
from livefair.live.rooms import Room, room_for
from livefair.live.rules import may_run
from livefair.live.rules import polls as rules
from livefair.live.tasks import look_at_task
from livefair.people import clean_line


class Choice(NamedTuple):
    """One thing to vote for; `product_id` where the room decides what comes next."""

    text: str
    product_id: str | None = None


class Asking(NamedTuple):
    """What the host asks. `right` (from 1) makes a quiz of it; `lasts_ms` None: until the host closes it.

    `pins_winner`: the product that wins is shown by itself.
    """

    question: str
    choices: tuple[Choice, ...]
    kind: str = "poll"
    is_changeable: bool = True
    right: int | None = None
    lasts_ms: int | None = 60_000
    pins_winner: bool = False


class Poll(NamedTuple):
    id: str
    room_id: str
    show_id: str
    kind: str
    question: str
    votes_are: str
    right_option: int | None
    voters: int
    opened_at_ms: int
    closes_at_ms: int | None
    closed_at_ms: int | None
    afterwards: str | None


class Option(NamedTuple):
    poll_id: str
    option: int
    text: str
    product_id: str | None
    votes: int


_COLUMNS = [getattr(POLL.c, field) for field in Poll._fields]
_OPTION_COLUMNS = [getattr(POLL_OPTION.c, field) for field in Option._fields]
_this = POLL.c.id == bindparam("poll")
_ONE = query(Poll, select(*_COLUMNS).where(_this))
_LATEST = query(
    Poll,
    select(*_COLUMNS)
    .where(POLL.c.show_id == bindparam("show"))
    .order_by(POLL.c.opened_at_ms.desc(), POLL.c.id.desc())
    .limit(1),
)
_OF_SHOW = query(
    Poll, select(*_COLUMNS).where(POLL.c.show_id == bindparam("show")).order_by(POLL.c.opened_at_ms, POLL.c.id)
)
_COUNT = query(int, select(func.count()).select_from(POLL).where(POLL.c.show_id == bindparam("show")))
_OPEN_ONE = query(str, select(POLL.c.id).where(POLL.c.show_id == bindparam("show"), POLL.c.closed_at_ms.is_(None)))
_OPTIONS = query(
    Option,
    select(*_OPTION_COLUMNS)
    .where(text_in(POLL_OPTION.c.poll_id, "ids"))
    .order_by(POLL_OPTION.c.poll_id, POLL_OPTION.c.option),
)
_VOTE_OF = query(
    int,
    select(POLL_VOTE.c.option).where(
        POLL_VOTE.c.poll_id == bindparam("poll"), POLL_VOTE.c.voter_id == bindparam("who")
    ),
)
# Keeps other votes and the closing waiting until this vote is counted; a poll that is over has no row here.
_TAKE_IN = change(
    update(POLL)
    .where(
        _this,
        POLL.c.closed_at_ms.is_(None),
        or_(POLL.c.closes_at_ms.is_(None), POLL.c.closes_at_ms > bindparam("now")),
    )
    .values(voters=POLL.c.voters)
)
_ONE_MORE_VOTER = change(update(POLL).where(_this).values(voters=POLL.c.voters + 1))
_COUNT_VOTE = change(
    update(POLL_OPTION)
    .where(POLL_OPTION.c.poll_id == bindparam("poll"), POLL_OPTION.c.option == bindparam("chosen"))
    .values(votes=POLL_OPTION.c.votes + bindparam("by"))
)
_CHANGE_VOTE = change(
    update(POLL_VOTE)
    .where(POLL_VOTE.c.poll_id == bindparam("poll"), POLL_VOTE.c.voter_id == bindparam("who"))
    .values(option=bindparam("chosen"), at_ms=bindparam("now"))
)
_CLOSE = change(
    update(POLL)
    .where(_this, POLL.c.closed_at_ms.is_(None))
    .values(closed_at_ms=bindparam("now"), closed_by=bindparam("who"))
)
_RIGHT_ONES = query(
    str,
    select(POLL_VOTE.c.voter_id)
    .where(POLL_VOTE.c.poll_id == bindparam("poll"), POLL_VOTE.c.option == bindparam("chosen"))
    .order_by(POLL_VOTE.c.at_ms, POLL_VOTE.c.voter_id)
    .limit(bindparam("most")),
)
_MISCOUNTED = query(
    str,
    select(POLL_OPTION.c.poll_id)
    .where(
        POLL_OPTION.c.votes
        != select(func.count())
        .where(POLL_VOTE.c.poll_id == POLL_OPTION.c.poll_id, POLL_VOTE.c.option == POLL_OPTION.c.option)
        .correlate(POLL_OPTION)
        .scalar_subquery()
    )
    .distinct(),
)
_MISCOUNTED_VOTERS = query(
    str,
    select(POLL.c.id).where(
        POLL.c.voters != select(func.count()).where(POLL_VOTE.c.poll_id == POLL.c.id).correlate(POLL).scalar_subquery()
    ),
)


def open_poll(tx: WriteTx, actor: Actor, room_id: str, asking: Asking) -> Poll:
    """Ask the room on air. Conflict poll_open while another runs. `next_item` asks for products of the assortment."""
    found = on_air_to_run(tx, actor, room_id)
    asking = _checked(tx, found.show.id, asking)
    if tx.value(_COUNT, show=found.show.id) >= rules.POLLS_PER_SHOW_MAX:
        raise Conflict("too_many_polls", limit=rules.POLLS_PER_SHOW_MAX)
    poll_id = tx.new_id()
    is_new = tx.insert_new(
        POLL,
        id=poll_id,
        room_id=room_id,
        show_id=found.show.id,
        kind=asking.kind,
        question=asking.question,
        votes_are="changeable" if asking.is_changeable else "final",
        right_option=asking.right,
        voters=0,
        opened_by=actor.id,
        opened_at_ms=tx.now_ms,
        closes_at_ms=None if asking.lasts_ms is None else tx.now_ms + asking.lasts_ms,
        afterwards="pin" if asking.pins_winner else None,
    )
    if not is_new:  # the database allows one at a time
        raise Conflict("poll_open")
    for number, choice in enumerate(asking.choices, start=1):
        tx.insert(POLL_OPTION, poll_id=poll_id, option=number, text=choice.text, product_id=choice.product_id, votes=0)
    tx.announce(PollOpened(room_id=room_id, show_id=found.show.id, poll_id=poll_id, poll_kind=asking.kind))
    if asking.lasts_ms is not None:
        tx.later(close_poll_by_time, after_ms=asking.lasts_ms, key=f"live_poll:{poll_id}", poll_id=poll_id)
    return poll_called(tx, poll_id)


def choose(tx: WriteTx, actor: Actor, poll_id: str, *, option: int) -> None:
    """Vote, or change one's vote where that is allowed; the same again changes nothing.

    Refusals: sign_in_first, host_cannot_vote, not_on_air, bad_value, poll_over, vote_is_final.
    """
    require(not actor.is_guest, "sign_in_first")
    poll, room = poll_for(tx, actor, poll_id)
    require(not may_run(actor, room), "host_cannot_vote")
    on_air_for(tx, actor, room.id)
    require_valid(any(each.option == option for each in options_of(tx, [poll_id])), "bad_value", field="option")
    if not tx.change(_TAKE_IN, poll=poll_id, now=tx.now_ms):
        raise Conflict("poll_over")
    earlier = tx.one(_VOTE_OF, poll=poll_id, who=actor.id)
    if earlier == option:
        return
    if earlier is not None and poll.votes_are == "final":
        raise Conflict("vote_is_final")
    _count(tx, actor, poll, option, earlier)


def close_poll(tx: WriteTx, actor: Actor, poll_id: str) -> None:
    """End it by tap; twice is once."""
    _, room = poll_for(tx, actor, poll_id)
    require(may_run(actor, room), "not_your_room")
    _close(tx, actor, poll_id)


def close_poll_of(tx: WriteTx, actor: Actor, show_id: str) -> None:
    """When a show is over, so is what it asks."""
    poll_id = tx.one(_OPEN_ONE, show=show_id)
    if poll_id is not None:
        _close(tx, actor, poll_id)


@job
def close_poll_by_time(tx: WriteTx, actor: Actor, *, poll_id: str) -> None:
    _close(tx, SYSTEM, poll_id)


def poll_for(tx: ReadTx, actor: Actor, poll_id: str) -> tuple[Poll, Room]:
    poll = poll_called(tx, poll_id)
    return poll, room_for(tx, actor, poll.room_id)


def poll_called(tx: ReadTx, poll_id: str) -> Poll:
    return tx.one(_ONE, poll=poll_id) or not_found("poll")


def latest_poll(tx: ReadTx, show_id: str) -> Poll | None:
    return tx.one(_LATEST, show=show_id)


def polls_of(tx: ReadTx, show_id: str) -> list[Poll]:
    """In the order of time; POLLS_PER_SHOW_MAX at most."""
    return tx.all(_OF_SHOW, show=show_id)


def options_of(tx: ReadTx, poll_ids: list[str]) -> list[Option]:
    """Of each poll, in their order."""
    return tx.all(_OPTIONS, ids=poll_ids)


def product_that_won(tx: ReadTx, poll: Poll, leader: int | None) -> str | None:
    """What is to be shown by itself after a vote for the next product, if that was said when it was opened."""
    if poll.afterwards != "pin" or leader is None:
        return None
    return next((each.product_id for each in options_of(tx, [poll.id]) if each.option == leader), None)


def vote_of(tx: ReadTx, actor: Actor, poll_id: str) -> int | None:
    return None if actor.is_guest else tx.one(_VOTE_OF, poll=poll_id, who=actor.id)


def right_voters(tx: ReadTx, poll: Poll, *, most: int = 10) -> list[str]:
    """Who was right in a quiz that is over, quickest first."""
    if poll.right_option is None or poll.closed_at_ms is None:
        return []
    return tx.all(_RIGHT_ONES, poll=poll.id, chosen=poll.right_option, most=min(most, 100))


def miscounted_polls(tx: ReadTx) -> list[str]:
    """Polls that count other votes than were given: none, if all is well."""
    return sorted({*tx.all(_MISCOUNTED), *tx.all(_MISCOUNTED_VOTERS)})


def _checked(tx: ReadTx, show_id: str, asking: Asking) -> Asking:
    require_valid(asking.kind in POLL_KINDS, "bad_value", field="kind")
    require_valid(rules.OPTIONS_MIN <= len(asking.choices) <= rules.OPTIONS_MAX, "options_two_to_six", field="options")
    lasts = asking.lasts_ms
    require_valid(lasts is None or rules.LASTS_MS_MIN <= lasts <= rules.LASTS_MS_MAX, "out_of_range", field="lasts")
    is_right = asking.right is not None and 1 <= asking.right <= len(asking.choices)
    require_valid((asking.kind == "quiz") == is_right, "choose_right_option", field="right")
    choices = tuple(
        Choice(clean_line(choice.text, limit=rules.OPTION_CHARS_MAX, field="options"), choice.product_id)
        for choice in asking.choices
    )
    require_valid(len({choice.text for choice in choices}) == len(choices), "options_differ", field="options")
    require_valid(asking.kind == "next_item" or not asking.pins_winner, "bad_value", field="pins_winner")
    if asking.kind == "next_item":
        shown = {each.product_id for each in assortment_of(tx, show_id)}
        require_valid(all(choice.product_id in shown for choice in choices), "not_in_assortment", field="options")
    question = clean_line(asking.question, limit=rules.QUESTION_CHARS_MAX, field="question")
    return asking._replace(question=question, choices=choices)


def _count(tx: WriteTx, actor: Actor, poll: Poll, option: int, earlier: int | None) -> None:
    if earlier is None:
        tx.insert(POLL_VOTE, poll_id=poll.id, voter_id=actor.id, option=option, at_ms=tx.now_ms)
        tx.change(_ONE_MORE_VOTER, poll=poll.id)
        look_at_task(tx, poll.show_id, "votes")
    else:
        tx.change(_CHANGE_VOTE, poll=poll.id, who=actor.id, chosen=option, now=tx.now_ms)
        tx.change(_COUNT_VOTE, poll=poll.id, chosen=earlier, by=-1)
    tx.change(_COUNT_VOTE, poll=poll.id, chosen=option, by=1)
    tx.announce(
        PollVoted(room_id=poll.room_id, show_id=poll.show_id, poll_id=poll.id, voter_id=actor.id, option=option)
    )


def _close(tx: WriteTx, actor: Actor, poll_id: str) -> None:
    if not tx.change(_CLOSE, poll=poll_id, now=tx.now_ms, who=actor.id):
        return
    poll = poll_called(tx, poll_id)
    leader = rules.leader_of([option.votes for option in options_of(tx, [poll_id])])
    tx.announce(
        PollClosed(
            room_id=poll.room_id,
            show_id=poll.show_id,
            poll_id=poll_id,
            poll_kind=poll.kind,
            voters=poll.voters,
            leader=leader,
        )
    )
