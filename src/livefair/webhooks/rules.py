"""Decisions about webhooks, pure: what can be heard, when a message is tried again, how it is signed."""

import base64
import binascii
import hashlib
import hmac
from urllib.parse import urlsplit

from livefair.kernel.clock import DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS

KINDS = (
    "order.placed",
    "order.paid",
    "order.cancelled",
    "order.parcel_sent",
    "order.shipped",
    "order.delivered",
    "order.refunded",
    "refund.requested",
    "refund.denied",
    "stock.received",
    "stock.corrected",
    "product.created",
    "product.withdrawn",
    "product.price_changed",
    "product.fact_stated",
)
WEBHOOKS_MAX = 10
URL_CHARS_MAX = 500
MESSAGES_MAX = 10_000
KEPT_MS = 30 * DAY_MS
ATTEMPTS_KEPT = 12
REPLAY_MAX = 500
OLD_SECRET_MS = DAY_MS
TOLERANCE_S = 300
# The waits between tries that Standard Webhooks recommends; after the last one the webhook is paused.
RETRIES_MS = (
    5 * SECOND_MS,
    5 * MINUTE_MS,
    30 * MINUTE_MS,
    2 * HOUR_MS,
    5 * HOUR_MS,
    10 * HOUR_MS,
    14 * HOUR_MS,
    20 * HOUR_MS,
    24 * HOUR_MS,
)
REST_MS_MAX = 30 * MINUTE_MS
GONE = 410

SECRET_PREFIX = "whsec_"
SECRET_BYTES = 32


def retry_after_ms(attempts: int) -> int | None:
    """How long to wait after this many tries that failed; None: give up for now."""
    return RETRIES_MS[attempts - 1] if attempts <= len(RETRIES_MS) else None


def rest_ms(failures: int) -> int:
    """How long an address is left in peace that did not answer so often in a row."""
    return min(REST_MS_MAX, RETRIES_MS[min(failures, len(RETRIES_MS)) - 1])


def is_taken(status: int | None) -> bool:
    return status is not None and 200 <= status < 300


def is_away(status: int | None) -> bool:
    """It is the receiver that fails, not this message: others need not be tried there now."""
    return status is None or status >= 500 or status == 429


def is_address(url: str, *, plain_http: bool) -> bool:
    """An address that may be called: https (or http where the operator allows it), with a host, without a password."""
    if not 0 < len(url) <= URL_CHARS_MAX or not url.isascii() or any(each <= " " for each in url):
        return False
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    schemes = ("https", "http") if plain_http else ("https",)
    return parts.scheme in schemes and bool(parts.hostname) and parts.username is None and port != 0


def secret_from(drawn: bytes) -> str:
    return SECRET_PREFIX + base64.b64encode(drawn).decode("ascii")


def signature(secret: str, message_id: str, stamp_s: int, body: bytes) -> str:
    """`v1,…` as Standard Webhooks says: HMAC-SHA256 over id, time and body, in base 64."""
    key = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
    signed = f"{message_id}.{stamp_s}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode("ascii")


def is_signed(secret: str, headers: dict[str, str], body: bytes, *, now_s: int) -> bool:
    """What a receiver asks: whether one of the signatures is ours, and the message is not old."""
    stamp = headers.get("webhook-timestamp", "")
    if not (stamp.isascii() and stamp.isdigit()) or abs(now_s - int(stamp[:12])) > TOLERANCE_S:
        return False
    try:
        wanted = signature(secret, headers.get("webhook-id", ""), int(stamp), body)
    except (binascii.Error, ValueError):
        return False
    given = headers.get("webhook-signature", "").encode("ascii", "replace").decode().split(" ")
    return any(hmac.compare_digest(wanted, each) for each in given)
