"""Paydays of the demo world: whoever has earned says where the money is to go, and asks for it."""

from livefair.kernel import Actor, Refusal
from livefair.people import actor_of
from livefair.value.payouts import Ask, request_payout, set_account
from livefair.world.fair import Fair
from livefair.world.objecting import contest_lines

WRONG = "TESTNAME00000000"
"""What the first payee types by mistake, so that the console and a statement have a payout that failed."""
MINIMUM_MINOR = 1_000


def pay_out(fair: Fair, step: int) -> None:
    """Everybody who has enough is paid; who has not waits for the next payday."""
    if not fair.has_been_paid:
        contest_lines(fair)
    for number, (actor, party) in enumerate(payees(fair)):
        is_mistaken = number == 0 and not fair.has_been_paid
        account = WRONG if is_mistaken else f"62220212{number:011d}"
        fair.db.write_now(set_account, actor, party, holder=f"收款人 {number + 1}", number=account)
        try:
            fair.db.write_now(request_payout, actor, Ask(party, "CNY", f"payday-{step}", MINIMUM_MINOR))
        except Refusal:
            continue
        fair.has_been_paid = True


def payees(fair: Fair) -> list[tuple[Actor, str]]:
    """Hosts for themselves, brands and the agency through their owners."""
    agency = fair.db.read_now(actor_of, fair.accounts["mcn"]) if "mcn" in fair.accounts else None
    owners = [*fair.brands, *([agency] if agency else [])]
    return [
        *((host.actor, host.actor.id) for host in fair.hosts),
        *((owner, owner.organisation_id) for owner in owners if owner.organisation_id),
    ]
