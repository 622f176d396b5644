"""Who might work with whom: open offers and hosts, matched for both sides, each suggestion with its reasons.

Proposals, not orders: whoever likes one invites or takes it, and both may answer with other terms. What is agreed
leaves the market, and the rest is matched anew.
"""

from typing import NamedTuple

import numpy as np

from livefair.catalog.queries import categories_of
from livefair.discovery.matching import Market, match
from livefair.kernel import DAY_MS, Actor, ReadTx
from livefair.live.knowledge import quizzes_missing
from livefair.people.queries import people_with_role, profile
from livefair.shop.queries import sold_and_returned, sold_by_product_of_hosts
from livefair.supply.commissions import commissions_of
from livefair.supply.deals import hosts_of_offers
from livefair.supply.offers import Offer, open_offers, own_offer_for
from livefair.value.rules import matching as rules

PERIOD_MS = 28 * DAY_MS
HOSTS_MAX = 1_000
OFFERS_MAX = 100
SLOTS_PER_HOST = 5
OFFERS_PER_HOST = 40


class Suggestion(NamedTuple):
    """`reasons`: see rules.matching.reasons. Amounts are minor units of a month."""

    offer_id: str
    host_id: str
    fit: float
    sales_minor: int
    host_minor: int
    returned: float
    reasons: list[str]


def suggested_to(tx: ReadTx, actor: Actor) -> list[Suggestion]:
    """For this host, the best first."""
    return [one for one in suggestions(tx, actor) if one.host_id == actor.id]


def suggested_for(tx: ReadTx, actor: Actor, offer_id: str) -> list[Suggestion]:
    """For the brand whose offer it is, the best first."""
    own_offer_for(tx, actor, offer_id)
    return [one for one in suggestions(tx, actor) if one.offer_id == offer_id]


def suggestions(tx: ReadTx, actor: Actor) -> list[Suggestion]:
    """All of them, the heaviest first. A moment's picture of the whole market, for those who may see a part of it."""
    offers = open_offers(tx, most=OFFERS_MAX)
    hosts = _hosts(tx)
    if not offers or not hosts:
        return []
    facts = _offers(tx, offers)
    had = hosts_of_offers(tx, [offer.id for offer in offers])
    worths = {
        (left, right): rules.worth_of(host, offer)
        for left, host in enumerate(hosts)
        for right, offer in _best(host, facts, _eligible(tx, host.id, offers, had))
    }
    if not worths:
        return []
    places = list(worths)
    chosen = match(_market(hosts, offers, worths), small_floor=rules.FLOOR)
    found = []
    for left, right in sorted((places[int(one)] for one in chosen), key=lambda pair: -worths[pair].weight):
        worth, host, offer = worths[left, right], hosts[left], facts[right]
        found.append(
            Suggestion(
                offer_id=offer.id,
                host_id=host.id,
                fit=worth.fit,
                sales_minor=worth.sales_minor,
                host_minor=worth.host_minor,
                returned=host.returned,
                reasons=rules.reasons(host, offer, worth),
            )
        )
    return found


def _market(hosts: list[rules.HostFacts], offers: list[Offer], worths: dict[tuple[int, int], rules.Worth]) -> Market:
    """As the engine knows it: the smaller half of the hosts is that with fewer followers."""
    middle = sorted(host.followers for host in hosts)[len(hosts) // 2]
    return Market(
        left=np.array([left for left, _ in worths], dtype=np.int64),
        right=np.array([right for _, right in worths], dtype=np.int64),
        for_left=np.array([worth.host_minor for worth in worths.values()], dtype=np.float64),
        for_right=np.array([worth.brand_minor for worth in worths.values()], dtype=np.float64),
        left_room=np.full(len(hosts), SLOTS_PER_HOST, dtype=np.int64),
        right_room=np.array([max(1, one.hosts_wanted - one.hosts_found) for one in offers], dtype=np.int64),
        is_small=np.array([host.followers < middle for host in hosts], dtype=np.bool_),
    )


def _hosts(tx: ReadTx) -> list[rules.HostFacts]:
    ids = [card.id for card in people_with_role(tx, "host")[:HOSTS_MAX]]
    since_ms = tx.now_ms - PERIOD_MS
    sold = sold_by_product_of_hosts(tx, ids, since_ms=since_ms)
    kinds = categories_of(tx, sorted({product_id for _, product_id, _ in sold}))
    by_kind: dict[str, dict[str, int]] = {host_id: {} for host_id in ids}
    for host_id, product_id, minor in sold:
        kind = kinds.get(product_id, "other")
        by_kind[host_id][kind] = by_kind[host_id].get(kind, 0) + minor
    back = sold_and_returned(tx, ids, since_ms=since_ms)
    return [
        rules.HostFacts(host_id, profile(tx, host_id).followers, by_kind[host_id], *back.get(host_id, (0, 0)))
        for host_id in ids
    ]


def _offers(tx: ReadTx, offers: list[Offer]) -> list[rules.OfferFacts]:
    """Each as its first product stands for it."""
    firsts = [offer.terms.product_ids[0] for offer in offers]
    kinds, open_to_all = categories_of(tx, firsts), commissions_of(tx, firsts)
    return [
        rules.OfferFacts(offer.id, kinds[first], offer.terms.commission_bp, open_to_all.get(first, 0))
        for offer, first in zip(offers, firsts, strict=True)
    ]


def _eligible(tx: ReadTx, host_id: str, offers: list[Offer], had: dict[str, set[str]]) -> list[int]:
    """Offers that this host has not `had`, of goods that the host may show."""
    open_ = [(place, offer) for place, offer in enumerate(offers) if host_id not in had.get(offer.id, ())]
    firsts = [offer.terms.product_ids[0] for _, offer in open_]
    missing = quizzes_missing(tx, host_id, firsts)
    return [place for (place, _), first in zip(open_, firsts, strict=True) if first not in missing]


def _best(
    host: rules.HostFacts, offers: list[rules.OfferFacts], places: list[int]
) -> list[tuple[int, rules.OfferFacts]]:
    """The offers that suit a host best: more are not looked at."""
    fitting = sorted(places, key=lambda place: -rules.fit_of(host, offers[place].category))
    return [(place, offers[place]) for place in fitting[:OFFERS_PER_HOST]]
