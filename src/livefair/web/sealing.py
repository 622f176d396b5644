"""Secrets of others that we use ourselves, such as stream keys: sealed with a key drawn from the site's secret."""

import base64
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken


class Seal:
    """`secret`: one of `Settings.secret_for`. What is sealed can be opened with the same secret only."""

    def __init__(self, secret: str) -> None:
        self._fernet = Fernet(base64.urlsafe_b64encode(sha256(secret.encode()).digest()))

    def close(self, text: str) -> str:
        return self._fernet.encrypt(text.encode()).decode("ascii")

    def open(self, sealed: str) -> str | None:
        """None: it was sealed with another secret, or is no seal at all."""
        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken:
            return None
