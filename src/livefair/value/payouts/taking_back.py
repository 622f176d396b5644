"""What did not reach a payee's bank stands with the provider: brought back to the house, so that its book is true."""

from typing import Protocol, TypeGuard

from livefair.kernel import JobContext, WriteTx, job, listens_to
from livefair.value.events import PayoutEnded
from livefair.value.payouts.book import payout_called
from livefair.value.payouts.providers import PayoutProvider, Payouts


class TakingBack(Protocol):
    async def take_back(self, reference: str, payout_id: str) -> None: ...


@listens_to(PayoutEnded)
def take_back_what_did_not_arrive(tx: WriteTx, fact: PayoutEnded) -> None:
    """Only where something was sent: a refusal at once has left nothing there."""
    if fact.state in {"failed", "returned"} and payout_called(tx, fact.payout_id).reference:
        tx.later(take_payout_back, key=f"payout-back:{fact.payout_id}", payout_id=fact.payout_id)


@job
async def take_payout_back(ctx: JobContext, *, payout_id: str) -> None:
    payout = await ctx.db.read(payout_called, payout_id)
    provider = ctx.services[Payouts].provider
    if takes_back(provider):
        await provider.take_back(payout.reference, payout_id)


def takes_back(provider: PayoutProvider) -> TypeGuard[TakingBack]:
    return hasattr(provider, "take_back")
