"""A brand, two hosts and terms between them: the ground on which tests of deals stand."""

from typing import NamedTuple

from livefair import ledger
from livefair.kernel import DAY_MS, Actor, Database
from livefair.supply.deals import deal_for, invite_to_offer, version_of
from livefair.supply.offers import OfferDraft, publish_offer
from livefair.supply.rules.deals import AgreedPrice, Milestone, Terms
from livefair.supply.signing import sign
from tests.stall import Stall, set_up


class Fair(NamedTuple):
    stall: Stall
    host: Actor
    other: Actor

    @property
    def db(self) -> Database:
        return self.stall.db

    @property
    def brand(self) -> Actor:
        return self.stall.brand


def fair(db, join, **stall) -> Fair:
    return Fair(set_up(db, join, **stall), join("host", "host"), join("other", "host"))


def terms(fair: Fair, *, price_minor: int | None = None, fee_minor: int = 0, **changed) -> Terms:
    """15 % on the stall's product for 30 days from now."""
    now_ms = fair.db.clock()
    prices = (AgreedPrice(fair.stall.sku_id, price_minor),) if price_minor else ()
    milestones = (Milestone("A show", now_ms + DAY_MS, fee_minor),) if fee_minor else ()
    given = {
        "product_ids": (fair.stall.product_id,),
        "commission_bp": 1_500,
        "prices": prices,
        "milestones": milestones,
        "starts_at_ms": now_ms,
        "ends_at_ms": now_ms + 30 * DAY_MS,
    }
    return Terms(**{**given, **changed})


def invited(fair: Fair, agreed: Terms, host: Actor | None = None) -> str:
    """Returns the deal that waits for the host."""
    offer_id = fair.db.write_now(publish_offer, fair.brand, OfferDraft("Autumn", agreed, "invited"))
    [deal_id] = fair.db.write_now(invite_to_offer, fair.brand, offer_id, [(host or fair.host).id])
    return deal_id


def sign_newest(fair: Fair, actor: Actor, deal_id: str) -> None:
    deal = fair.db.read_now(deal_for, actor, deal_id)
    version = fair.db.read_now(version_of, deal_id, deal.version)
    fair.db.write_now(sign, actor, deal_id, version=deal.version, terms_hash=version.terms_hash)


def signed(fair: Fair, agreed: Terms, host: Actor | None = None) -> str:
    deal_id = invited(fair, agreed, host)
    sign_newest(fair, host or fair.host, deal_id)
    return deal_id


def earn(fair: Fair, minor: int, *, key: str = "earned") -> None:
    """So much stands ready for the brand."""
    legs = [ledger.Leg("goodwill", -minor), ledger.Leg(f"payable:{fair.brand.organisation_id}", minor)]
    fair.db.write_now(lambda tx: ledger.post(tx, key=key, reason="gift", legs=legs))
