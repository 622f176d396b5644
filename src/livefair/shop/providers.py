"""What a payment provider must be able to do for us. It takes the money; its word is a notification."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol, TypeGuard

from livefair.kernel import Invalid, not_found
from livefair.shop.payments import Notification
from livefair.shop.provider_words import PageWord, ProviderWord


class PaymentProvider(Protocol):
    @property
    def name(self) -> str: ...

    async def refund(self, paid_by: str, *, amount_minor: int, currency: str, key: str) -> None:
        """Return money to the buyer; the same `key` twice returns it once. Raises when it did not work.

        `paid_by`: the payment with the local provider, its page with one outside.
        """


class NotifyingProvider(PaymentProvider, Protocol):
    """One whose word is a Notification."""

    def verify(self, headers: Mapping[str, str], body: bytes, *, now_ms: int) -> Notification:
        """Read a notification. NotAllowed when its signature is wrong or old, Invalid when it cannot be read."""


class Opening(NamedTuple):
    """A page to be made: `way` is page (a browser on a desk), phone (one on a phone) or code (to be scanned)."""

    page_id: str
    payment_id: str
    way: str
    amount_minor: int
    currency: str
    opened_at_ms: int
    expires_at_ms: int
    payer_address: str = ""


class Opened(NamedTuple):
    """`reference`: the provider's name for it. `url`: where the payer goes, or what the code says."""

    reference: str
    url: str


class OutsideProvider(PaymentProvider, Protocol):
    """A provider outside: it has pages of its own, and its word is told in its own form."""

    @property
    def ways(self) -> Sequence[str]:
        """Which ways it offers, the best for a desk first."""

    async def open(self, wanted: Opening) -> Opened:
        """Make its page; the same page twice is one. Unavailable: ask again. Refusal: it never will."""

    async def look(self, wanted: Opening, reference: str) -> PageWord | None:
        """What became of the page; None while nothing has."""

    async def close(self, wanted: Opening, reference: str) -> PageWord | None:
        """Let nobody pay there any more. The word tells when somebody had."""

    def hear(self, headers: Mapping[str, str], body: bytes, *, now_ms: int) -> ProviderWord | None:
        """Read its word; None for what does not concern us. NotAllowed: bad_signature. Invalid: unreadable."""

    def thanks(self) -> tuple[int, bytes, str]:
        """(status, body, media type) of the answer by which it knows that it was heard."""


class Providers(NamedTuple):
    """The providers that this installation knows, by name, and those that buyers are offered, the first by default."""

    by_name: Mapping[str, PaymentProvider]
    offers: tuple[str, ...] = ()

    @property
    def offered(self) -> tuple[str, ...]:
        return self.offers or tuple(self.by_name)

    @property
    def default(self) -> str:
        return self.offered[0]

    def called(self, name: str) -> PaymentProvider:
        return self.by_name.get(name) or not_found("payment_provider")

    def outside(self, name: str) -> OutsideProvider:
        """One that has pages of its own."""
        found = self.called(name)
        return found if is_outside(found) else not_found("payment_provider")

    def ways_of(self, name: str) -> list[str]:
        """How one pays with it; the local provider has a page of its own here."""
        provider = self.called(name)
        return list(provider.ways) if is_outside(provider) else ["page"]

    def require_offered(self, name: str) -> None:
        if name not in self.offered:
            raise Invalid("provider_not_offered", field="provider")


def is_outside(provider: PaymentProvider) -> TypeGuard[OutsideProvider]:
    return hasattr(provider, "hear")
