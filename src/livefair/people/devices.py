"""Devices that want to be told of things while nobody looks at the site: web push, bound to the session there."""

from typing import NamedTuple, Protocol

import msgspec
from sqlalchemy import bindparam, delete, select

from livefair.kernel import (
    HOUR_MS,
    SYSTEM,
    Actor,
    Invalid,
    JobContext,
    ReadTx,
    WriteTx,
    change,
    job,
    query,
    require,
    require_valid,
)
from livefair.people.models import DEVICE, SESSION

ENDPOINT_CHARS_MAX = 1_000
KEY_CHARS_MAX = 100
WORTH_MS = 12 * HOUR_MS
DEVICES_TOLD_MAX = 20


class Device(NamedTuple):
    """As the Push API names them: where to send, the browser's public key and the secret that both sides know."""

    session_id: str
    endpoint: str
    p256dh: str
    auth: str
    locale: str


class DeviceNote(msgspec.Struct, frozen=True):
    """A sentence by its code with the words in it, and the page that it leads to. `about`: a newer one replaces it."""

    code: str
    words: dict[str, str]
    href: str
    about: str


class Pusher(Protocol):
    async def push(self, device: Device, note: DeviceNote, *, ttl_s: int) -> bool:
        """Hand the note to the browser's push service. False: that device is gone for good. Raises: try again."""


_COLUMNS = [getattr(DEVICE.c, field) for field in Device._fields]
_live = (SESSION.c.ended_at_ms.is_(None), SESSION.c.expires_at_ms > bindparam("now"))
_OF_PERSON = query(
    Device,
    select(*_COLUMNS)
    .join_from(DEVICE, SESSION, SESSION.c.id == DEVICE.c.session_id)
    .where(SESSION.c.person_id == bindparam("person"), *_live)
    .order_by(SESSION.c.seen_at_ms.desc(), DEVICE.c.session_id)
    .limit(DEVICES_TOLD_MAX),
)
_ONE = query(
    Device,
    select(*_COLUMNS)
    .join_from(DEVICE, SESSION, SESSION.c.id == DEVICE.c.session_id)
    .where(DEVICE.c.session_id == bindparam("session"), *_live),
)
_FORGET = change(delete(DEVICE).where(DEVICE.c.session_id == bindparam("session")))
_FORGET_ENDPOINT = change(delete(DEVICE).where(DEVICE.c.endpoint == bindparam("place")))
_OWNER = query(str, select(SESSION.c.person_id).where(SESSION.c.id == bindparam("session"), *_live))


def tell_here(tx: WriteTx, actor: Actor, device: Device) -> None:
    """This session's browser wants to be told. Whoever else was told there is told no more.

    Invalid: bad_device, unless its address is one by https and its keys look like keys.
    """
    _require_own(tx, actor, device.session_id)
    is_place = device.endpoint.startswith("https://") and len(device.endpoint) <= ENDPOINT_CHARS_MAX
    are_keys = 0 < len(device.p256dh) <= KEY_CHARS_MAX and 0 < len(device.auth) <= KEY_CHARS_MAX
    is_ascii = device.endpoint.isascii() and device.p256dh.isascii() and device.auth.isascii()
    require_valid(is_place and are_keys and is_ascii and device.endpoint.isprintable(), "bad_device")
    tx.change(_FORGET, session=device.session_id)
    tx.change(_FORGET_ENDPOINT, place=device.endpoint)
    tx.insert(DEVICE, **device._asdict(), asked_at_ms=tx.now_ms)


def tell_here_no_more(tx: WriteTx, actor: Actor, session_id: str) -> None:
    _require_own(tx, actor, session_id)
    tx.change(_FORGET, session=session_id)


def is_told_here(tx: ReadTx, session_id: str) -> bool:
    return tx.one(_ONE, session=session_id, now=tx.now_ms) is not None


def devices_of(tx: ReadTx, person_id: str) -> list[Device]:
    """Those that somebody is signed in on, the most recently used first."""
    return tx.all(_OF_PERSON, person=person_id, now=tx.now_ms)


def tell_devices(tx: WriteTx, actor: Actor, person_id: str, note: DeviceNote) -> None:
    """For use cases that leave somebody a note on the site: say it on their devices too, soon or never."""
    packed = msgspec.json.encode(note).decode()
    for device in devices_of(tx, person_id):
        tx.later(
            push,
            key=f"push:{note.about}:{note.code}:{device.session_id}",
            session_id=device.session_id,
            note=packed,
            until_ms=tx.now_ms + WORTH_MS,
        )


@job
async def push(ctx: JobContext, *, session_id: str, note: str, until_ms: int) -> None:
    """A note that is not worth telling any more is dropped, and so is one for a device that is gone."""
    device = await ctx.db.read(_device_of, session_id)
    left_ms = until_ms - ctx.db.clock()
    if device is None or left_ms <= 0:
        return
    pusher: Pusher = ctx.services[Pusher]
    if not await pusher.push(device, msgspec.json.decode(note, type=DeviceNote), ttl_s=left_ms // 1000):
        await ctx.db.write(_forget, SYSTEM, session_id)


def _device_of(tx: ReadTx, session_id: str) -> Device | None:
    return tx.one(_ONE, session=session_id, now=tx.now_ms)


def _forget(tx: WriteTx, actor: Actor, session_id: str) -> None:
    tx.change(_FORGET, session=session_id)


def _require_own(tx: ReadTx, actor: Actor, session_id: str) -> None:
    require(not actor.is_guest, "sign_in_first")
    if tx.one(_OWNER, session=session_id, now=tx.now_ms) != actor.id:
        raise Invalid("bad_device")
