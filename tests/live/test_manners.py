import pytest

from livefair.kernel import Invalid, NotAllowed, TooMany
from livefair.live.events import MannersSet
from livefair.live.manners import Manners, manners_of, require_manners, set_manners
from livefair.live.rooms import name_moderator
from livefair.people import follow
from tests.live.test_draws import say


def test_only_moderators_say_how_people_speak(db, join, stage, facts):
    helper = join("mo")
    with pytest.raises(NotAllowed, match="moderators_only"):
        db.write_now(set_manners, helper, stage.room_id, Manners(5_000))
    db.write_now(name_moderator, stage.host, stage.room_id, helper.id)
    for _ in range(2):
        db.write_now(set_manners, helper, stage.room_id, Manners(5_000, "followers"))
    db.write_now(set_manners, stage.host, stage.room_id, Manners())
    assert db.read_now(manners_of, stage.room_id) == Manners()
    told = [(fact.slow_ms, fact.speakers) for fact in facts if isinstance(fact, MannersSet)]
    assert told == [(5_000, "followers"), (0, "everybody")]


def test_in_slow_mode_one_waits_after_a_line(db, clock, join, stage):
    zoe = join("zoe")
    db.write_now(set_manners, stage.host, stage.room_id, Manners(30_000))
    assert db.read_now(require_manners, zoe, stage.room_id) == 30_000
    say(db, zoe, stage.room_id, "hello")
    clock.advance(10_500)
    with pytest.raises(TooMany, match="slow_mode") as refused:
        db.read_now(require_manners, zoe, stage.room_id)
    assert refused.value.params == {"seconds": 20}
    clock.advance(20_000)
    db.read_now(require_manners, zoe, stage.room_id)
    with pytest.raises(TooMany):
        db.read_now(require_manners, zoe, stage.room_id, last_at_ms=clock() - 1)


def test_only_followers_speak_where_it_is_said(db, join, stage):
    zoe = join("zoe")
    db.write_now(set_manners, stage.host, stage.room_id, Manners(speakers="followers"))
    with pytest.raises(NotAllowed, match="followers_only"):
        db.read_now(require_manners, zoe, stage.room_id)
    db.write_now(follow, zoe, stage.host.id)
    db.read_now(require_manners, zoe, stage.room_id)


def test_who_moderates_need_not_heed_it(db, join, stage):
    db.write_now(set_manners, stage.host, stage.room_id, Manners(60_000, "followers"))
    for actor in (stage.host, join("ops", "operator")):
        assert db.read_now(require_manners, actor, stage.room_id, last_at_ms=db.clock()) == 0


@pytest.mark.parametrize("manners", [Manners(-1), Manners(600_001), Manners(0, "friends")])
def test_other_manners_are_refused(db, stage, manners):
    with pytest.raises(Invalid):
        db.write_now(set_manners, stage.host, stage.room_id, manners)
