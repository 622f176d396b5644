"""Promises that anybody can check later: hashes that fix something before it is used, chains, numbers by a secret.

A secret is promised by its hash, what happens is chained hash by hash, and the secret together with the chain decides.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import NamedTuple


class Scheme(NamedTuple):
    """Every hash begins with `format` and with what it is for: none can be taken for one of another kind."""

    format: str

    def digest(self, kind: str, *parts: str) -> str:
        """SHA-256 of the texts joined by a line feed, as hex of 32 bytes."""
        return hashlib.sha256("\n".join((self.format, kind, *parts)).encode()).hexdigest()

    def number(self, secret: str, kind: str, *parts: str) -> str:
        """HMAC-SHA256 of the texts under the secret, as hex of 32 bytes: nobody knows it who does not know that."""
        message = "\n".join((self.format, kind, *parts))
        return hmac.new(secret.encode(), message.encode(), hashlib.sha256).hexdigest()

    def promise(self, values: Mapping[str, object]) -> str:
        """The one text that is committed to: JSON with sorted keys, ASCII, no spaces."""
        return json.dumps({"format": self.format, **values}, sort_keys=True, separators=(",", ":"))
