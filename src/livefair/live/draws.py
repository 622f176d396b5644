"""Lucky draws (福袋) by commit and reveal: nobody, the operator included, can choose the winners unseen.

When a draw opens, a hash of its secret seed and of its rules is published. Entries form a chain, whose last hash is
fixed when the time is over. Only then is the seed shown, and seed and chain decide. Nobody can close a draw early.
"""

from typing import NamedTuple

from sqlalchemy import bindparam, func, select, update

from livefair.kernel import (
    Actor,
    Conflict,
    NotAllowed,
    ReadTx,
    TooMany,
    WriteTx,
    change,
    job,
    not_found,
    query,
    require,
    require_valid,
    secret_token,
)
from livefair.live.chat import lines_by
from livefair.live.events import DrawClosed, DrawDrawn, DrawEntered, DrawOpened
from livefair.live.models.play import DRAW, DRAW_ENTRY, DRAW_WINNER, ELIGIBILITIES
from livefair.live.on_air import on_air_for, on_air_to_run
from livefair.live.rooms import Room, room_for
from livefair.live.rules import draws as rules
from livefair.live.rules import gist, may_run
from livefair.people import clean_line, follows


class Terms(NamedTuple):
    """What the host offers. `phrase` is what has to be said in the chat where eligibility is `phrase`."""

    prize: str
    winners: int = 1
    eligibility: str = "everybody"
    phrase: str = ""
    lasts_ms: int = 60_000


class Draw(NamedTuple):
    id: str
    room_id: str
    show_id: str
    prize: str
    winners: int
    eligibility: str
    phrase: str
    rules: str
    seed: str
    commitment: str
    entry_count: int
    entries_root: str
    last_entry_at_ms: int
    opened_at_ms: int
    closes_at_ms: int
    closed_at_ms: int | None
    drawn_at_ms: int | None

    @property
    def state(self) -> str:
        if self.drawn_at_ms is not None:
            return "drawn"
        return "open" if self.closed_at_ms is None else "closed"


class Entry(NamedTuple):
    position: int
    ticket: str
    running_hash: str
    at_ms: int


class Winner(NamedTuple):
    place: int
    person_id: str
    ticket: str
    handed_over_at_ms: int | None


_COLUMNS = [getattr(DRAW.c, field) for field in Draw._fields]
_this = DRAW.c.id == bindparam("draw")
_ONE = query(Draw, select(*_COLUMNS).where(_this))
_OF_SHOW = query(
    Draw, select(*_COLUMNS).where(DRAW.c.show_id == bindparam("show")).order_by(DRAW.c.opened_at_ms, DRAW.c.id)
)
_LATEST = query(
    Draw,
    select(*_COLUMNS)
    .where(DRAW.c.show_id == bindparam("show"))
    .order_by(DRAW.c.opened_at_ms.desc(), DRAW.c.id.desc())
    .limit(1),
)
_COUNT = query(int, select(func.count()).select_from(DRAW).where(DRAW.c.show_id == bindparam("show")))
# Takes the next place and keeps others waiting until it is filled; a draw that is closed has none.
_TAKE_PLACE = change(
    update(DRAW)
    .where(_this, DRAW.c.closed_at_ms.is_(None), DRAW.c.closes_at_ms > bindparam("now"))
    .values(entry_count=DRAW.c.entry_count + 1)
)
_CHAIN = change(update(DRAW).where(_this).values(entries_root=bindparam("root"), last_entry_at_ms=bindparam("at")))
_CLOSE = change(
    update(DRAW)
    .where(_this, DRAW.c.closed_at_ms.is_(None), DRAW.c.closes_at_ms <= bindparam("now"))
    .values(closed_at_ms=bindparam("now"))
)
_DRAWN = change(
    update(DRAW)
    .where(_this, DRAW.c.closed_at_ms.is_not(None), DRAW.c.drawn_at_ms.is_(None))
    .values(drawn_at_ms=bindparam("now"))
)
_ENTRY_COLUMNS = [getattr(DRAW_ENTRY.c, field) for field in Entry._fields]
_ENTRIES = query(
    Entry,
    select(*_ENTRY_COLUMNS).where(DRAW_ENTRY.c.draw_id == bindparam("draw")).order_by(DRAW_ENTRY.c.position),
)
_ENTRY_OF = query(
    Entry,
    select(*_ENTRY_COLUMNS).where(
        DRAW_ENTRY.c.draw_id == bindparam("draw"), DRAW_ENTRY.c.person_id == bindparam("who")
    ),
)
_PERSON_AT = query(
    str,
    select(DRAW_ENTRY.c.person_id).where(
        DRAW_ENTRY.c.draw_id == bindparam("draw"), DRAW_ENTRY.c.position == bindparam("place")
    ),
)
_WINNERS = query(
    Winner,
    select(DRAW_WINNER.c.place, DRAW_WINNER.c.person_id, DRAW_ENTRY.c.ticket, DRAW_WINNER.c.handed_over_at_ms)
    .join_from(
        DRAW_WINNER,
        DRAW_ENTRY,
        (DRAW_ENTRY.c.draw_id == DRAW_WINNER.c.draw_id) & (DRAW_ENTRY.c.position == DRAW_WINNER.c.position),
    )
    .where(DRAW_WINNER.c.draw_id == bindparam("draw"))
    .order_by(DRAW_WINNER.c.place),
)
_HAND_OVER = change(
    update(DRAW_WINNER)
    .where(
        DRAW_WINNER.c.draw_id == bindparam("draw"),
        DRAW_WINNER.c.place == bindparam("which"),
        DRAW_WINNER.c.handed_over_at_ms.is_(None),
    )
    .values(handed_over_at_ms=bindparam("now"), handed_over_by=bindparam("who"))
)
_MISCOUNTED = query(
    str,
    select(DRAW.c.id).where(
        DRAW.c.entry_count
        != select(func.count()).where(DRAW_ENTRY.c.draw_id == DRAW.c.id).correlate(DRAW).scalar_subquery()
    ),
)


def open_draw(tx: WriteTx, actor: Actor, room_id: str, terms: Terms) -> Draw:
    """Offer a prize to the room on air. Conflict draw_open while another runs. Winners and end cannot change later."""
    found = on_air_to_run(tx, actor, room_id)
    terms = _checked(terms)
    if tx.value(_COUNT, show=found.show.id) >= rules.DRAWS_PER_SHOW_MAX:
        raise Conflict("too_many_draws", limit=rules.DRAWS_PER_SHOW_MAX)
    draw_id, seed = tx.new_id(), secret_token()
    promise = rules.Promise(
        draw_id,
        room_id,
        found.show.id,
        *terms[:4],
        opened_at_ms=tx.now_ms,
        closes_at_ms=tx.now_ms + terms.lasts_ms,
    )
    text = rules.rules_text(promise)
    is_new = tx.insert_new(
        DRAW,
        id=draw_id,
        room_id=room_id,
        show_id=found.show.id,
        prize=terms.prize,
        winners=terms.winners,
        eligibility=terms.eligibility,
        phrase=terms.phrase,
        rules=text,
        seed=seed,
        commitment=rules.commitment(seed, draw_id, text),
        entry_count=0,
        entries_root=rules.first_hash(draw_id),
        last_entry_at_ms=tx.now_ms,
        opened_by=actor.id,
        opened_at_ms=tx.now_ms,
        closes_at_ms=promise.closes_at_ms,
    )
    if not is_new:  # the database allows one at a time
        raise Conflict("draw_open")
    tx.announce(DrawOpened(room_id=room_id, show_id=found.show.id, draw_id=draw_id, closes_at_ms=promise.closes_at_ms))
    tx.later(close_draw, after_ms=terms.lasts_ms, key=f"live_draw:{draw_id}", draw_id=draw_id)
    return draw_called(tx, draw_id)


def enter_draw(tx: WriteTx, actor: Actor, draw_id: str) -> Entry:
    """Take part; again is the same entry.

    Refusals: sign_in_first, host_cannot_enter, not_on_air, draw_over, follow_first, phrase_first, draw_full.
    """
    require(not actor.is_guest, "sign_in_first")
    draw, room = draw_for(tx, actor, draw_id)
    earlier = tx.one(_ENTRY_OF, draw=draw_id, who=actor.id)
    if earlier is not None:
        return earlier
    on_air_for(tx, actor, room.id)
    _require_eligible(tx, actor, draw, room)
    if draw.entry_count >= rules.ENTRIES_MAX:
        raise TooMany("draw_full", limit=rules.ENTRIES_MAX)
    if not tx.change(_TAKE_PLACE, draw=draw_id, now=tx.now_ms):
        raise Conflict("draw_over")
    # Looked at again with the place in hand: the same person may have entered while this one waited for it.
    draw = draw_called(tx, draw_id)
    if tx.one(_ENTRY_OF, draw=draw_id, who=actor.id) is not None:
        raise Conflict("entered_already")
    return _enter(tx, actor, draw)


@job
def close_draw(tx: WriteTx, actor: Actor, *, draw_id: str) -> None:
    """The time is over: the chain of entries is fixed, before anybody sees the seed."""
    if not tx.change(_CLOSE, draw=draw_id, now=tx.now_ms):
        return
    draw = draw_called(tx, draw_id)
    tx.announce(
        DrawClosed(
            room_id=draw.room_id,
            show_id=draw.show_id,
            draw_id=draw_id,
            entries=draw.entry_count,
            entries_root=draw.entries_root,
        )
    )
    tx.later(reveal_draw, key=f"live_draw_reveal:{draw_id}", draw_id=draw_id)


@job
def reveal_draw(tx: WriteTx, actor: Actor, *, draw_id: str) -> None:
    """Show the seed and who has won by it."""
    if not tx.change(_DRAWN, draw=draw_id, now=tx.now_ms):
        return
    draw = draw_called(tx, draw_id)
    tickets = [entry.ticket for entry in entries_of(tx, draw_id)]
    winners = rules.winners_of(draw.seed, draw.entries_root, tickets, winners=draw.winners)
    people = [tx.value(_PERSON_AT, draw=draw_id, place=position) for position in winners]
    for place, (position, person_id) in enumerate(zip(winners, people, strict=True), start=1):
        tx.insert(DRAW_WINNER, draw_id=draw_id, place=place, position=position, person_id=person_id)
    tx.announce(
        DrawDrawn(
            room_id=draw.room_id,
            show_id=draw.show_id,
            draw_id=draw_id,
            entries=draw.entry_count,
            winner_ids=people,
        )
    )


def hand_over(tx: WriteTx, actor: Actor, draw_id: str, *, place: int) -> None:
    """Note that a winner has got the prize; twice is once."""
    draw, room = draw_for(tx, actor, draw_id)
    require(may_run(actor, room), "not_your_room")
    if not any(winner.place == place for winner in winners_of(tx, draw.id)):
        not_found("winner")
    tx.change(_HAND_OVER, draw=draw_id, which=place, now=tx.now_ms, who=actor.id)


def draw_for(tx: ReadTx, actor: Actor, draw_id: str) -> tuple[Draw, Room]:
    """A draw is as public as its room."""
    draw = tx.one(_ONE, draw=draw_id)
    if draw is None:
        not_found("draw")
    return draw, room_for(tx, actor, draw.room_id)


def latest_draw(tx: ReadTx, show_id: str) -> Draw | None:
    return tx.one(_LATEST, show=show_id)


def draws_of(tx: ReadTx, show_id: str) -> list[Draw]:
    """In the order of time; DRAWS_PER_SHOW_MAX at most."""
    return tx.all(_OF_SHOW, show=show_id)


def entries_of(tx: ReadTx, draw_id: str) -> list[Entry]:
    """In the order of their places; ENTRIES_MAX at most."""
    return tx.all(_ENTRIES, draw=draw_id)


def entry_of(tx: ReadTx, actor: Actor, draw_id: str) -> Entry | None:
    return None if actor.is_guest else tx.one(_ENTRY_OF, draw=draw_id, who=actor.id)


def winners_of(tx: ReadTx, draw_id: str) -> list[Winner]:
    return tx.all(_WINNERS, draw=draw_id)


def miscounted_entries(tx: ReadTx) -> list[str]:
    """Draws that count other entries than there are: none, if all is well."""
    return tx.all(_MISCOUNTED)


def _checked(terms: Terms) -> Terms:
    require_valid(1 <= terms.winners <= rules.WINNERS_MAX, "out_of_range", field="winners")
    require_valid(rules.LASTS_MS_MIN <= terms.lasts_ms <= rules.LASTS_MS_MAX, "out_of_range", field="lasts")
    require_valid(terms.eligibility in ELIGIBILITIES, "bad_value", field="eligibility")
    phrase = ""
    if terms.eligibility == "phrase":
        phrase = clean_line(terms.phrase, limit=rules.PHRASE_CHARS_MAX, field="phrase")
    return terms._replace(prize=clean_line(terms.prize, limit=rules.PRIZE_CHARS_MAX, field="prize"), phrase=phrase)


def _require_eligible(tx: ReadTx, actor: Actor, draw: Draw, room: Room) -> None:
    require(not may_run(actor, room), "host_cannot_enter")
    if draw.eligibility == "followers":
        require(follows(tx, actor.id, room.host_id), "follow_first")
    if draw.eligibility == "phrase" and not _has_said(tx, actor, draw):
        raise NotAllowed("phrase_first", phrase=draw.phrase)


def _has_said(tx: ReadTx, actor: Actor, draw: Draw) -> bool:
    wanted = gist(draw.phrase)
    said = lines_by(tx, actor.id, show_id=draw.show_id, since_ms=draw.opened_at_ms)
    return any(wanted in gist(text) for text in said)


def _enter(tx: WriteTx, actor: Actor, draw: Draw) -> Entry:
    """Into the place that was taken: `draw.entry_count` is its number."""
    ticket, at_ms = rules.ticket_of(secret_token()), max(tx.now_ms, draw.last_entry_at_ms)
    running = rules.next_hash(draw.entries_root, position=draw.entry_count, ticket=ticket, at_ms=at_ms)
    tx.insert(
        DRAW_ENTRY,
        draw_id=draw.id,
        position=draw.entry_count,
        person_id=actor.id,
        ticket=ticket,
        running_hash=running,
        at_ms=at_ms,
    )
    tx.change(_CHAIN, draw=draw.id, root=running, at=at_ms)
    tx.announce(
        DrawEntered(
            room_id=draw.room_id,
            show_id=draw.show_id,
            draw_id=draw.id,
            person_id=actor.id,
            position=draw.entry_count,
        )
    )
    return Entry(draw.entry_count, ticket, running, at_ms)


def draw_called(tx: ReadTx, draw_id: str) -> Draw:
    return tx.one(_ONE, draw=draw_id) or not_found("draw")
