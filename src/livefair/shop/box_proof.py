"""What the public may check a series of blind boxes by: everything that decides, and nothing that names a person.

docs/verify_boxes.py derives every opened box of it again, without this program.
"""

import msgspec
from sqlalchemy import bindparam, select

from livefair.kernel import ReadTx, query
from livefair.shop.boxes import Box, Series, contents_of, opened_boxes, series_called
from livefair.shop.models.boxes import BOX_SERIES, BOX_SHARE
from livefair.shop.rules.boxes import FORMAT, secret_at


class ContentShown(msgspec.Struct, frozen=True, kw_only=True):
    sku_id: str
    pieces: int
    remaining: int
    is_rare: bool


class BoxShown(msgspec.Struct, frozen=True, kw_only=True):
    """`buyer` is a mark that stands for one buyer in this series alone; `content` counts from 0."""

    position: int
    buyer: str
    ticket: str
    bought_at_ms: int
    opened_at_ms: int
    secret: str
    content: int
    by_guarantee: bool
    running_hash: str


class BoxProof(msgspec.Struct, frozen=True, kw_only=True):
    """`rules` is a JSON text, hashed letter by letter. `last_secret` is shown when the series is settled."""

    format: str
    id: str
    at_ms: int
    rules: str
    anchor: str
    commitment: str
    contents: list[ContentShown]
    kept_for_guarantee: int
    opened: list[BoxShown]
    root: str
    is_settled: bool
    last_secret: str | None


_KEPT = query(
    lambda kept, last: (kept, last),
    select(BOX_SERIES.c.kept, BOX_SERIES.c.last_secret).where(BOX_SERIES.c.id == bindparam("series")),
)
_MARKS = query(
    lambda buyer_id, mark: (buyer_id, mark),
    select(BOX_SHARE.c.buyer_id, BOX_SHARE.c.mark).where(BOX_SHARE.c.series_id == bindparam("series")),
)


def box_proof(tx: ReadTx, series_id: str) -> BoxProof:
    series = series_called(tx, series_id)
    kept, last = tx.value(_KEPT, series=series_id)
    return BoxProof(
        format=FORMAT,
        id=series.id,
        at_ms=tx.now_ms,
        rules=series.rules,
        anchor=series.anchor,
        commitment=series.commitment,
        contents=[
            ContentShown(sku_id=each.sku_id, pieces=each.pieces, remaining=each.remaining, is_rare=each.is_rare)
            for each in contents_of(tx, series_id)
        ],
        kept_for_guarantee=kept,
        opened=_opened(tx, series, last),
        root=series.root,
        is_settled=series.settled_at_ms is not None,
        last_secret=last if series.settled_at_ms is not None else None,
    )


def _opened(tx: ReadTx, series: Series, last: str) -> list[BoxShown]:
    marks = dict(tx.all(_MARKS, series=series.id))
    boxes = opened_boxes(tx, series.id)
    secrets = _secrets(last, series.boxes, len(boxes))
    return [_shown(box, marks[box.buyer_id], secret) for box, secret in zip(boxes, secrets, strict=True)]


def _secrets(last: str, boxes: int, opened: int) -> list[str]:
    """Those of the boxes 1 to `opened`, found from the latest one down."""
    found = [secret_at(last, opened, boxes)] if opened else []
    while len(found) < opened:
        found.append(secret_at(found[-1], 0, 1))
    return found[::-1]


def _shown(box: Box, mark: str, secret: str) -> BoxShown:
    return BoxShown(
        position=box.position or 0,
        buyer=mark,
        ticket=box.ticket or "",
        bought_at_ms=box.bought_at_ms,
        opened_at_ms=box.opened_at_ms or 0,
        secret=secret,
        content=box.content or 0,
        by_guarantee=bool(box.by_guarantee),
        running_hash=box.running_hash or "",
    )
