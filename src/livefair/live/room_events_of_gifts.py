"""What browsers are told of gifts; see docs/room-events.md."""

from collections.abc import Callable
from typing import Any

from livefair.kernel import Fact, ReadTx
from livefair.live.events_of_gifts import GiftSent
from livefair.live.gift_catalogue import all_gifts
from livefair.live.leaderboards import PURPOSE
from livefair.live.rules import masked
from livefair.live.telling import RoomEvent, ToRoom
from livefair.people import person_card
from livefair.people.consents import has_consented


class GiftShown(RoomEvent, frozen=True, tag="gift", kw_only=True):
    """`name` is whole where the giver wants to be seen, else one character of it; `art` is how the gift moves."""

    id: str
    name: str
    avatar: str | None = None
    code: str
    title: str
    title_en: str
    art: str
    quantity: int


def _gift(tx: ReadTx, fact: GiftSent) -> ToRoom:
    gift, card = all_gifts()[fact.code], person_card(tx, fact.giver_id)
    is_seen = has_consented(tx, fact.giver_id, PURPOSE)
    shown = GiftShown(
        id=fact.gift_id,
        name=card.name if is_seen else masked(card.name),
        avatar=card.avatar_key if is_seen else None,
        code=fact.code,
        title=gift.name.zh,
        title_en=gift.name.en,
        art=gift.art,
        quantity=fact.quantity,
    )
    return ToRoom(fact.room_id, shown)


TELL_OF_GIFTS: dict[type[Fact], Callable[[ReadTx, Any], ToRoom]] = {GiftSent: _gift}
