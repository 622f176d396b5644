import pytest

from livefair.kernel import GUEST, Conflict, Invalid, NotAllowed
from livefair.people.ages import age_of, confirm_age, correct_age, require_adult
from livefair.people.events import AgeConfirmed
from tests.announced import Announced

# START_MS is in September 2026.


@pytest.mark.parametrize(
    ("born_on", "age"),
    [("2008-09-21", "adult"), ("2008-09-22", "minor"), ("2020-02-29", "minor"), ("1940-01-01", "adult")],
)
def test_who_was_born_eighteen_years_ago_is_of_age(db, join, born_on, age):
    zoe = join("zoe")
    assert db.read_now(age_of, zoe.id) == "unknown"
    assert db.write_now(confirm_age, zoe, born_on) == age
    assert db.read_now(age_of, zoe.id) == age


def test_a_child_comes_of_age_by_itself(db, clock, join):
    zoe = join("zoe")
    db.write_now(confirm_age, zoe, "2008-09-22")
    with pytest.raises(NotAllowed, match="adults_only"):
        db.read_now(require_adult, zoe.id)
    clock.advance(24 * 3_600_000)
    db.read_now(require_adult, zoe.id)


def test_an_age_is_said_once_and_corrected_by_an_operator_alone(db, join):
    zoe, olga = join("zoe"), join("olga", "operator")
    with pytest.raises(NotAllowed, match="age_first"):
        db.read_now(require_adult, zoe.id)
    db.write_now(confirm_age, zoe, "2012-01-01")
    db.write_now(confirm_age, zoe, "2012-01-01")
    with pytest.raises(Conflict, match="age_said_already"):
        db.write_now(confirm_age, zoe, "1990-01-01")
    with pytest.raises(NotAllowed, match="operators_only"):
        db.write_now(correct_age, zoe, zoe.id, "1990-01-01")
    assert db.write_now(correct_age, olga, zoe.id, "1990-01-01") == "adult"
    with pytest.raises(NotAllowed, match="sign_in_first"):
        db.write_now(confirm_age, GUEST, "1990-01-01")


@pytest.mark.parametrize("born_on", ["", "yesterday", "2026-13-01", "2027-01-01", "1800-01-01", "2001-02-30", "\x00"])
def test_no_impossible_birthday_is_taken(db, join, born_on):
    with pytest.raises(Invalid, match="bad_birthday"):
        db.write_now(confirm_age, join("zoe"), born_on)


def test_no_fact_tells_the_day(db, join):
    zoe, said = join("zoe"), Announced(db)
    db.write_now(confirm_age, zoe, "2001-05-31")
    assert list(said) == [AgeConfirmed(person_id=zoe.id, is_adult=True, by=zoe.id)]
