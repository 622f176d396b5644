"""Signed words of parties that live in this program but speak as if they were outside: a moment, a MAC, a message."""

import hashlib
import hmac
from typing import Protocol

from livefair.kernel.clock import MINUTE_MS
from livefair.kernel.errors import Unavailable

SIGNATURE_HEADER = "livefair-signature"
TOLERANCE_MS = 5 * MINUTE_MS


class Answered(Protocol):
    @property
    def status_code(self) -> int: ...

    @property
    def is_success(self) -> bool: ...


class Messenger(Protocol):
    """What such a party sends its word with."""

    async def post(self, url: str, *, content: bytes, headers: dict[str, str]) -> Answered: ...


async def tell(http: Messenger, url: str, key: bytes, body: bytes, *, now_ms: int) -> None:
    """Send a signed word. Unavailable notification_refused where it is not answered with success."""
    headers = {SIGNATURE_HEADER: sign(key, body, now_ms=now_ms), "content-type": "application/json"}
    answer = await http.post(url, content=body, headers=headers)
    if not answer.is_success:
        raise Unavailable("notification_refused", status=answer.status_code)


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
