from livefair.people.queries import people_with_role
from livefair.supply.deals import deals_of_host
from livefair.supply.offers import open_offers


def test_the_demo_host_finds_a_signed_deal_one_under_way_and_open_offers(made):
    db = made("one")
    hosts = db.read_now(people_with_role, "host")
    states = {deal.state for host in hosts for deal in db.read_now(deals_of_host, host.id)}
    assert states == {"open", "signed"}
    assert len(db.read_now(open_offers)) >= 2
