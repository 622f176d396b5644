import pytest

from livefair.kernel import Actor, Invalid, NotFound
from livefair.value.worth.terms import ASSUMED, HOUSE, Said, may_see, said_terms, set_terms

OPERATOR = Actor("op", frozenset({"operator"}))
BRAND = Actor("owner", frozenset({"brand"}), organisation_id="brand")
SAID = Said(opex_minor=1_000_000, capital_minor=5_000_000, tax_bp=2_000, wacc_bp=900, growth_bp=-50)


def test_before_anything_is_said_there_are_assumptions(db):
    assert db.read_now(said_terms, HOUSE) == ASSUMED


def test_each_saying_is_a_version_of_its_own_and_the_newest_counts(db):
    assert db.write_now(set_terms, OPERATOR, HOUSE, SAID) == 1
    assert db.write_now(set_terms, OPERATOR, HOUSE, SAID._replace(tax_bp=0)) == 2
    assert db.write_now(set_terms, BRAND, "brand", SAID) == 1
    assert db.read_now(said_terms, HOUSE) == SAID._replace(tax_bp=0, version=2)
    assert db.read_now(said_terms, "brand") == SAID._replace(version=1)


def test_a_brand_speaks_for_itself_alone_and_operators_for_the_house_alone(db):
    for actor, owner in ((BRAND, HOUSE), (BRAND, "other"), (OPERATOR, "brand"), (Actor("ann"), HOUSE)):
        with pytest.raises(NotFound):
            db.write_now(set_terms, actor, owner, SAID)
    assert may_see(OPERATOR, "brand")
    assert not may_see(BRAND, HOUSE)


@pytest.mark.parametrize(
    "wrong",
    [
        {"opex_minor": -1},
        {"capital_minor": 10**15},
        {"tax_bp": 6_001},
        {"wacc_bp": 99},
        {"wacc_bp": 5_001},
        {"growth_bp": 1_001},
        {"growth_bp": -2_001},
    ],
)
def test_what_cannot_be_is_refused(db, wrong):
    with pytest.raises(Invalid, match="out_of_range"):
        db.write_now(set_terms, OPERATOR, HOUSE, SAID._replace(**wrong))
