"""A corner where people buy mugs, keep them and write about them."""

from livefair.community import ReviewDraft, keep_photo, publish_review
from livefair.shop import confirm_receipt, ship_order
from livefair.shop.queries import order_card
from tests.stall import buy


def bought(stall, buyer, *, key="k"):
    """The id of a line that was bought and shipped to the buyer; not yet confirmed."""
    order_id = buy(stall, buyer, key=key)
    stall.db.write_now(ship_order, stall.brand, order_id, carrier="local", tracking="LF1")
    return order_id, stall.db.read_now(order_card, order_id).lines[0].id


def kept(stall, buyer, *, key="k"):
    """The id of a line that was bought, delivered and kept."""
    order_id, line_id = bought(stall, buyer, key=key)
    stall.db.write_now(confirm_receipt, buyer, order_id)
    return line_id


def photos(db, who, number=1):
    made = []
    for _ in range(number):
        db.clock.advance(1)
        key = f"photos/{who.id}/{db.clock()}.webp"
        made.append(db.write_now(keep_photo, who, file_key=key, width=900, height=1200).id)
    return tuple(made)


def draft(stall, who, **said):
    said = {"rating": 5, "text": "Keeps tea warm for an hour.", "disclosure": "none"} | said
    if "photo_ids" not in said:
        said["photo_ids"] = photos(stall.db, who)
    return ReviewDraft(product_id=stall.product_id, **said)


def reviewed(stall, who, *, key="r", **said):
    """The id of a published review; verified unless `line_id` says otherwise."""
    if "line_id" not in said:
        said["line_id"] = kept(stall, who, key=key)
    stall.db.clock.advance(1)  # so that ids sort by their making
    return stall.db.write_now(publish_review, who, draft(stall, who, **said), key=key).id
