from livefair.catalog.queries import products_of_brand
from livefair.community.licences import shown_licence
from livefair.people.organisations import organisations


def test_some_reviews_are_advertised_with_their_authors_leave(made):
    db = made("one", days=16)  # by then the brands have earned something
    goods = [card for brand in db.read_now(organisations, "brand") for card in db.read_now(products_of_brand, brand.id)]
    shown = [licence for card in goods if (licence := db.read_now(shown_licence, card.id))]
    assert shown
    assert all(licence.granted_at_ms and licence.author_id for licence in shown)
