"""AMF0, the notation of RTMP's commands: read with limits, since strangers write it."""

from __future__ import annotations

import struct
from typing import cast

Value = float | bool | str | None | dict[str, "Value"] | list["Value"]

_DEPTH_MAX = 8
_ITEMS_MAX = 256
_OBJECT_END = b"\0\0\x09"


def read_values(data: bytes) -> list[Value]:
    """All values of a command; ValueError for anything malformed, too deep or too long."""
    reader = _Reader(data)
    values = []
    while reader.at < len(data):
        values.append(reader.value(0))
        if len(values) > _ITEMS_MAX:
            raise ValueError("too many values")
    return values


def write_values(*values: Value) -> bytes:
    return b"".join(_written(value) for value in values)


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self.at = 0

    def value(self, depth: int) -> Value:
        if depth > _DEPTH_MAX:
            raise ValueError("too deep")
        match self._take(1)[0]:
            case 3:
                return self._object(depth)
            case 8:
                self._take(4)
                return self._object(depth)
            case 10:
                return self._array(depth)
            case kind:
                return self._plain(kind)

    def _plain(self, kind: int) -> Value:
        match kind:
            case 0:
                return self._double()
            case 1:
                return self._take(1) != b"\0"
            case 2:
                return self._text(2)
            case 5 | 6:
                return None
            case 11:
                return self._date()
            case 12:
                return self._text(4)
            case _:
                raise ValueError(f"unknown type {kind}")

    def _object(self, depth: int) -> dict[str, Value]:
        found: dict[str, Value] = {}
        while self._data[self.at : self.at + 3] != _OBJECT_END:
            name = self._text(2)
            found[name] = self.value(depth + 1)
            if len(found) > _ITEMS_MAX:
                raise ValueError("object too long")
        self.at += 3
        return found

    def _array(self, depth: int) -> list[Value]:
        count = int.from_bytes(self._take(4), "big")
        if count > _ITEMS_MAX:
            raise ValueError("array too long")
        return [self.value(depth + 1) for _ in range(count)]

    def _double(self) -> float:
        return cast("float", struct.unpack(">d", self._take(8))[0])

    def _date(self) -> float:
        at = self._double()
        self._take(2)
        return at

    def _text(self, width: int) -> str:
        length = int.from_bytes(self._take(width), "big")
        return self._take(length).decode("utf-8", "replace")

    def _take(self, count: int) -> bytes:
        taken = self._data[self.at : self.at + count]
        if len(taken) < count:
            raise ValueError("cut short")
        self.at += count
        return taken


def _written(value: Value) -> bytes:
    match value:
        case None:
            return b"\5"
        case bool():
            return bytes([1, value])
        case int() | float():
            return b"\0" + struct.pack(">d", value)
        case str():
            return b"\2" + _name(value)
        case dict():
            members = b"".join(_name(name) + _written(member) for name, member in value.items())
            return b"\3" + members + _OBJECT_END
        case list():
            return b"\x0a" + struct.pack(">I", len(value)) + write_values(*value)


def _name(text: str) -> bytes:
    encoded = text.encode()
    return struct.pack(">H", len(encoded)) + encoded
