from livefair.kernel import Actor
from livefair.value.worth import HOUSE, worth_of
from livefair.world.reckoning import HOUSE_SAID

OPERATOR = Actor("op", frozenset({"operator"}))


def test_the_house_has_said_what_a_year_costs(made):
    found = made("one").read_now(worth_of, OPERATOR, HOUSE)
    assert found.said == HOUSE_SAID._replace(version=1)
    assert found.weeks
