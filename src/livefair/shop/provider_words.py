"""What providers outside tell us, read and checked: of a page, a refund, a dispute. Their own words stay there."""

from typing import Literal

import msgspec

REFERENCE_CHARS_MAX = 120
REASON_CHARS_MAX = 60


class PageWord(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a page. `charge` is the provider's name for the money, "" while there is none."""

    page_id: str
    outcome: Literal["paid", "refused", "closed"]
    amount_minor: int = 0
    currency: str = ""
    charge: str = ""


class RefundWord(msgspec.Struct, frozen=True, kw_only=True):
    """A refund that did not reach its owner: the money is with the provider again. `key` is ours."""

    key: str
    page_id: str
    amount_minor: int
    currency: str


class DisputeMove(msgspec.Struct, frozen=True, kw_only=True):
    """What the provider has moved: `minor` below 0 is taken from us; `fee_minor` above 0 is its fee."""

    reference: str
    minor: int
    fee_minor: int


class DisputeWord(msgspec.Struct, frozen=True, kw_only=True):
    """How a dispute stands, whole: a word that was overtaken by a later one changes nothing."""

    reference: str
    charge: str
    state: Literal["open", "won", "lost"]
    reason: str
    amount_minor: int
    currency: str
    due_at_ms: int | None
    moves: tuple[DisputeMove, ...] = ()


ProviderWord = PageWord | RefundWord | DisputeWord
