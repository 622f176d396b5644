import pytest

from livefair.kernel import GUEST
from livefair.people.places import devices_since
from livefair.people.sign_in import open_session

PHONE = "Phone 1"


@pytest.fixture
def arrive(db, join):
    def make(name, address, agent=PHONE):
        person = join(name)
        db.write_now(open_session, GUEST, person.id, agent=agent, address=address)
        return person.id

    return make


def test_who_signs_in_from_one_place_with_one_program_shares_a_device(db, arrive):
    ann, bob, cy = arrive("ann", "203.0.113.7"), arrive("bob", "203.0.113.7"), arrive("cy", "203.0.113.7", "Other")
    marks = dict(db.read_now(devices_since, 0))
    assert marks[ann] == marks[bob] != marks[cy]


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "unknown", ""])
def test_an_address_that_says_nothing_makes_nobody_one(db, arrive, address):
    arrive("ann", address)
    assert db.read_now(devices_since, 0) == []


def test_who_has_not_been_there_since_is_left_out(db, clock, arrive):
    arrive("ann", "203.0.113.7")
    assert db.read_now(devices_since, clock() + 1) == []
