import pytest

from livefair.kernel import GUEST, Conflict, Invalid, NotAllowed
from livefair.people import become_host, give_role, sign_up, take_role, update_profile
from livefair.people.accounts import actor_of, person_for
from livefair.people.consents import has_consented


def test_who_joins_is_a_customer_who_consented_to_the_terms(db, join):
    ana = join("ana")
    assert ana.roles == {"customer"}
    assert db.read_now(has_consented, ana.id, "terms")


def test_an_address_is_taken_once_however_it_is_written(db, join):
    join("ana")
    with pytest.raises(Conflict, match="email_taken"):
        db.write_now(sign_up, GUEST, email=" ANA@example.org", name="x", password_hash="h", locale="en")


@pytest.mark.parametrize("email", ["", "a", "a@b", "a@b.c", "a b@c.de", "a@b\n.org", "x" * 300 + "@a.org"])
def test_what_is_no_address_is_refused(db, email):
    with pytest.raises(Invalid, match="bad_email"):
        db.write_now(sign_up, GUEST, email=email, name="x", password_hash="h", locale="en")


@pytest.mark.parametrize("name", ["", "   ", "\u202e\u200b", "x" * 41])
def test_a_name_is_one_visible_line(db, name):
    with pytest.raises(Invalid):
        db.write_now(sign_up, GUEST, email="a@example.org", name=name, password_hash="h", locale="en")


def test_hidden_characters_are_taken_out_of_a_name(db, join):
    ana = join("ana")
    db.write_now(update_profile, ana, name=" A\u202en\u200ba\t\x00B ", about="a\r\nb")
    person = db.read_now(person_for, ana, ana.id)
    assert (person.name, person.about) == ("Ana B", "a\nb")


def test_only_operators_give_roles(db, join):
    ana, boss = join("ana"), join("boss", "operator")
    with pytest.raises(NotAllowed):
        db.write_now(give_role, ana, ana.id, "operator")
    db.write_now(give_role, boss, ana.id, "moderator")
    assert db.read_now(actor_of, ana.id).has("moderator")
    db.write_now(take_role, boss, ana.id, "moderator")
    assert not db.read_now(actor_of, ana.id).has("moderator")


def test_an_operator_cannot_lock_themselves_out(db, join):
    boss = join("boss", "operator")
    with pytest.raises(NotAllowed, match="not_yourself"):
        db.write_now(take_role, boss, boss.id, "operator")


def test_anyone_who_joined_may_become_a_host(db, join):
    ana = join("ana")
    db.write_now(become_host, ana)
    assert db.read_now(actor_of, ana.id).has("host")
    with pytest.raises(NotAllowed, match="sign_in_first"):
        db.write_now(become_host, GUEST)
