import pytest

from livefair.catalog.rules.scenarios import OF_PRODUCT_MAX, SCENARIOS
from livefair.catalog.scenarios import scenarios_of, set_scenarios
from livefair.kernel import Invalid, NotFound
from tests.stall import set_up


def test_a_brand_says_what_its_product_is_for_and_changes_its_mind(db, join):
    stall = set_up(db, join)
    for chosen in (("travel", "daily"), ("work", "travel"), ("work", "travel")):
        db.write_now(set_scenarios, stall.brand, stall.product_id, chosen)
    assert db.read_now(scenarios_of, stall.product_id) == ["work", "travel"]
    db.write_now(set_scenarios, stall.brand, stall.product_id, ())
    assert db.read_now(scenarios_of, stall.product_id) == []


@pytest.mark.parametrize("chosen", [("moon",), ("daily", "daily"), SCENARIOS[: OF_PRODUCT_MAX + 1]])
def test_only_known_words_are_taken_each_once_and_not_too_many(db, join, chosen):
    stall = set_up(db, join)
    with pytest.raises(Invalid, match="unknown_word"):
        db.write_now(set_scenarios, stall.brand, stall.product_id, chosen)


def test_nobody_says_it_of_anothers_product(db, join):
    stall, other = set_up(db, join), set_up(db, join, name="other")
    with pytest.raises(NotFound):
        db.write_now(set_scenarios, other.brand, stall.product_id, ("daily",))
