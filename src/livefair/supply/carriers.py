"""Carriers: what one must be able to do for us, which ones this installation knows, and the local one.

The local carrier lives in this program and behaves like one outside: it gives its number later, and its words about a
parcel come signed, over HTTP. For tests, demo worlds, and brands whose own people carry.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

import msgspec

from livefair.kernel import (
    MINUTE_MS,
    SYSTEM,
    Actor,
    Database,
    JobContext,
    NotAllowed,
    WriteTx,
    job,
    not_found,
)
from livefair.kernel.signing import SIGNATURE_HEADER, Messenger, is_signed, tell
from livefair.people import clean_line
from livefair.supply.rules import CARRIER_CHARS_MAX
from livefair.supply.rules.parcels import Code, number_of
from livefair.supply.shipments import Shipment, shipment_called
from livefair.supply.tracking import CarrierWord, give_number, read_word

NAME, CODE = "Fair Express", "local"
# What the local carrier does with a parcel: after how long, and what it says. A day of a real one in ten minutes.
ROUND: tuple[tuple[int, Code, str], ...] = (
    (MINUTE_MS, "collected", "杭州"),
    (3 * MINUTE_MS, "in_transit", "嘉兴"),
    (6 * MINUTE_MS, "out_for_delivery", ""),
    (10 * MINUTE_MS, "delivered", ""),
)


class Carrier(Protocol):
    @property
    def name(self) -> str:
        """What brands and buyers read."""

    @property
    def code(self) -> str:
        """Its word in the address that its words come to."""

    async def book(self, parcel: Shipment) -> str:
        """Take it over; returns its number. The same parcel twice has the same number. Unavailable: ask again."""

    def hear(self, headers: Mapping[str, str], body: bytes, *, now_ms: int) -> CarrierWord:
        """Read a word. NotAllowed when its signature is wrong or old, Invalid when it cannot be read."""


class Carriers(NamedTuple):
    """Those whose parcels are followed, by name. With every other name the brand types a number, and nobody tells.

    `withheld` are known for what they carry already, and take no more.
    """

    by_name: Mapping[str, Carrier]
    withheld: frozenset[str] = frozenset()

    @property
    def offered(self) -> tuple[str, ...]:
        return tuple(name for name in self.by_name if name not in self.withheld)

    def follows(self, name: str) -> bool:
        """Whether a parcel sent with this name, as it will be kept, is followed."""
        return clean_line(name, limit=CARRIER_CHARS_MAX, field="carrier") in self.offered

    def called(self, name: str) -> Carrier:
        return self.by_name.get(name) or not_found("carrier")

    def coded(self, code: str) -> Carrier:
        return next((one for one in self.by_name.values() if one.code == code), None) or not_found("carrier")


NOBODY_CARRIES = Carriers({})


@dataclass(frozen=True, slots=True)
class LocalCarrier:
    """`notify_url` is where it sends its words; `key` signs them."""

    db: Database
    http: Messenger
    notify_url: str
    key: bytes = field(repr=False)
    name: str = NAME
    code: str = CODE

    async def book(self, parcel: Shipment) -> str:
        await self.db.write(send_on_its_round, SYSTEM, parcel.id)
        return number_of(parcel.id)

    def hear(self, headers: Mapping[str, str], body: bytes, *, now_ms: int) -> CarrierWord:
        return verify_told(self.key, headers, body, now_ms=now_ms)


def verify_told(key: bytes, headers: Mapping[str, str], body: bytes, *, now_ms: int) -> CarrierWord:
    if not is_signed(key, headers.get(SIGNATURE_HEADER, ""), body, now_ms=now_ms):
        raise NotAllowed("bad_signature")
    return read_word(body)


def book_later(tx: WriteTx, actor: Actor, shipment_id: str) -> None:
    tx.later(book_parcel, key=f"book:{shipment_id}", shipment_id=shipment_id)


@job
async def book_parcel(ctx: JobContext, *, shipment_id: str) -> None:
    """Hand the parcel over and keep its number."""
    parcel = await ctx.db.read(shipment_called, shipment_id)
    number = await ctx.services[Carriers].called(parcel.carrier).book(parcel)
    await ctx.db.write(give_number, SYSTEM, shipment_id, number=number)


def send_on_its_round(tx: WriteTx, actor: Actor, shipment_id: str) -> None:
    for n, (after_ms, _code, _place) in enumerate(ROUND):
        tx.later(tell_of_parcel, after_ms=after_ms, key=f"carry:{shipment_id}:{n}", shipment_id=shipment_id, n=n)


@job
async def tell_of_parcel(ctx: JobContext, *, shipment_id: str, n: int) -> None:
    """Send our word on a parcel; what is not answered with success is sent again later."""
    carrier = ctx.services[LocalCarrier]
    now_ms, (_after_ms, code, place) = ctx.db.clock(), ROUND[n]
    body = msgspec.json.encode(CarrierWord(number_of(shipment_id), code, now_ms, str(n), place))
    await tell(carrier.http, carrier.notify_url, carrier.key, body, now_ms=now_ms)
