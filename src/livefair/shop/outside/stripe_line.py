"""Speaking to Stripe: forms with a key of their own on every call that changes something, and signed events."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

import msgspec

from livefair.kernel import SECOND_MS, Invalid, NotAllowed
from livefair.shop.outside.line import Line, read_json, require_success, text_at

API = "https://api.stripe.com"
VERSION = "2024-06-20"
SIGNATURE_HEADER = "stripe-signature"
TOLERANCE_MS = 300 * SECOND_MS
SIGNATURES_MAX = 10

Found = dict[str, object]


@dataclass(frozen=True, slots=True)
class StripeAccount:
    """`secrets` are those of the webhook, several while one takes the place of another. `api`: for tests, elsewhere."""

    key: str = field(repr=False)
    secrets: tuple[str, ...] = field(repr=False, default=())
    api: str = API


@dataclass(frozen=True, slots=True)
class StripeLine:
    line: Line
    account: StripeAccount

    async def post(self, path: str, form: Mapping[str, str | int], *, key: str, behalf_of: str = "") -> Found:
        """Change something there: the same `key` with the same form is done once."""
        return await self._ask("POST", path, form, {"idempotency-key": key, **_behalf(behalf_of)})

    async def get(self, path: str, form: Mapping[str, str | int] | None = None, *, behalf_of: str = "") -> Found:
        return await self._ask("GET", path, form or {}, _behalf(behalf_of))

    async def _ask(self, method: str, path: str, form: Mapping[str, str | int], more: dict[str, str]) -> Found:
        typed = urlencode(form)
        url = f"{self.account.api}/v1/{path}" + (f"?{typed}" if method == "GET" and typed else "")
        headers = {
            "authorization": f"Bearer {self.account.key}",
            "stripe-version": VERSION,
            "content-type": "application/x-www-form-urlencoded",
            **more,
        }
        content = typed.encode() if method == "POST" else b""
        reply = await self.line.ask(method, url, content=content, headers=headers)
        if not reply.is_success:
            require_success(reply, _why(reply.body))
        return read_json(reply.body)


def read_event(secrets: tuple[str, ...], headers: Mapping[str, str], body: bytes, *, now_ms: int) -> Found:
    """A signed event. NotAllowed bad_signature, Invalid unreadable_notification."""
    if not is_signed(secrets, headers.get(SIGNATURE_HEADER, ""), body, now_ms=now_ms):
        raise NotAllowed("bad_signature")
    try:
        event = msgspec.json.decode(body)
    except msgspec.DecodeError as error:
        raise Invalid("unreadable_notification") from error
    if not isinstance(event, dict) or not isinstance(event.get("data"), dict):
        raise Invalid("unreadable_notification")
    return event


def is_signed(secrets: tuple[str, ...], signature: str, body: bytes, *, now_ms: int) -> bool:
    """Whether one of the secrets made one of the signatures (v1), not long ago."""
    parts = [part.strip().partition("=")[::2] for part in signature[:4_000].split(",")]
    stamp = next((value for name, value in parts if name == "t"), "")
    given = [value for name, value in parts if name == "v1" and value.isascii()][:SIGNATURES_MAX]
    if not (stamp.isascii() and stamp.isdigit()) or len(stamp) > 15:
        return False
    if abs(now_ms - int(stamp) * SECOND_MS) > TOLERANCE_MS:
        return False
    made = [sign(secret, body, stamp=stamp) for secret in secrets]
    return any([hmac.compare_digest(one, other) for one in made for other in given])


def sign(secret: str, body: bytes, *, stamp: str) -> str:
    return hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()


def _behalf(account: str) -> dict[str, str]:
    return {"stripe-account": account} if account else {}


def _why(body: bytes) -> str:
    try:
        found = msgspec.json.decode(body)
    except msgspec.DecodeError:
        return ""
    return text_at(found, "error", "code") or text_at(found, "error", "type")
