from livefair.people import actor_of
from livefair.people.queries import people_with_role
from livefair.shop.boxes import series_of_brand
from livefair.shop.groups import group_offers_of_brand, open_groups
from livefair.shop.preorders import preorder_offers_of_brand


def test_a_brand_of_the_demo_world_sells_boxes_to_a_group_that_has_begun_and_in_advance(made):
    db = made("one")
    brands = {db.read_now(actor_of, each.id).organisation_id for each in db.read_now(people_with_role, "brand")}
    series = [each for brand in brands for each in db.read_now(series_of_brand, brand)]
    offers = [each for brand in brands for each in db.read_now(group_offers_of_brand, brand)]
    early = [each for brand in brands for each in db.read_now(preorder_offers_of_brand, brand)]
    assert [len(found) for found in (series, offers, early)] == [1, 1, 1]
    assert [(group.paid, group.size) for group in db.read_now(open_groups, offers[0].id)] == [(1, 3)]
