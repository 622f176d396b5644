"""What the browsers in a room are told, as JSON: codes and values, never sentences. See docs/room-events.md."""

from collections.abc import Callable
from typing import Any

from livefair.catalog import product_cards
from livefair.catalog.queries import skus_of
from livefair.kernel import SYSTEM, Fact, ReadTx
from livefair.kernel.facts import kind_of
from livefair.live import events, rules
from livefair.live.chat import Line, Said, line_called, lines_on_air_of
from livefair.live.events_of_hosting import LayoutSet, RestockAnswered, ViolationCorrected
from livefair.live.on_air import show_on_air
from livefair.live.pins import Pin, current_pin, pin_called
from livefair.live.questions import Question, question_called
from livefair.live.room_events_of_auctions import TOLD_OF_AUCTIONS, AuctionFact, told_of_auction
from livefair.live.room_events_of_badges import FanMark, Mark, worn
from livefair.live.room_events_of_captions import TELL_OF_CAPTIONS
from livefair.live.room_events_of_gifts import TELL_OF_GIFTS
from livefair.live.room_events_of_play import TELL_OF_PLAY
from livefair.live.room_events_of_sales import TOLD_OF_SALES, SaleFact, told_of_sale
from livefair.live.room_events_of_seats import TELL_OF_SEATS
from livefair.live.room_events_of_stories import TELL_OF_STORIES
from livefair.live.room_events_of_talk import TELL_OF_TALK
from livefair.live.room_events_of_tasks import TELL_OF_TASKS
from livefair.live.rooms import moderators_of, room_for
from livefair.live.run_of_show import block_called
from livefair.live.telling import RoomEvent, ToRoom
from livefair.live.violations import violation_called
from livefair.people import person_card, person_cards
from livefair.people.badges import badges_among
from livefair.people.events import PersonRemoved
from livefair.shop.events import OrderPaid
from livefair.supply import levels


class Chat(RoomEvent, frozen=True, tag="chat", kw_only=True):
    """`fan`: in which level of the host's club its writer is; `marks`: badges of the whole fair with their levels."""

    id: str
    by: str
    name: str
    avatar: str | None = None
    role: str | None = None
    text: str
    at: int
    reply_to: str | None = None
    fan: FanMark | None = None
    marks: list[Mark] | None = None


class Removed(RoomEvent, frozen=True, tag="removed", kw_only=True):
    """A chat line or a question that is no longer shown."""

    id: str


class Joined(RoomEvent, frozen=True, tag="joined", kw_only=True):
    by: str
    name: str


class Asked(RoomEvent, frozen=True, tag="question", kw_only=True):
    id: str
    by: str
    name: str
    text: str
    votes: int
    at: int
    product_id: str | None = None


class Voted(RoomEvent, frozen=True, tag="voted", kw_only=True):
    id: str
    votes: int


class Answered(RoomEvent, frozen=True, tag="answered", kw_only=True):
    """`question` and `answer` are the words; `offset_ms` counts from the beginning of the show."""

    id: str
    question: str
    answer: str
    offset_ms: int
    product_id: str | None = None


class Dismissed(RoomEvent, frozen=True, tag="dismissed", kw_only=True):
    id: str


class Pinned(RoomEvent, frozen=True, tag="pinned", kw_only=True):
    """`href` leads to the product's page; `left` is the stock at this moment, if known."""

    id: str
    product_id: str
    offer_id: str | None = None
    title: str
    title_en: str
    picture: str | None = None
    picture_url: str | None = None
    href: str | None = None
    price_minor: int
    currency: str
    left: int | None = None


class Unpinned(RoomEvent, frozen=True, tag="unpinned", kw_only=True):
    id: str


class Stock(RoomEvent, frozen=True, tag="stock", kw_only=True):
    product_id: str
    left: int


class Started(RoomEvent, frozen=True, tag="started", kw_only=True):
    show: str


class Ended(RoomEvent, frozen=True, tag="ended", kw_only=True):
    show: str
    href: str | None = None


class OnAir(RoomEvent, frozen=True, tag="on_air"):
    """Pictures arrive."""


class OffAir(RoomEvent, frozen=True, tag="off_air"):
    """Pictures have ceased; the show goes on."""


class Muted(RoomEvent, frozen=True, tag="muted", kw_only=True):
    """`barred`: they take no part in the room any more."""

    by: str
    until: int | None = None
    barred: bool = False


class Unmuted(RoomEvent, frozen=True, tag="unmuted", kw_only=True):
    by: str


class Block(RoomEvent, frozen=True, tag="block", kw_only=True):
    """What the show goes on with; `kind` is greeting, product, poll, draw, questions, break or closing."""

    id: str
    kind: str
    title: str
    at: int
    lasts_ms: int
    product_id: str | None = None


class Corrected(RoomEvent, frozen=True, tag="correction", kw_only=True):
    """The host takes words back: `said` are those words, `text` the host's own correction, if any."""

    id: str
    said: str
    text: str
    at: int


class PulseSeen(RoomEvent, frozen=True, tag="pulse_answered", kw_only=True):
    pulse: str


class Restocked(RoomEvent, frozen=True, tag="restocked", kw_only=True):
    """The brand has answered the host: `added` pieces more, 0 if it cannot; `left` is what there is now."""

    product_id: str
    title: str
    title_en: str
    added: int
    left: int


class Arranged(RoomEvent, frozen=True, tag="layout", kw_only=True):
    """The page is arranged as standard, product, talk or clean from now on."""

    layout: str


class Bought(RoomEvent, frozen=True, tag="bought", kw_only=True):
    """`name` shows one character of the buyer's name."""

    name: str
    product_id: str
    title: str
    title_en: str
    quantity: int


def chat_event(line: Line) -> Chat:
    return Chat(
        id=line.id,
        by=line.by.id,
        name=line.by.name,
        avatar=line.by.avatar_key,
        role="host" if line.is_host else "helper" if line.is_helper else None,
        text=line.text,
        at=line.at_ms,
        reply_to=line.reply_to,
        **worn(line.badges),
    )


def chat_events(tx: ReadTx, lines: list[Said], host_id: str) -> list[Chat]:
    """Lines that were kept, as they were sent."""
    cards = person_cards(tx, [line.author_id for line in lines])
    badges = badges_among(tx, list(cards), about=host_id)
    roles = dict.fromkeys(moderators_of(tx, lines[0].room_id) if lines else (), "helper") | {host_id: "host"}
    return [
        Chat(
            id=said.id,
            by=said.author_id,
            name=cards[said.author_id].name,
            avatar=cards[said.author_id].avatar_key,
            role=roles.get(said.author_id),
            text=said.text,
            at=said.at_ms,
            reply_to=said.reply_to,
            **worn(badges.get(said.author_id, ())),
        )
        for said in lines
    ]


def asked_events(tx: ReadTx, questions: list[Question]) -> list[Asked]:
    cards = person_cards(tx, [question.asker_id for question in questions])
    return [
        Asked(
            id=question.id,
            by=question.asker_id,
            name=cards[question.asker_id].name,
            text=question.text,
            votes=question.votes,
            at=question.asked_at_ms,
            product_id=question.product_id,
        )
        for question in questions
    ]


def pin_event(pin: Pin) -> Pinned:
    return Pinned(
        id=pin.id,
        product_id=pin.product_id,
        offer_id=pin.offer_id,
        title=pin.title_zh,
        title_en=pin.title_en,
        picture=pin.picture_key,
        price_minor=pin.price_minor,
        currency=pin.currency,
        left=pin.left,
    )


def events_of(tx: ReadTx, fact: Fact) -> list[ToRoom]:
    """What to tell rooms about a fact, if anything. What has changed since is told as it is now."""
    if isinstance(fact, OrderPaid):
        return _bought(tx, fact)
    if isinstance(fact, PersonRemoved):
        return [ToRoom(line.room_id, Removed(id=line.id)) for line in lines_on_air_of(tx, fact.person_id, most=200)]
    if isinstance(fact, SaleFact):
        return told_of_sale(tx, fact)
    if isinstance(fact, AuctionFact):
        return told_of_auction(tx, fact)
    tell = _TELL.get(type(fact))
    return [] if tell is None else [tell(tx, fact)]


def _bought(tx: ReadTx, fact: OrderPaid) -> list[ToRoom]:
    cards = product_cards(tx, [line.product_id for line in fact.lines])
    name = rules.masked(person_card(tx, fact.buyer_id).name)
    told = []
    for line in fact.lines:
        card = cards.get(line.product_id)
        if line.room_id is None or card is None or not card.is_offered:
            continue
        bought = Bought(
            name=name,
            product_id=line.product_id,
            title=card.title_zh,
            title_en=card.title_en,
            quantity=line.quantity,
        )
        told.append(ToRoom(line.room_id, bought))
        if _is_pinned(tx, line.room_id, line.product_id):
            told.append(ToRoom(line.room_id, Stock(product_id=line.product_id, left=_left(tx, line.product_id))))
    return told


def _is_pinned(tx: ReadTx, room_id: str, product_id: str) -> bool:
    show = show_on_air(tx, room_id)
    pinned = current_pin(tx, show.id) if show else None
    return pinned is not None and pinned.product_id == product_id


def _left(tx: ReadTx, product_id: str) -> int:
    stock = levels(tx, [sku.id for sku in skus_of(tx, product_id)])
    return sum(level.sellable for level in stock.values())


def _question(tx: ReadTx, fact: events.QuestionAsked | events.QuestionRestored) -> ToRoom:
    return ToRoom(fact.room_id, asked_events(tx, [question_called(tx, fact.question_id)])[0])


def _answered(tx: ReadTx, fact: events.QuestionAnswered) -> ToRoom:
    question = question_called(tx, fact.question_id)
    told = Answered(
        id=question.id,
        question=question.text,
        answer=question.answer or "",
        offset_ms=fact.offset_ms,
        product_id=question.product_id,
    )
    return ToRoom(fact.room_id, told)


def _block(tx: ReadTx, fact: events.BlockBegan) -> ToRoom:
    block = block_called(tx, fact.block_id)
    told = Block(
        id=block.id,
        kind=block.kind,
        title=block.title,
        at=block.began_at_ms or 0,
        lasts_ms=block.lasts_ms,
        product_id=block.product_id,
    )
    return ToRoom(fact.room_id, told)


def _restocked(tx: ReadTx, fact: RestockAnswered) -> ToRoom:
    card = product_cards(tx, [fact.product_id])[fact.product_id]
    left = _left(tx, fact.product_id)
    told = Restocked(
        product_id=fact.product_id, title=card.title_zh, title_en=card.title_en, added=fact.added, left=left
    )
    return ToRoom(fact.room_id, told)


def _corrected(tx: ReadTx, fact: ViolationCorrected) -> ToRoom:
    found = violation_called(tx, fact.violation_id)
    said = found.said if found.kind == "claim" else ""
    told = Corrected(id=found.id, said=said, text=found.correction or "", at=found.corrected_at_ms or 0)
    return ToRoom(fact.room_id, told)


def _restored(tx: ReadTx, fact: events.ChatLineRestored) -> ToRoom:
    line = line_called(tx, fact.line_id)
    return ToRoom(fact.room_id, chat_events(tx, [line], room_for(tx, SYSTEM, line.room_id).host_id)[0])


_TELL: dict[type[Fact], Callable[[ReadTx, Any], ToRoom]] = {
    events.ShowStarted: lambda tx, fact: ToRoom(fact.room_id, Started(show=fact.show_id)),
    events.ShowEnded: lambda tx, fact: ToRoom(fact.room_id, Ended(show=fact.show_id)),
    events.BlockBegan: _block,
    events.MediaStarted: lambda tx, fact: ToRoom(fact.room_id, OnAir()),
    events.MediaStopped: lambda tx, fact: ToRoom(fact.room_id, OffAir()),
    events.ProductPinned: lambda tx, fact: ToRoom(fact.room_id, pin_event(pin_called(tx, fact.pin_id))),
    events.ProductUnpinned: lambda tx, fact: ToRoom(fact.room_id, Unpinned(id=fact.pin_id)),
    events.QuestionAsked: _question,
    events.QuestionRestored: _question,
    events.QuestionVoted: lambda tx, fact: ToRoom(fact.room_id, Voted(id=fact.question_id, votes=fact.votes)),
    events.QuestionAnswered: _answered,
    events.QuestionDismissed: lambda tx, fact: ToRoom(fact.room_id, Dismissed(id=fact.question_id)),
    events.QuestionHidden: lambda tx, fact: ToRoom(fact.room_id, Removed(id=fact.question_id)),
    events.ChatLineHidden: lambda tx, fact: ToRoom(fact.room_id, Removed(id=fact.line_id)),
    events.ChatLineRestored: _restored,
    events.ViewerMuted: lambda tx, fact: ToRoom(
        fact.room_id, Muted(by=fact.person_id, until=fact.until_at_ms, barred=fact.is_barred)
    ),
    events.ViewerUnmuted: lambda tx, fact: ToRoom(fact.room_id, Unmuted(by=fact.person_id)),
    ViolationCorrected: _corrected,
    RestockAnswered: _restocked,
    LayoutSet: lambda tx, fact: ToRoom(fact.room_id, Arranged(layout=fact.layout)),
    events.PulseAnswered: lambda tx, fact: ToRoom(fact.room_id, PulseSeen(pulse=fact.pulse)),
    **TELL_OF_PLAY,
    **TELL_OF_TALK,
    **TELL_OF_GIFTS,
    **TELL_OF_SEATS,
    **TELL_OF_TASKS,
    **TELL_OF_CAPTIONS,
    **TELL_OF_STORIES,
}

# The facts that rooms hear of.
_HEARD: tuple[type[Fact], ...] = (*_TELL, *TOLD_OF_SALES, *TOLD_OF_AUCTIONS, OrderPaid, PersonRemoved)
TOLD: frozenset[str] = frozenset(kind_of(fact) for fact in _HEARD)
