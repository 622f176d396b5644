"""The signed address of an order, for whoever bought it without an account: it opens that order's page and no more."""

import hmac
from hashlib import sha256

MAC_CHARS = 32


def order_link(secret: str, order_id: str) -> str:
    return f"/o/{order_id}/{_mac(secret, order_id)}"


def is_right(secret: str, order_id: str, mac: str) -> bool:
    return hmac.compare_digest(_mac(secret, order_id), mac)


def _mac(secret: str, order_id: str) -> str:
    return hmac.new(secret.encode(), f"order link {order_id}".encode(), sha256).hexdigest()[:MAC_CHARS]
