import asyncio

import pytest

from livefair import ledger
from livefair.kernel import GUEST, Conflict, Invalid, Money, NotAllowed, NotFound
from livefair.people.notes import my_notes
from livefair.supply.funds import Grant, account_of, close_fund, fund_for, grant, grants_of, open_fund
from tests.purse import ready
from tests.supply.partners import has, organisation

GIVEN = Money(50_000)


@pytest.fixture
def fund(db, join):
    """A brand that has set apart half of what it has."""
    brand = organisation(db, join, "brand", "brand")
    ready(db, brand.organisation_id, 100_000)
    return brand, db.write_now(open_fund, brand, "First shows of new hosts", GIVEN, key="fund")


def granted(db, brand, fund_id, person, minor, *, key="g"):
    return db.write_now(grant, brand, fund_id, Grant(person.id, minor, "For the first ten shows."), key=key)


def test_money_that_is_set_apart_is_granted_by_name_and_the_rest_comes_back(db, join, fund):
    brand, fund_id = fund
    hua, mei = join("hua", "host"), join("mei")
    assert has(db, brand.organisation_id) == 50_000
    granted(db, brand, fund_id, hua, 30_000)
    assert granted(db, brand, fund_id, hua, 30_000) == granted(db, brand, fund_id, hua, 30_000), "one key, one grant"
    granted(db, brand, fund_id, mei, 5_000, key="h")
    assert (has(db, hua.id), has(db, mei.id)) == (30_000, 5_000)
    assert db.read_now(my_notes, hua)[0].code == "fund_granted"
    assert [one.minor for one in db.read_now(grants_of, fund_id)] == [5_000, 30_000]
    db.write_now(close_fund, brand, fund_id)
    db.write_now(close_fund, brand, fund_id)
    assert has(db, brand.organisation_id) == 65_000
    with pytest.raises(Conflict, match="fund_spent"):
        granted(db, brand, fund_id, mei, 1, key="late")


async def test_grants_at_one_moment_never_take_more_than_there_is(db, join, fund):
    brand, fund_id = fund
    hosts = [join(f"host{n}", "host") for n in range(12)]
    grants = [
        db.write(grant, brand, fund_id, Grant(host.id, 9_000, "For a show."), key=f"k{n}")
        for n, host in enumerate(hosts)
    ]
    ended = await asyncio.gather(*grants, return_exceptions=True)
    assert [str(one) for one in ended if isinstance(one, BaseException)] == ["fund_spent"] * 7
    assert sum(has(db, host.id) for host in hosts) == 45_000
    assert db.read_now(ledger.balance, account_of(fund_id), "CNY") == 5_000


def test_nobody_sets_apart_what_they_do_not_have(db, join):
    brand = organisation(db, join, "brand", "brand")
    with pytest.raises(Conflict, match="fund_not_covered"):
        db.write_now(open_fund, brand, "Too much", GIVEN, key="fund")


def test_only_its_sponsor_grants_and_nobody_to_themselves(db, join, fund):
    brand, fund_id = fund
    other, ana = organisation(db, join, "brand", "other"), join("ana")
    with pytest.raises(Conflict, match="own_grant"):
        granted(db, brand, fund_id, brand, 1)
    with pytest.raises(NotFound):
        granted(db, other, fund_id, ana, 1)
    for who in (ana, GUEST):
        with pytest.raises(NotAllowed, match="partners_only"):
            granted(db, who, fund_id, ana, 1)
    for act in (fund_for,):
        with pytest.raises(NotFound):
            db.read_now(act, other, fund_id)


@pytest.mark.parametrize(
    ("to", "field"), [({"minor": 0}, "minor"), ({"minor": 50_001}, "minor"), ({"why": " "}, "why")]
)
def test_a_grant_says_how_much_and_what_for(db, join, fund, to, field):
    brand, fund_id = fund
    wanted = Grant(join("ana").id, 100, "For a show.")._replace(**to)
    with pytest.raises(Invalid) as refused:
        db.write_now(grant, brand, fund_id, wanted, key="k")
    assert refused.value.params["field"] == field
    with pytest.raises(NotFound):
        db.write_now(grant, brand, fund_id, wanted._replace(person_id="nobody", minor=5, why="x"), key="k")
