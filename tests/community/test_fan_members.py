import csv
import io

import pytest

from livefair.community.fan_clubs import Consents, leave_club, set_consents
from livefair.community.fan_deeds import Deed, count_deed
from livefair.community.fan_members import (
    members_among,
    members_file,
    members_of,
    my_clubs,
    plain,
    reached_by_messages,
)
from livefair.kernel import GUEST, SYSTEM, NotAllowed
from livefair.kernel.runner import run_due_now
from livefair.people import block
from livefair.people.badges import level_with
from livefair.people.removals import hide_or_restore
from livefair.people.suspensions import suspend
from tests.community.fandom import founded, joined


@pytest.fixture
def fandom(db, join):
    return founded(db, join)


def names(db, fandom):
    return [member.person.name for member in db.read_now(members_of, fandom.host, fandom.club_id)]


def rows(db, fandom):
    return list(csv.DictReader(io.StringIO(db.read_now(members_file, fandom.host, fandom.club_id))))


def test_the_host_sees_who_is_in_the_club_most_points_first(db, join, fandom):
    ana, zoe = join("ana"), join("zoe")
    joined(db, fandom, ana, zoe)
    db.write_now(count_deed, SYSTEM, fandom.host.id, Deed(zoe.id, "help", "h", db.clock()))
    assert names(db, fandom) == ["zoe", "ana"]
    assert db.read_now(members_of, fandom.host, fandom.club_id, page=1) == []
    with pytest.raises(NotAllowed, match="not_your_club"):
        db.read_now(members_of, ana, fandom.club_id)


def test_the_file_holds_who_agreed_to_it_and_nobody_else(db, join, fandom):
    ana, zoe, ivo = join("ana"), join("zoe"), join("ivo")
    joined(db, fandom, ana, consents=Consents(contact=True))
    joined(db, fandom, zoe, consents=Consents(messages=True))
    joined(db, fandom, ivo, consents=Consents(messages=True, contact=True))
    found = {row["name"]: row for row in rows(db, fandom)}
    assert set(found) == {"ana", "ivo"}
    assert (found["ana"]["email"], found["ana"]["messages"]) == ("ana@example.org", "no")
    assert found["ivo"]["messages"] == "yes"
    db.write_now(set_consents, ana, fandom.club_id, Consents())
    db.write_now(leave_club, ivo, fandom.club_id)
    assert rows(db, fandom) == []
    with pytest.raises(NotAllowed, match="not_your_club"):
        db.read_now(members_file, zoe, fandom.club_id)
    db.write_now(hide_or_restore, SYSTEM, fandom.host.id, "case-1")
    with pytest.raises(NotAllowed, match="account_removed"):
        rows(db, fandom)


def test_a_closed_account_and_a_removed_person_are_on_no_list(db, join, fandom):
    ana, zoe, olga = join("ana"), join("zoe"), join("olga", "operator")
    joined(db, fandom, ana, zoe, consents=Consents(messages=True, contact=True))
    db.write_now(suspend, olga, ana.id)
    db.write_now(hide_or_restore, SYSTEM, zoe.id, "case-1")
    assert (names(db, fandom), rows(db, fandom), db.read_now(reached_by_messages, fandom.club_id)) == ([], [], 0)
    assert db.read_now(members_among, fandom.host.id, [ana.id, zoe.id]) == []


@pytest.mark.parametrize("who_blocks", ["host", "member"])
def test_who_blocked_each_other_are_in_no_club_of_each_other(db, join, fandom, who_blocks):
    ana = join("ana")
    joined(db, fandom, ana, consents=Consents(messages=True, contact=True))
    pair = (fandom.host, ana.id) if who_blocks == "host" else (ana, fandom.host.id)
    db.write_now(block, *pair)
    run_due_now(db)
    assert (names(db, fandom), rows(db, fandom), db.read_now(reached_by_messages, fandom.club_id)) == ([], [], 0)
    assert (db.read_now(my_clubs, ana), db.read_now(level_with, ana.id, fandom.host.id)) == ([], 0)


@pytest.mark.parametrize("text", ["=1+1", "+49", "-1", "@x", "\tx"])
def test_no_cell_of_the_file_is_computed(text):
    assert plain(text) == f"'{text}"
    assert plain("Ana") == "Ana"


def test_a_person_sees_their_own_clubs(db, join, fandom):
    ana, other = join("ana"), founded(db, join, name="ivo", club="Ivo's")
    joined(db, fandom, ana)
    joined(db, other, ana)
    db.write_now(count_deed, SYSTEM, other.host.id, Deed(ana.id, "purchase", "o", db.clock()))
    assert [(each.club.name, each.standing.points) for each in db.read_now(my_clubs, ana)] == [
        ("Ivo's", 10),
        ("Hana's circle", 0),
    ]
    assert db.read_now(my_clubs, GUEST) == []
