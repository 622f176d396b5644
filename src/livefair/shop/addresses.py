"""Where parcels go. An order keeps a copy, so a later change never redirects it."""

from typing import NamedTuple

from sqlalchemy import bindparam, select, update

from livefair.kernel import Actor, Conflict, ReadTx, WriteTx, change, not_found, query, require
from livefair.people import clean_line
from livefair.shop import rules
from livefair.shop.models import ADDRESS


class Place(NamedTuple):
    name: str
    phone: str
    region: str
    city: str
    street: str
    postcode: str

    def clean(self) -> "Place":
        """Bounded lines; only the postcode may be empty, where nobody uses one."""
        return Place(*(_cleaned(field, value) for field, value in self._asdict().items()))


def _cleaned(field: str, value: str) -> str:
    if field == "postcode" and not value.strip():
        return ""
    return clean_line(value, limit=rules.FIELD_CHARS_MAX, field=field)


class Address(NamedTuple):
    id: str
    name: str
    phone: str
    region: str
    city: str
    street: str
    postcode: str

    @property
    def place(self) -> Place:
        return Place(*self[1:])


_mine = (ADDRESS.c.person_id == bindparam("person"), ADDRESS.c.removed_at_ms.is_(None))
_COLUMNS = [getattr(ADDRESS.c, field) for field in Address._fields]
_ALL = query(Address, select(*_COLUMNS).where(*_mine).order_by(ADDRESS.c.id.desc()))
_ONE = query(Address, select(*_COLUMNS).where(*_mine, ADDRESS.c.id == bindparam("one")))
_REMOVE = change(update(ADDRESS).where(*_mine, ADDRESS.c.id == bindparam("one")).values(removed_at_ms=bindparam("now")))


def add_address(tx: WriteTx, actor: Actor, place: Place) -> str:
    require(not actor.is_guest, "sign_in_first")
    if len(addresses_of(tx, actor)) >= rules.ADDRESSES_MAX:
        raise Conflict("too_many_addresses", limit=rules.ADDRESSES_MAX)
    address_id = tx.new_id()
    tx.insert(ADDRESS, id=address_id, person_id=actor.id, at_ms=tx.now_ms, **place.clean()._asdict())
    return address_id


def remove_address(tx: WriteTx, actor: Actor, address_id: str) -> None:
    if not tx.change(_REMOVE, person=actor.id, one=address_id, now=tx.now_ms):
        not_found("address")


def addresses_of(tx: ReadTx, actor: Actor) -> list[Address]:
    """Newest first."""
    return tx.all(_ALL, person=actor.id)


def address_for(tx: ReadTx, actor: Actor, address_id: str) -> Address:
    return tx.one(_ONE, person=actor.id, one=address_id) or not_found("address")
