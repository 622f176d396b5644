from livefair.people import actor_of
from livefair.people.queries import people_with_role
from livefair.shop.auction_rows import auctions_of_brand


def test_an_auction_of_the_demo_world_has_bidders_and_another_waits_for_its_host(made):
    db = made("one")
    brands = {db.read_now(actor_of, each.id).organisation_id for each in db.read_now(people_with_role, "brand")}
    auctions = [each for brand in brands for each in db.read_now(auctions_of_brand, brand)]
    assert sorted(each.state(db.clock()) for each in auctions) == ["announced", "open"]
    [running] = [each for each in auctions if each.state(db.clock()) == "open"]
    assert running.bids > 1
    assert running.price_minor > running.start_minor
