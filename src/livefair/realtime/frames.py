"""Bytes on the wire: one batch of JSON as one unmasked WebSocket text frame."""

from collections.abc import Iterable, Mapping

import msgspec

_TEXT_FRAME = b"\x81"
_encode = msgspec.json.encode


def text_frame(payload: bytes) -> bytes:
    """A final, unmasked text frame, as a server sends it (RFC 6455 §5.2)."""
    size = len(payload)
    if size < 126:
        return _TEXT_FRAME + size.to_bytes(1, "big") + payload
    if size < 65536:
        return _TEXT_FRAME + b"\x7e" + size.to_bytes(2, "big") + payload
    return _TEXT_FRAME + b"\x7f" + size.to_bytes(8, "big") + payload


def batch(seq: int, events: Iterable[bytes], sums: Mapping[str, int], values: Mapping[str, object]) -> bytes:
    """What happened since the last batch, as JSON.

    `seq` numbers the last of `events`, so a reader that knows `seq - len(events)` has missed nothing.
    """
    parts = [b'{"seq":%d,"events":[' % seq, b",".join(events), b"]"]
    if sums:
        parts += (b',"sums":', _encode(sums))
    if values:
        parts += (b',"values":', _encode(values))
    parts.append(b"}")
    return b"".join(parts)
