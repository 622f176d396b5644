"""What a payout provider must be able to do for us. It brings the money to a bank; its word is a notification."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from livefair.kernel import not_found
from livefair.value.payouts.settling import PayoutWord
from livefair.value.rules.payouts import PayoutTerms


@dataclass(frozen=True, slots=True)
class Order:
    """What the provider is asked to do. The number is shown nowhere, not even in a traceback."""

    payout_id: str
    amount_minor: int
    currency: str
    holder: str = field(repr=False)
    number: str = field(repr=False)


class PayoutProvider(Protocol):
    @property
    def name(self) -> str: ...

    async def send(self, order: Order) -> str:
        """Have the money transferred; the same payout twice is transferred once. Returns the provider's own reference.

        Raises when it could not be reached: then nothing is known, and asking again is right. ProviderRefused: it never
        will, and nothing has left.
        """

    def verify(self, headers: Mapping[str, str], body: bytes, *, now_ms: int) -> PayoutWord | None:
        """Read a notification; None for what does not concern us.

        NotAllowed when its signature is wrong or old, Invalid when it cannot be read.
        """


class Payouts(NamedTuple):
    """How this installation pays out: by which provider, on which terms."""

    provider: PayoutProvider
    terms: PayoutTerms = PayoutTerms()

    def called(self, name: str) -> PayoutProvider:
        return self.provider if name == self.provider.name else not_found("payout_provider")
