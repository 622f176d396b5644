import pytest

from livefair.kernel import GUEST, NotAllowed, NotFound
from livefair.people.accounts import person_for
from livefair.people.queries import search_people
from livefair.people.sign_in import begin_sign_in, open_session, signed_in_by
from livefair.people.suspensions import restore, suspend
from livefair.people.tokens import actor_by_token, make_token


def test_a_suspended_account_is_out_everywhere_and_comes_back_whole(db, join):
    ana, boss = join("ana", "host"), join("boss", "operator")
    token = db.write_now(make_token, ana, name="script")
    session = db.write_now(open_session, GUEST, ana.id, agent="x", address="1.1.1.1")
    db.write_now(suspend, boss, ana.id)
    assert db.read_now(signed_in_by, session) is None
    assert db.read_now(actor_by_token, token) is None
    assert db.write_now(begin_sign_in, GUEST, email="ana@example.org", address="1.1.1.1") is None
    with pytest.raises(NotFound):
        db.read_now(person_for, boss, ana.id)
    db.write_now(restore, boss, ana.id)
    assert db.read_now(actor_by_token, token) == ana
    assert db.read_now(signed_in_by, session) is None


def test_only_operators_suspend_and_not_themselves(db, join):
    ana, boss = join("ana"), join("boss", "operator")
    with pytest.raises(NotAllowed, match="operators_only"):
        db.write_now(suspend, ana, boss.id)
    with pytest.raises(NotAllowed, match="not_yourself"):
        db.write_now(suspend, boss, boss.id)
    with pytest.raises(NotFound):
        db.write_now(suspend, boss, "nobody")


def test_people_are_found_by_a_part_of_name_or_address_also_when_suspended(db, join):
    ana, boss = join("ana", "host"), join("boss", "operator")
    db.write_now(suspend, boss, ana.id)
    [found] = db.read_now(search_people, "AN")
    assert (found.id, found.roles, found.suspended_at_ms is None) == (ana.id, ["customer", "host"], False)
    assert {one.id for one in db.read_now(search_people, "")} == {ana.id, boss.id}
    assert db.read_now(search_people, "%") == db.read_now(search_people, "")
