"""Payouts in the shape of Stripe Connect: a transfer to the payee's connected account, then a payout to its bank.

The payee's number is the connected account's (acct_…). What does not reach the bank is taken back from the account.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from livefair.kernel import Invalid, Unavailable
from livefair.kernel.ids import secret_token
from livefair.shop.outside.line import ProviderRefused, clean_code, number_at, text_at
from livefair.shop.outside.stripe_line import StripeLine, read_event
from livefair.value.payouts.providers import Order
from livefair.value.payouts.settling import PayoutWord

NAME = "stripe"
PAYOUT_KEY = "livefair_payout"
OUTCOMES = {"payout.paid": "paid", "payout.failed": "failed", "payout.canceled": "failed"}
_ACCOUNT = re.compile(r"acct_[A-Za-z0-9]{6,40}")


@dataclass(frozen=True, slots=True)
class StripeConnect:
    """`secrets` sign the events of connected accounts, which have an endpoint of their own."""

    api: StripeLine
    secrets: tuple[str, ...] = field(repr=False)
    name: str = NAME

    async def send(self, order: Order) -> str:
        """Both steps have the payout's id as key. ProviderRefused: nothing has left, or it is taken back."""
        if not _ACCOUNT.fullmatch(order.number):
            raise ProviderRefused("provider_refused", reason="not_connected")
        money: dict[str, str | int] = {"amount": order.amount_minor, "currency": order.currency.lower()}
        named: dict[str, str | int] = {**money, f"metadata[{PAYOUT_KEY}]": order.payout_id}
        moved = await self.api.post(
            "transfers", {**named, "destination": order.number}, key=f"transfer-{order.payout_id}"
        )
        transfer = clean_code(text_at(moved, "id"))
        try:
            paid = await self.api.post("payouts", named, key=f"payout-{order.payout_id}", behalf_of=order.number)
        except ProviderRefused:
            await self._take_back_at_once(transfer, order.payout_id)
            raise
        return f"{transfer}/{clean_code(text_at(paid, 'id'))}"

    async def _take_back_at_once(self, transfer: str, payout_id: str) -> None:
        """While the transfer stands, nobody may think that nothing has left: the job tries both steps again."""
        try:
            await self.take_back(transfer, payout_id)
        except ProviderRefused as refused:
            raise Unavailable("payout_half_done") from refused

    async def take_back(self, reference: str, payout_id: str) -> None:
        """Bring what was transferred back to the house; twice is once: a whole transfer cannot come back again.

        The key differs each time, for Stripe would give the answer to a refused try again with the same one.
        """
        transfer = clean_code(reference.partition("/")[0])
        if transfer and not (await self.api.get(f"transfers/{transfer}")).get("reversed"):
            await self.api.post(
                f"transfers/{transfer}/reversals", {}, key=f"reversal-{payout_id}-{secret_token()[:16]}"
            )

    def verify(self, headers: Mapping[str, str], body: bytes, *, now_ms: int) -> PayoutWord | None:
        event = read_event(self.secrets, headers, body, now_ms=now_ms)
        data = event["data"]
        about = data.get("object") if isinstance(data, dict) else None
        outcome, payout_id = OUTCOMES.get(text_at(event, "type")), text_at(about, "metadata", PAYOUT_KEY)
        if outcome is None or not payout_id:
            return None
        if number_at(about, "amount") <= 0:
            raise Invalid("unreadable_notification")
        return PayoutWord(
            payout_id=payout_id,
            outcome=outcome,
            amount_minor=number_at(about, "amount"),
            currency=text_at(about, "currency").upper()[:3],
            failure="" if outcome == "paid" else clean_code(text_at(about, "failure_code"))[:40],
        )
