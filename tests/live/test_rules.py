from hypothesis import given
from hypothesis import strategies as st

from livefair.kernel import GUEST, SYSTEM, Actor
from livefair.live import rules
from livefair.live.rooms import Room

OWN = Room("r", "hana", None, "", "", 0, None)
OF_BRAND = OWN._replace(organisation_id="brand")


def test_a_room_is_run_by_its_host_and_by_those_who_act_for_its_organisation():
    assert rules.may_run(Actor("hana"), OWN)
    assert not rules.may_run(Actor("zoe"), OWN)
    assert not rules.may_run(Actor("zoe", organisation_id="brand"), OWN)
    assert rules.may_run(Actor("zoe", organisation_id="brand"), OF_BRAND)
    assert not rules.may_run(Actor("zoe", organisation_id="other"), OF_BRAND)
    assert not rules.may_run(GUEST, OF_BRAND._replace(host_id=""))


def test_operators_and_moderators_may_stop_a_show_but_not_run_it():
    for role in ("operator", "moderator"):
        actor = Actor("olga", frozenset({role}))
        assert rules.may_stop(actor, OWN)
        assert not rules.may_run(actor, OWN)
    assert rules.may_stop(SYSTEM, OWN)
    assert not rules.may_stop(Actor("zoe", frozenset({"customer", "host", "mcn"})), OWN)


def test_the_same_question_in_another_dress_has_the_same_gist():
    assert rules.gist("Does it run  SMALL?") == rules.gist("does it run small")
    assert rules.gist("会不会掉色？") == rules.gist("会不会掉色!!")
    assert rules.gist("size 38?") != rules.gist("size 39?")
    assert rules.gist("？？") != ""


@given(st.text(), st.text(" ?!,。？！", max_size=5))
def test_space_and_punctuation_around_a_question_do_not_matter(text: str, around: str):
    assert rules.gist(around + text + "a" + around) == rules.gist(text + "a")


def test_only_the_right_key_opens():
    kept = rules.key_hash("secret")
    assert rules.is_key("secret", kept)
    assert not rules.is_key("Secret", kept)
    assert not rules.is_key("", None)


@given(st.integers(0, 10**13), st.integers(0, 10**13))
def test_nothing_happens_before_the_video_begins(at_ms: int, from_at_ms: int):
    assert rules.offset_ms(at_ms, from_at_ms=from_at_ms) == max(0, at_ms - from_at_ms)


def test_a_buyer_is_shown_by_one_character():
    assert rules.masked("王小美") == "王**"
