import pytest

from livefair.content import Card, feed_page, publish_card, restore_card, set_endorsements, withdraw_card
from livefair.kernel import GUEST, SYSTEM, Invalid
from tests.content.studio import brand_with_product


@pytest.fixture
def card(db, join):
    _, product_id = brand_with_product(db, join)
    return Card("review", "r1", join("carl").id, product_id, "Keeps tea warm", 5, "photos/1", "none")


def test_a_card_appears_in_the_feed_with_product_and_disclosure(db, card):
    db.write_now(publish_card, SYSTEM, card)
    db.write_now(set_endorsements, SYSTEM, "review", "r1", 7)
    [item] = db.read_now(feed_page, GUEST).items
    assert (item.kind, item.id, item.reason) == ("review", "r1", "fresh")
    assert (item.card.text, item.card.rating, item.card.disclosure) == ("Keeps tea warm", 5, "none")
    assert (item.card.author.name, item.card.product.title_en) == ("carl", "Celadon cup")
    assert item.card.endorsements == 7


def test_a_withdrawn_card_is_not_shown_until_it_is_restored(db, card):
    db.write_now(publish_card, SYSTEM, card)
    db.write_now(withdraw_card, SYSTEM, "review", "r1")
    assert db.read_now(feed_page, GUEST).items == []
    db.write_now(restore_card, SYSTEM, "review", "r1")
    assert len(db.read_now(feed_page, GUEST).items) == 1


def test_a_kind_that_the_feed_does_not_know_is_refused(db, card):
    with pytest.raises(Invalid):
        db.write_now(publish_card, SYSTEM, card._replace(kind="poem"))
