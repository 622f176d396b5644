import pytest

from livefair.people.ages import confirm_age
from tests.stall import buy, set_up


@pytest.fixture
def bidder(db, join):
    """Somebody grown up who has paid here before."""
    elsewhere = set_up(db, join, name="elsewhere", pieces=500)

    def make(name):
        person = join(name)
        db.write_now(confirm_age, person, "1990-01-01")
        buy(elsewhere, person, key="first")
        return person

    return make
