"""TURN for those whose network lets no UDP out: short-lived credentials from a secret that the TURN server shares.

As coturn's `use-auth-secret` has it: the user's name says until when, the password is its HMAC.
"""

import base64
import hmac
from hashlib import sha1

TTL_S = 12 * 3600


def ice_links(urls: tuple[str, ...], secret: str, who: str, *, now_ms: int) -> list[str]:
    """`Link` headers as WHIP and WHEP say ICE servers (RFC 9725 §4.6); none without `urls`."""
    user = f"{now_ms // 1000 + TTL_S}:{who}"
    password = base64.b64encode(hmac.new(secret.encode(), user.encode(), sha1).digest()).decode()
    login = f'; username="{user}"; credential="{password}"; credential-type="password"'
    return [f'<{url}>; rel="ice-server"{"" if url.startswith("stun:") else login}' for url in urls]
