import pytest

from livefair.kernel import DAY_MS, NotFound
from livefair.people import follow
from livefair.shop import Source
from livefair.supply.deals import take_offer
from livefair.supply.offers import OfferDraft, publish_offer
from livefair.value.matching import suggested_for, suggested_to, suggestions
from livefair.value.rules.matching import HostFacts, OfferFacts, reasons, worth_of
from tests.stall import buy
from tests.supply.agreeing import fair, terms

CUPS = OfferFacts("o", "kitchen", 2_000, 1_000)


def test_a_host_who_sells_such_goods_and_keeps_them_sold_is_worth_more_to_both():
    plain = HostFacts("a", 10, {"kitchen": 100_000, "shoes": 100_000}, 200_000, 0)
    fitting = plain._replace(sold_minor={"kitchen": 200_000})
    returned = plain._replace(returned_minor=100_000)
    assert worth_of(fitting, CUPS).weight > worth_of(plain, CUPS).weight > worth_of(returned, CUPS).weight
    assert worth_of(plain, CUPS).host_minor == worth_of(returned, CUPS).host_minor


def test_more_commission_is_more_for_the_host_and_less_for_the_brand():
    host = HostFacts("a", 10, {"kitchen": 100_000}, 100_000, 0)
    low, high = worth_of(host, CUPS), worth_of(host, CUPS._replace(commission_bp=4_000))
    assert high.host_minor > low.host_minor
    assert high.brand_minor < low.brand_minor


def test_every_reason_is_true():
    host = HostFacts("a", 10, {"kitchen": 100_000}, 100_000, 2_000)
    assert reasons(host, CUPS, worth_of(host, CUPS)) == ["fits", "earns", "keeps", "pays_more"]
    new = HostFacts("b", 0, {}, 0, 0)
    assert reasons(new, CUPS._replace(commission_bp=1_000), worth_of(new, CUPS)) == ["earns", "new"]


def test_offers_are_suggested_to_hosts_and_hosts_to_brands_until_they_have_met(db, join):
    town = fair(db, join, pieces=50)
    offer_id = db.write_now(publish_offer, town.brand, OfferDraft("Cups", terms(town)))
    buy(town.stall, join("ana"), source=Source(host_id=town.host.id), quantity=3)
    db.write_now(follow, join("ben"), town.host.id)
    first, second = db.read_now(suggested_for, town.brand, offer_id)
    assert (first.host_id, second.host_id) == (town.host.id, town.other.id)
    assert first.reasons[0] == "fits"
    assert [one.offer_id for one in db.read_now(suggested_to, town.host)] == [offer_id]
    db.write_now(take_offer, town.host, offer_id)
    assert db.read_now(suggested_to, town.host) == []
    assert [one.host_id for one in db.read_now(suggestions, town.brand)] == [town.other.id]


def test_only_the_brand_sees_who_is_suggested_to_it_and_what_is_over_is_suggested_to_nobody(db, join, clock):
    town = fair(db, join)
    offer_id = db.write_now(publish_offer, town.brand, OfferDraft("Cups", terms(town)))
    with pytest.raises(NotFound):
        db.read_now(suggested_for, town.host, offer_id)
    clock.advance(31 * DAY_MS)
    assert db.read_now(suggestions, town.brand) == []
