import pytest

from livefair.kernel import GUEST, NotFound, TooMany
from livefair.people import rules
from livefair.people.sign_in import (
    begin_sign_in,
    end_other_sessions,
    end_session,
    forget_tries,
    open_session,
    sessions_of,
    signed_in_by,
)


def sign_in(db, person):
    return db.write_now(open_session, GUEST, person.id, agent="Firefox", address="127.0.0.1")


def test_a_session_is_known_by_its_token_until_it_is_ended(db, join):
    ana = join("ana", "host")
    token = sign_in(db, ana)
    found = db.read_now(signed_in_by, token)
    assert found.actor == ana
    db.write_now(end_session, ana, found.session.id)
    assert db.read_now(signed_in_by, token) is None


def test_a_session_ends_by_itself(db, join, clock):
    token = sign_in(db, join("ana"))
    clock.advance(rules.SESSION_MS)
    assert db.read_now(signed_in_by, token) is None


def test_nobody_ends_another_persons_session(db, join):
    ana, eve = join("ana"), join("eve")
    token = sign_in(db, ana)
    session = db.read_now(signed_in_by, token).session
    with pytest.raises(NotFound):
        db.write_now(end_session, eve, session.id)
    assert db.read_now(signed_in_by, token)


def test_all_other_devices_can_be_signed_out(db, join):
    ana = join("ana")
    here, there = sign_in(db, ana), sign_in(db, ana)
    db.write_now(end_other_sessions, ana, db.read_now(signed_in_by, here).session.id)
    assert db.read_now(signed_in_by, there) is None
    assert len(db.read_now(sessions_of, ana)) == 1


def test_guessing_is_stopped_per_account_and_the_wait_is_told(db, join, clock):
    join("ana")
    for _ in range(rules.ATTEMPTS_PER_ACCOUNT):
        db.write_now(begin_sign_in, GUEST, email="ana@example.org", address="1.1.1.1")
    with pytest.raises(TooMany) as refused:
        db.write_now(begin_sign_in, GUEST, email="Ana@example.org ", address="2.2.2.2")
    assert refused.value.params["seconds"] == 900
    clock.advance(rules.ATTEMPT_WINDOW_MS)
    assert db.write_now(begin_sign_in, GUEST, email="ana@example.org", address="1.1.1.1")


def test_guessing_is_stopped_per_address_even_over_many_accounts(db):
    for n in range(rules.ATTEMPTS_PER_ADDRESS):
        db.write_now(begin_sign_in, GUEST, email=f"a{n}@example.org", address="1.1.1.1")
    with pytest.raises(TooMany):
        db.write_now(begin_sign_in, GUEST, email="other@example.org", address="1.1.1.1")


def test_a_right_password_clears_the_count(db, join):
    join("ana")
    for _ in range(3 * rules.ATTEMPTS_PER_ACCOUNT):
        db.write_now(begin_sign_in, GUEST, email="ana@example.org", address="1.1.1.1")
        db.write_now(forget_tries, GUEST, email="ana@example.org")
