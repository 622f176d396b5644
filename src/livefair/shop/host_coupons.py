"""What a host's coupon may take off: no more than the host has of the price, which is never less than nothing."""

from collections.abc import Mapping, Sequence

from livefair.kernel import ReadTx
from livefair.people import contract_in_force
from livefair.shop.rules.quote import WHOLE_BP, Item, Offer


def with_hosts(
    tx: ReadTx, items: list[Item], through: Mapping[str, tuple[str | None, int]], offers: Sequence[Offer]
) -> list[Item]:
    """The items that one of the `offers` is for, with their host and the host's own part of the price.

    `through`: by the key of an item, the host through whom it is bought and the commission in basis points. Nothing is
    looked up for who has no coupon of these hosts.
    """
    paying = {offer.host_id for offer in offers if offer.payer == "host"}
    hosts = sorted({host_id for host_id, _ in through.values() if host_id and host_id in paying})
    contracts = {host_id: contract_in_force(tx, host_id) for host_id in hosts}
    found = []
    for item in items:
        host_id, commission_bp = through[item.key]
        if host_id in contracts:
            contract = contracts[host_id]
            own_bp = WHOLE_BP - (contract.share_bp if contract else 0)
            item = item._replace(host_id=host_id, host_weight=commission_bp * own_bp)
        found.append(item)
    return found
