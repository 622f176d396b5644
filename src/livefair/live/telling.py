"""The common ground of what browsers in a room are told."""

from typing import NamedTuple

import msgspec


class RoomEvent(msgspec.Struct, frozen=True, tag_field="t", omit_defaults=True):
    """`at` is in ms since 1970. `by` is a person's id, `avatar` and `picture` are file keys, `title` is Chinese."""


class ToRoom(NamedTuple):
    room_id: str
    event: RoomEvent
