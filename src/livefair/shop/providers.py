"""What a payment provider must be able to do for us. It takes the money; its word is a notification."""

from collections.abc import Mapping
from typing import NamedTuple, Protocol

from livefair.kernel import not_found
from livefair.shop.payments import Notification


class Answered(Protocol):
    @property
    def status_code(self) -> int: ...

    @property
    def is_success(self) -> bool: ...


class Messenger(Protocol):
    """What a local provider sends its word with."""

    async def post(self, url: str, *, content: bytes, headers: dict[str, str]) -> Answered: ...


class PaymentProvider(Protocol):
    @property
    def name(self) -> str: ...

    async def refund(self, payment_id: str, *, amount_minor: int, currency: str, key: str) -> None:
        """Return money to the buyer; the same `key` twice returns it once. Raises when it did not work."""

    def verify(self, headers: Mapping[str, str], body: bytes, *, now_ms: int) -> Notification:
        """Read a notification. NotAllowed when its signature is wrong or old, Invalid when it cannot be read."""


class Providers(NamedTuple):
    """The providers that this installation uses, by name."""

    by_name: Mapping[str, PaymentProvider]

    def called(self, name: str) -> PaymentProvider:
        return self.by_name.get(name) or not_found("payment_provider")
