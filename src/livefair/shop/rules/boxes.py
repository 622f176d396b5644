"""Blind boxes that anybody can check: what a brand may make, what a box holds, when the guarantee gives the rare piece.

The same in words is docs/boxes.md; docs/verify_boxes.py is a second, independent reading of it.
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple

from livefair.kernel.clock import DAY_MS, HOUR_MS
from livefair.kernel.commitments import Scheme
from livefair.kernel.errors import require_valid

FORMAT = "livefair-boxes-1"
KINDS_MIN, KINDS_MAX = 2, 50
BOXES_MAX = 10_000
AT_ONCE_MAX = 10
PER_DAY_MAX = 30
PER_PERSON_MAX = 200
GUARANTEE_MIN, GUARANTEE_MAX = 2, 200
LASTS_MS_MIN, LASTS_MS_MAX = HOUR_MS, 92 * DAY_MS
SERIES_MAX = 50
WORD_CHARS_MAX = 40
# Whoever has not opened a box by then has it opened by the program, so that it can be packed.
OPEN_WITHIN_MS = DAY_MS
# The guideline of 2023 wants proof for goods that can harm: these are never sold unseen here.
NEVER_UNSEEN = frozenset({"beauty", "food", "health"})
_SCHEME = Scheme(FORMAT)


class Content(NamedTuple):
    """What may be in a box: so many pieces of it are in the pool. At most one kind is the rare one (隐藏款)."""

    sku_id: str
    pieces: int
    is_rare: bool = False


class Draft(NamedTuple):
    """`guarantee_after` n: who has opened n - 1 boxes without the rare piece gets it from the next; 0: no guarantee."""

    price_minor: int
    contents: tuple[Content, ...]
    guarantee_after: int = 0
    per_day: int = 5
    per_person: int = 20
    lasts_ms: int = 30 * DAY_MS

    @property
    def boxes(self) -> int:
        return sum(content.pieces for content in self.contents)

    @property
    def kept_for_guarantee(self) -> int:
        """Rare pieces beside the pool: enough for every buyer's guarantee, whoever buys the boxes."""
        return self.boxes // self.guarantee_after if self.guarantee_after else 0


class Promise(NamedTuple):
    """What is fixed when a series begins; times in ms since 1970. `contents` are (SKU, pieces, rare or not)."""

    series_id: str
    brand_id: str
    price_minor: int
    currency: str
    contents: tuple[tuple[str, int, bool], ...]
    boxes: int
    guarantee_after: int
    kept_for_guarantee: int
    per_day: int
    per_person: int
    begins_at_ms: int
    ends_at_ms: int


class Drawing(NamedTuple):
    """Everything that decides one box but its secret. `misses`: boxes of this buyer since their last rare piece."""

    root: str
    position: int
    ticket: str
    left: tuple[int, ...]
    misses: int
    guarantee_after: int
    rare: int | None


class Drawn(NamedTuple):
    """`content` is which of the contents it is; `by_guarantee`: it comes from the pieces kept beside the pool."""

    content: int
    by_guarantee: bool


class Opened(NamedTuple):
    """One opened box as the chain keeps it."""

    position: int
    buyer: str
    ticket: str
    bought_at_ms: int
    opened_at_ms: int
    content: int
    by_guarantee: bool


def check_draft(draft: Draft) -> None:
    """Invalid: out_of_range, box_contents, one_rare_piece, guarantee_needs_rare."""
    bounds = {
        "price": (draft.price_minor, 1, 10**9),
        "boxes": (draft.boxes, KINDS_MIN, BOXES_MAX),
        "per_day": (draft.per_day, 1, PER_DAY_MAX),
        "per_person": (draft.per_person, draft.per_day, PER_PERSON_MAX),
        "lasts": (draft.lasts_ms, LASTS_MS_MIN, LASTS_MS_MAX),
    }
    skus = [content.sku_id for content in draft.contents]
    require_valid(KINDS_MIN <= len(set(skus)) == len(skus) <= KINDS_MAX, "box_contents", field="contents")
    require_valid(all(0 < each.pieces <= BOXES_MAX for each in draft.contents), "box_contents", field="contents")
    for field, (value, least, most) in bounds.items():
        require_valid(least <= value <= most, "out_of_range", field=field)
    rare = sum(content.is_rare for content in draft.contents)
    require_valid(rare <= 1, "one_rare_piece", field="contents")
    if draft.guarantee_after:
        require_valid(rare == 1, "guarantee_needs_rare", field="guarantee_after")
        fits = GUARANTEE_MIN <= draft.guarantee_after <= min(GUARANTEE_MAX, draft.boxes)
        require_valid(fits, "out_of_range", field="guarantee_after")


def rules_text(promise: Promise) -> str:
    return _SCHEME.promise(promise._asdict())


def secret_at(last: str, position: int, boxes: int) -> str:
    """The secret of the box at that place; each is the hash of the next one, so that none tells what comes.

    `last` is that of the last box; place 0 is the anchor, which is published when the series begins.
    """
    secret = last
    for _ in range(boxes - position):
        secret = sha256(secret.encode()).hexdigest()
    return secret


def commitment(anchor: str, series_id: str, rules: str) -> str:
    return _SCHEME.digest("commitment", anchor, series_id, rules)


def first_hash(series_id: str) -> str:
    return _SCHEME.digest("boxes", series_id)


def next_hash(before: str, box: Opened) -> str:
    """The running hash after one more box: it stands for this box and all before it."""
    parts = (
        box.position,
        box.buyer,
        box.ticket,
        box.bought_at_ms,
        box.opened_at_ms,
        box.content,
        int(box.by_guarantee),
    )
    return _SCHEME.digest("box", before, *map(str, parts))


def ticket_of(word: str) -> str:
    """What the buyer's own word comes to: it is part of what decides, and nobody but the buyer has chosen it."""
    return _SCHEME.digest("ticket", word)[:32]


def is_guaranteed(misses: int, guarantee_after: int) -> bool:
    return guarantee_after > 0 and misses + 1 >= guarantee_after


def draw(secret: str, drawing: Drawing) -> Drawn:
    """What is in the box: each piece left in the pool is as likely as any other, unless the guarantee decides."""
    if drawing.rare is not None and is_guaranteed(drawing.misses, drawing.guarantee_after):
        return Drawn(drawing.rare, by_guarantee=True)
    number = int(_SCHEME.number(secret, "box", drawing.root, str(drawing.position), drawing.ticket), 16)
    return Drawn(_piece(drawing.left, number % sum(drawing.left)), by_guarantee=False)


def chance_bp(left: int, all_left: int) -> int:
    """Of 10,000, rounded down: the published chance is never more than the true one."""
    return left * 10_000 // all_left if all_left else 0


def _piece(left: Sequence[int], number: int) -> int:
    """Counted through the pool in the order of the contents."""
    for index, pieces in enumerate(left):
        if number < pieces:
            return index
        number -= pieces
    raise ValueError("the pool is smaller than it should be")
