"""Cards that upper domains put into the feed, in the feed's own words: reviews and ideas."""

from typing import NamedTuple

from sqlalchemy import bindparam, update

from livefair.content import rules
from livefair.content.models import FEED_CARD
from livefair.kernel import Actor, WriteTx, change, require_valid


class Card(NamedTuple):
    """`disclosure` is the author's own word on what they got for it; `rating` is of a review.

    An idea for something new has no product.
    """

    kind: str
    id: str
    author_id: str
    product_id: str | None
    text: str
    rating: int | None
    picture_key: str | None
    disclosure: str


_one = (FEED_CARD.c.kind == bindparam("of"), FEED_CARD.c.id == bindparam("one"))
_WITHDRAW = change(update(FEED_CARD).where(*_one).values(withdrawn_at_ms=bindparam("at")))
_ENDORSE = change(update(FEED_CARD).where(*_one).values(endorsements=bindparam("sum_")))


def publish_card(tx: WriteTx, actor: Actor, card: Card) -> None:
    """Put a card into the feed; its domain has checked its text."""
    require_valid(card.kind in rules.CARD_KINDS, "unknown_word", field="kind")
    tx.insert(FEED_CARD, endorsements=0, published_at_ms=tx.now_ms, **card._asdict())


def withdraw_card(tx: WriteTx, actor: Actor, kind: str, card_id: str) -> None:
    tx.change(_WITHDRAW, of=kind, one=card_id, at=tx.now_ms)


def restore_card(tx: WriteTx, actor: Actor, kind: str, card_id: str) -> None:
    tx.change(_WITHDRAW, of=kind, one=card_id, at=None)


def set_endorsements(tx: WriteTx, actor: Actor, kind: str, card_id: str, endorsements: int) -> None:
    """How many found it helpful: what the feed ranks a card by."""
    tx.change(_ENDORSE, of=kind, one=card_id, sum_=endorsements)
