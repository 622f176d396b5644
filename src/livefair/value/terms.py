"""What was agreed for a paid order line, put together from what other floors know of that moment."""

from livefair.community.royalties import royalties_of
from livefair.content.coauthors import parts_at
from livefair.kernel import ReadTx
from livefair.live.seats import cohosts_at
from livefair.shop.events import OrderPaid, PaidLine
from livefair.value.rules.share_plan import Cohosting, Royalty, Terms


def terms_of(tx: ReadTx, paid: OrderPaid, line: PaidLine, placed_at_ms: int) -> Terms:
    return Terms(
        amount_minor=line.amount_minor,
        parties={
            "brand": paid.brand_id,
            "host": line.host_id,
            "mcn": line.mcn_id,
            "reviewer": line.reviewer_id,
        },
        commission_bp=line.commission_bp,
        mcn_share_bp=line.mcn_share_bp,
        cohosts=tuple(one for one in _beside_the_host(tx, line, placed_at_ms) if one.party != paid.buyer_id),
        royalties=_royalties(tx, line.product_id, placed_at_ms),
        host_bears_minor=line.host_bears_minor,
        house_bears_minor=line.house_bears_minor,
    )


def _beside_the_host(tx: ReadTx, line: PaidLine, at_ms: int) -> tuple[Cohosting, ...]:
    """Who sat in the room in which it was bought, else who made the video through which it was, by the terms then.

    Nobody has a part of what they buy themselves: it stays the host's.
    """
    if line.room_id is not None:
        return cohosts_of(tx, line.room_id, at_ms)
    if line.video_id is None or line.host_id is None:
        return ()
    parts = parts_at(tx, line.video_id, line.host_id, at_ms)
    return tuple(Cohosting(each.person_id, each.share_bp, "coauthor_of_host") for each in parts)


def cohosts_of(tx: ReadTx, room_id: str, at_ms: int, *, why: str = "cohost_of_host") -> tuple[Cohosting, ...]:
    """Who sat beside the host of the room at that moment, by the terms of that moment."""
    return tuple(Cohosting(each.person_id, each.share_bp, why) for each in cohosts_at(tx, room_id, at_ms))


def _royalties(tx: ReadTx, product_id: str, at_ms: int) -> tuple[Royalty, ...]:
    """To those whose ideas the product was made of, by the terms of that moment."""
    owed = royalties_of(tx, product_id, at_ms)
    whole = {royalty.idea_id: 0 for royalty in owed}
    for royalty in owed:
        whole[royalty.idea_id] += royalty.parts
    return tuple(Royalty(each.person_id, each.basis_points, each.parts, whole[each.idea_id]) for each in owed)
