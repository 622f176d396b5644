"""Signed words of parties that live in this program but speak as if they were outside: a moment and a MAC."""

import hashlib
import hmac

from livefair.kernel.clock import MINUTE_MS

SIGNATURE_HEADER = "livefair-signature"
TOLERANCE_MS = 5 * MINUTE_MS


def sign(key: bytes, body: bytes, *, now_ms: int) -> str:
    return f"t={now_ms},v1={_mac(key, now_ms, body)}"


def is_signed(key: bytes, signature: str, body: bytes, *, now_ms: int) -> bool:
    """Whether `sign` made this signature with our key, not long ago."""
    parts = dict(part.partition("=")[::2] for part in signature[:200].split(","))
    stamp = parts.get("t", "")
    if not (stamp.isascii() and stamp.isdigit()) or abs(now_ms - int(stamp)) > TOLERANCE_MS:
        return False
    return hmac.compare_digest(_mac(key, int(stamp), body).encode(), parts.get("v1", "").encode())


def _mac(key: bytes, stamp_ms: int, body: bytes) -> str:
    return hmac.new(key, f"{stamp_ms}.".encode() + body, hashlib.sha256).hexdigest()
