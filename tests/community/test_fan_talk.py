import pytest

from livefair.community.events_of_fans import FanLineHidden
from livefair.community.fan_clubs import close_club
from livefair.community.fan_talk import fan_lines, hide_fan_line, say_to_club, shown_line
from livefair.governance import decide, publish_shipped_rules, report
from livefair.governance.fan_policy import FanKnobs, set_fan_policy
from livefair.kernel import GUEST, MINUTE_MS, SYSTEM, Conflict, Invalid, NotAllowed, TooMany
from livefair.kernel.runner import run_due_now
from livefair.live import Why, mute
from livefair.live.civility import set_words
from livefair.live.rooms import name_moderator
from livefair.people import block
from tests.announced import announced
from tests.community.fandom import founded, joined


@pytest.fixture
def fandom(db, join):
    return founded(db, join)


@pytest.fixture
def ana(db, join, fandom):
    person = join("ana")
    joined(db, fandom, person)
    return person


def say(db, fandom, who, text="Hello", key="k"):
    db.clock.advance(1)  # so that ids sort by their making
    return db.write_now(say_to_club, who, fandom.club_id, text=text, key=key)


def heard(db, fandom, who):
    return [line.text for line in db.read_now(fan_lines, who, fandom.club_id)]


def test_members_and_the_host_talk_between_shows_and_nobody_else_listens(db, join, fandom, ana):
    assert say(db, fandom, ana, "Who has tried blue?") == say(db, fandom, ana, "Who has tried blue?")
    say(db, fandom, fandom.host, "I have.")
    assert heard(db, fandom, ana) == heard(db, fandom, fandom.host) == ["Who has tried blue?", "I have."]
    for stranger in (join("eve"), GUEST):
        with pytest.raises(NotAllowed, match="members_only"):
            heard(db, fandom, stranger)
    with pytest.raises(NotAllowed, match="members_only"):
        say(db, fandom, join("ivo"))
    with pytest.raises(NotAllowed, match="sign_in_first"):
        say(db, fandom, GUEST)


def test_the_rules_of_the_hosts_rooms_hold_here_too(db, fandom, ana):
    db.write_now(set_words, fandom.host, fandom.room_id, ["lottery"])
    with pytest.raises(Conflict, match="word_unwanted"):
        say(db, fandom, ana, "Win the l o t t e r y")
    db.write_now(mute, fandom.host, fandom.room_id, ana.id, why=Why("spam"))
    with pytest.raises(NotAllowed, match="muted"):
        say(db, fandom, ana)


def test_a_minute_has_room_for_so_many_lines(db, join, clock, fandom, ana):
    db.write_now(set_fan_policy, join("olga", "operator"), FanKnobs(lines_per_minute=2))
    for number in range(2):
        say(db, fandom, ana, key=f"k{number}")
    with pytest.raises(TooMany, match="too_many_lines"):
        say(db, fandom, ana, key="k9")
    clock.advance(MINUTE_MS)
    say(db, fandom, ana, key="k9")


@pytest.mark.parametrize(("text", "code"), [(" ", "empty"), ("x" * 201, "too_long")])
def test_a_line_has_a_bounded_length(db, fandom, ana, text, code):
    with pytest.raises(Invalid, match=code):
        say(db, fandom, ana, text)


def test_nobody_talks_in_a_closed_club(db, fandom, ana):
    db.write_now(close_club, fandom.host, fandom.club_id)
    with pytest.raises(Conflict, match="club_closed"):
        say(db, fandom, ana)


def test_its_author_the_host_and_who_helps_in_the_room_take_a_line_away(db, join, fandom, ana):
    zoe, helper = join("zoe"), join("helper")
    joined(db, fandom, zoe, helper)
    db.write_now(name_moderator, fandom.host, fandom.room_id, helper.id)
    lines = [say(db, fandom, ana, f"Line {number}", key=f"k{number}") for number in range(3)]
    with pytest.raises(NotAllowed, match="moderators_only"):
        db.write_now(hide_fan_line, zoe, lines[0])
    for who, line_id in zip((ana, fandom.host, helper), lines, strict=True):
        db.write_now(hide_fan_line, who, line_id)
        db.write_now(hide_fan_line, who, line_id)
    assert heard(db, fandom, ana) == []
    assert len(announced(db, FanLineHidden)) == 3


def test_who_blocked_each_other_do_not_read_each_other(db, join, fandom, ana):
    zoe = join("zoe")
    joined(db, fandom, zoe)
    say(db, fandom, ana)
    db.write_now(block, zoe, ana.id)
    assert (heard(db, fandom, zoe), heard(db, fandom, fandom.host)) == ([], ["Hello"])


def test_a_reported_line_is_taken_away_by_moderators(db, join, fandom, ana):
    db.write_now(publish_shipped_rules, SYSTEM)
    zoe = join("zoe")
    joined(db, fandom, zoe)
    shown = db.read_now(shown_line, zoe, say(db, fandom, ana))
    receipt = db.write_now(report, zoe, shown, reason="spam", note="", key="r")
    moderator = join("mo", "moderator")
    db.write_now(decide, moderator, receipt.case_id, outcome="remove", rule_code="spam", reason="刷屏")
    run_due_now(db)
    assert heard(db, fandom, zoe) == []
