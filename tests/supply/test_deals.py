import asyncio

import pytest

from livefair.kernel import DAY_MS, Conflict, Invalid, NotAllowed, NotFound
from livefair.supply import Sale, terms_of_sale
from livefair.supply.deals import (
    Proposal,
    apply_for,
    deal_for,
    deals_of_host,
    decline,
    invite_to_offer,
    propose,
    take_offer,
    version_of,
    versions_of,
)
from livefair.supply.offers import OfferDraft, publish_offer
from livefair.supply.rules.deals import hash_of
from livefair.supply.signing import end_deal, sign
from tests.supply.agreeing import fair, invited, sign_newest, signed, terms


def commission(fair, host=None):
    stall = fair.stall
    sale = Sale((host or fair.host).id, stall.product_id, stall.sku_id, 9_900)
    return fair.db.read_now(terms_of_sale, sale).commission_bp


def test_a_version_that_only_one_side_has_signed_changes_nothing(db, join):
    town = fair(db, join)
    deal_id = invited(town, terms(town))
    assert commission(town) == 0
    sign_newest(town, town.host, deal_id)
    assert commission(town) == 1_500


def test_both_signatures_say_who_when_and_under_what(db, join):
    town = fair(db, join)
    deal_id = signed(town, terms(town))
    [version] = db.read_now(versions_of, deal_id)
    assert version.terms_hash == hash_of(version.terms_text)
    assert (version.brand_signed_by, version.host_signed_by) == (town.brand.id, town.host.id)
    assert version.brand_signed_at_ms == version.host_signed_at_ms == db.clock()


def test_a_counter_offer_leaves_the_signed_version_in_force_until_it_is_signed_itself(db, join):
    town = fair(db, join)
    deal_id = signed(town, terms(town))
    db.write_now(propose, town.host, deal_id, Proposal(terms(town, commission_bp=3_000), 1, "more work"))
    assert commission(town) == 1_500
    with pytest.raises(Conflict, match="deal_changed"):
        sign_newest(town, town.host, deal_id)  # it is the brand's turn
    sign_newest(town, town.brand, deal_id)
    assert commission(town) == 3_000


def test_a_counter_offer_that_is_declined_leaves_the_signed_version(db, join):
    town = fair(db, join)
    deal_id = signed(town, terms(town))
    db.write_now(propose, town.brand, deal_id, Proposal(terms(town, commission_bp=500), 1))
    db.write_now(decline, town.host, deal_id, version=2)
    assert (db.read_now(deal_for, town.host, deal_id).state, commission(town)) == ("signed", 1_500)


def test_an_answer_to_an_older_version_is_refused(db, join):
    town = fair(db, join)
    deal_id = invited(town, terms(town))
    db.write_now(propose, town.host, deal_id, Proposal(terms(town, commission_bp=2_000), 1))
    with pytest.raises(Conflict, match="deal_changed"):
        db.write_now(propose, town.brand, deal_id, Proposal(terms(town), 1))


def test_nobody_signs_a_text_that_they_have_not_read(db, join):
    town = fair(db, join)
    deal_id = invited(town, terms(town))
    with pytest.raises(Conflict, match="deal_changed"):
        db.write_now(sign, town.host, deal_id, version=1, terms_hash="0" * 64)


def test_what_is_declined_is_over(db, join):
    town = fair(db, join)
    deal_id = invited(town, terms(town))
    db.write_now(decline, town.host, deal_id, version=1)
    assert db.read_now(deal_for, town.brand, deal_id).state == "declined"
    with pytest.raises(Conflict, match="deal_changed"):
        sign_newest(town, town.host, deal_id)


def test_a_deal_ends_for_both_when_either_ends_it(db, join):
    town = fair(db, join)
    deal_id = signed(town, terms(town))
    db.write_now(end_deal, town.brand, deal_id)
    assert commission(town) == 0
    with pytest.raises(Conflict, match="deal_changed"):
        db.write_now(end_deal, town.host, deal_id)


def test_nobody_else_sees_a_deal(db, join):
    town = fair(db, join)
    deal_id = invited(town, terms(town))
    for stranger in (town.other, join("guest")):
        with pytest.raises(NotFound):
            db.read_now(deal_for, stranger, deal_id)


def test_every_host_may_take_an_open_offer_once_and_only_as_many_as_are_wanted_sign_it(db, join):
    town = fair(db, join)
    offer_id = db.write_now(publish_offer, town.brand, OfferDraft("Open", terms(town), hosts_wanted=1))
    mine = db.write_now(take_offer, town.host, offer_id)
    assert db.write_now(take_offer, town.host, offer_id) == mine
    theirs = db.write_now(take_offer, town.other, offer_id)
    sign_newest(town, town.host, mine)
    with pytest.raises(Conflict, match="offer_full"):
        sign_newest(town, town.other, theirs)


def test_only_the_invited_take_an_invited_offer(db, join):
    town = fair(db, join)
    invited(town, terms(town))
    offer_id = db.read_now(deals_of_host, town.host.id)[0].offer_id
    with pytest.raises(NotFound):
        db.write_now(take_offer, town.other, offer_id)


def test_a_list_of_hosts_is_invited_at_once_and_nobody_twice(db, join):
    town = fair(db, join)
    hosts = [join(f"host{n}", "host").id for n in range(5)]
    offer_id = db.write_now(publish_offer, town.brand, OfferDraft("Many", terms(town), "invited"))
    assert len(db.write_now(invite_to_offer, town.brand, offer_id, [*hosts, *hosts])) == 5
    assert db.write_now(invite_to_offer, town.brand, offer_id, hosts) == []
    with pytest.raises(Invalid, match="not_a_host"):
        db.write_now(invite_to_offer, town.brand, offer_id, [join("buyer").id])


def test_an_agency_applies_only_for_hosts_of_its_roster(db, join):
    town = fair(db, join)
    offer_id = db.write_now(publish_offer, town.brand, OfferDraft("Open", terms(town)))
    with pytest.raises(NotAllowed, match="mcns_only"):
        db.write_now(apply_for, town.host, offer_id, [town.other.id])


def test_what_one_host_has_alone_nobody_else_signs_in_the_same_time(db, join):
    town = fair(db, join)
    signed(town, terms(town, is_exclusive=True))
    with pytest.raises(Conflict, match="not_exclusive"):
        signed(town, terms(town), town.other)
    later = terms(town, starts_at_ms=db.clock() + 30 * DAY_MS, ends_at_ms=db.clock() + 40 * DAY_MS, is_exclusive=True)
    signed(town, later, town.other)


def test_nobody_gets_alone_what_another_sells_already(db, join):
    town = fair(db, join)
    signed(town, terms(town))
    with pytest.raises(Conflict, match="not_exclusive"):
        signed(town, terms(town, is_exclusive=True), town.other)


async def test_of_many_who_sign_for_the_same_goods_alone_at_once_one_gets_them(db, join):
    town = fair(db, join)
    hosts = [join(f"host{n}", "host") for n in range(8)]
    deals = [(host, invited(town, terms(town, is_exclusive=True), host)) for host in hosts]
    hashes = [db.read_now(version_of, deal_id, 1).terms_hash for _, deal_id in deals]
    results = await asyncio.gather(
        *(
            db.write(sign, host, deal_id, version=1, terms_hash=terms_hash)
            for (host, deal_id), terms_hash in zip(deals, hashes, strict=True)
        ),
        return_exceptions=True,
    )
    assert [result for result in results if result is None] == [None]
    assert all(isinstance(result, Conflict) and result.code == "not_exclusive" for result in results if result)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"commission_bp": 99}, "commission_bp"),
        ({"commission_bp": 8_001}, "commission_bp"),
        ({"product_ids": ()}, "product_ids"),
        ({"ends_at_ms": 1}, "ends_at"),
        ({"starts_at_ms": 0}, "starts_at"),
        ({"quantity": -1}, "quantity"),
        ({"sample": "gone"}, "sample"),
        ({"price_minor": 9_901}, "prices"),
    ],
)
def test_terms_that_make_no_sense_are_refused_beside_their_field(db, join, changed, field):
    town = fair(db, join)
    with pytest.raises(Invalid) as refusal:
        db.write_now(publish_offer, town.brand, OfferDraft("Bad", terms(town, **changed)))
    assert refusal.value.params["field"] == field


def test_nobody_offers_what_another_brand_sells(db, join):
    town, elsewhere = fair(db, join), join("elsewhere", "brand")
    with pytest.raises(NotAllowed, match="brands_only"):
        db.write_now(publish_offer, elsewhere, OfferDraft("Theirs", terms(town)))
