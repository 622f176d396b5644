import pytest

from livefair.kernel import Actor, Invalid, NotFound
from livefair.value.payouts.accounts import account_of, number_of, set_account
from tests.value.payouts.paying import HOST, account, ask, earn, newest, say


def test_people_see_four_characters_and_the_provider_all(db):
    found = account(db)
    assert db.read_now(account_of, "host") == found
    assert "3704" not in repr(found)
    assert (found.last4, db.read_now(number_of, found.id)) == ("3000", "DE89370400440532013000")


def test_a_replaced_number_is_wiped_as_soon_as_nothing_is_on_its_way_to_it(db):
    earn(db)
    old = account(db)
    payout = ask(db)
    new = account(db, number="6222 0212 3456 7890 123")
    assert db.read_now(number_of, old.id) != ""
    say(db, payout, "paid")
    assert db.read_now(number_of, old.id) == ""
    assert db.read_now(number_of, new.id) == "6222021234567890123"
    assert newest(db).last4 == "3000"


def test_the_same_account_again_changes_nothing(db):
    assert account(db) == account(db)


@pytest.mark.parametrize(
    "number", ["", "1234567", "DE89370400440532013001", "A" * 35, "1234 5678 äö", "DE89-3704;DROP"]
)
def test_a_number_that_cannot_be_is_refused(db, number):
    with pytest.raises(Invalid, match="bad_account_number"):
        account(db, number=number)


def test_nobody_says_where_the_money_of_others_goes(db):
    with pytest.raises(NotFound):
        db.write_now(set_account, Actor("eve"), HOST.id, holder="Eve", number="12345678")
