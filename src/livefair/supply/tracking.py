"""What carriers tell of parcels: each word once, by their own clocks; the word that it is there delivers it."""

from typing import Annotated, NamedTuple

import msgspec
from sqlalchemy import bindparam, func, select, update

from livefair.kernel import Actor, Invalid, ReadTx, WriteTx, change, not_found, query, require_valid, text_in
from livefair.people import clean_line
from livefair.supply.events_of_parcels import ParcelTold
from livefair.supply.models import SHIPMENT
from livefair.supply.models.parcels import TRACKING
from livefair.supply.rules import TRACKING_CHARS_MAX
from livefair.supply.rules import parcels as rules
from livefair.supply.shipments import deliver, shipment_called

_NO_NUL = r"^[^\x00]*$"


class CarrierWord(msgspec.Struct, frozen=True):
    """`key` names it once for its parcel; `at_ms` is the carrier's own moment."""

    tracking: Annotated[str, msgspec.Meta(max_length=TRACKING_CHARS_MAX, pattern=_NO_NUL)]
    code: rules.Code
    at_ms: int
    key: Annotated[str, msgspec.Meta(pattern=_NO_NUL)]
    place: str = ""


class Told(NamedTuple):
    shipment_id: str
    code: rules.Code
    place: str
    at_ms: int


_BY_NUMBER = query(
    str,
    select(SHIPMENT.c.id)
    .where(SHIPMENT.c.carrier == bindparam("carrier"), SHIPMENT.c.tracking == bindparam("number"))
    .order_by(SHIPMENT.c.id)
    .limit(1),
)
_GIVE_NUMBER = change(
    update(SHIPMENT)
    .where(SHIPMENT.c.id == bindparam("one"), SHIPMENT.c.tracking == "")
    .values(tracking=bindparam("number"))
)
_COUNT = query(int, select(func.count()).select_from(TRACKING).where(TRACKING.c.shipment_id == bindparam("one")))
_TOLD = query(
    Told,
    select(*(TRACKING.c[field] for field in Told._fields))
    .where(text_in(TRACKING.c.shipment_id, "ids"))
    .order_by(TRACKING.c.at_ms.desc(), TRACKING.c.seq.desc()),
)


def read_word(body: bytes) -> CarrierWord:
    try:
        return msgspec.json.decode(body, type=CarrierWord)
    except msgspec.MsgspecError as error:
        raise Invalid("unreadable_notification") from error


def hear_carrier(tx: WriteTx, actor: Actor, carrier: str, word: CarrierWord) -> bool:
    """A verified word. False when it was heard before, or too many were. NotFound: no parcel has this number."""
    shipment_id = tx.one(_BY_NUMBER, carrier=carrier, number=word.tracking) or not_found("shipment")
    require_valid(0 < len(word.key) <= 80, "bad_key", field="key")
    require_valid(0 < word.at_ms <= tx.now_ms + rules.EARLY_MS, "out_of_range", field="at_ms")
    place = word.place and clean_line(word.place, limit=rules.PLACE_CHARS_MAX, field="place")
    if word.code != "delivered" and tx.value(_COUNT, one=shipment_id) >= rules.EVENTS_MAX:
        return False
    is_new = tx.insert_new(
        TRACKING,
        shipment_id=shipment_id,
        key=word.key,
        code=word.code,
        place=place,
        at_ms=word.at_ms,
        heard_at_ms=tx.now_ms,
    )
    if not is_new:
        return False
    reference = shipment_called(tx, shipment_id).reference
    tx.announce(ParcelTold(shipment_id=shipment_id, reference=reference, code=word.code))
    if word.code == "delivered":
        deliver(tx, actor, shipment_id)
    return True


def give_number(tx: WriteTx, actor: Actor, shipment_id: str, *, number: str) -> None:
    """The carrier has taken the parcel in its books; the first number counts."""
    require_valid(0 < len(number) <= TRACKING_CHARS_MAX, "bad_value", field="tracking")
    tx.change(_GIVE_NUMBER, one=shipment_id, number=number)


def told_of(tx: ReadTx, shipment_ids: list[str]) -> dict[str, list[Told]]:
    """Shipment → what its carrier has told, the newest first."""
    found: dict[str, list[Told]] = {shipment_id: [] for shipment_id in shipment_ids}
    for told in tx.all(_TOLD, ids=shipment_ids) if shipment_ids else ():
        found[told.shipment_id].append(told)
    return found
