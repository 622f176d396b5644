import pytest

from livefair.kernel import Conflict, Invalid, NotAllowed, NotFound
from livefair.live.civility import answer_nudge, civility_of, drop_nudged, nudge, set_words, weigh, words_of
from livefair.live.events_of_talk import NudgeAnswered, PersonNudged, WordsSet
from livefair.live.rooms import name_moderator
from livefair.live.rules.civility import WORDS_MAX


def test_what_a_room_does_not_want_is_refused_openly(db, join, stage):
    zoe = join("zoe")
    db.write_now(set_words, stage.host, stage.room_id, ["Spoiler", "剧透"])
    for text, word in (("no SP0ILER please", "Spoiler"), ("别 剧 透", "剧透")):
        with pytest.raises(Conflict, match="word_unwanted") as refused:
            db.read_now(weigh, zoe, stage.room_id, text)
        assert refused.value.params["word"] == word
    assert db.read_now(weigh, zoe, stage.room_id, "no spoilt milk") == []
    assert db.read_now(weigh, stage.host, stage.room_id, "spoiler") == [], "who moderates may say it"


def test_a_list_is_set_as_a_whole_by_those_who_moderate(db, join, stage, facts):
    helper = join("mo")
    with pytest.raises(NotAllowed, match="moderators_only"):
        db.write_now(set_words, helper, stage.room_id, ["x1"])
    with pytest.raises(NotAllowed, match="moderators_only"):
        db.read_now(words_of, helper, stage.room_id)
    db.write_now(name_moderator, stage.host, stage.room_id, helper.id)
    for words in (["Fake", "ＦＡＫＥ", "假货"], ["fake", "假货"], ["假货"]):
        db.write_now(set_words, helper, stage.room_id, words)
    assert db.read_now(words_of, helper, stage.room_id) == ["假货"]
    told = [(fact.words, fact.added, fact.removed) for fact in facts if isinstance(fact, WordsSet)]
    assert told == [(2, 2, 0), (1, 0, 1)]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ([f"word{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(WORDS_MAX + 1)], "too_many_words"),
        (["!!!"], "word_without_letters"),
        (["x" * 21], "too_long"),
    ],
)
def test_a_list_has_its_limits(db, stage, words, code):
    with pytest.raises(Invalid, match=code):
        db.write_now(set_words, stage.host, stage.room_id, words)
    assert db.read_now(words_of, stage.host, stage.room_id) == []


def test_what_somebody_chose_is_counted_and_told_once(db, join, stage, facts):
    zoe, yan = join("zoe"), join("yan")
    sent, rewritten, dropped, _ = (db.write_now(nudge, zoe, stage.room_id) for _ in range(4))
    answer = {"room_id": stage.room_id, "choice": "sent", "said": "line-1"}
    assert not db.write_now(answer_nudge, yan, sent, **answer), "it was not Yan who was asked"
    assert db.write_now(answer_nudge, zoe, sent, **answer)
    assert db.write_now(answer_nudge, zoe, sent, **answer), "the same line, sent again"
    assert not db.write_now(answer_nudge, zoe, sent, **{**answer, "said": "line-2"}), "one answer lets one line through"
    assert db.write_now(answer_nudge, zoe, rewritten, room_id=stage.room_id, choice="rewritten", said="line-3")
    db.write_now(drop_nudged, zoe, stage.room_id, dropped)
    with pytest.raises(NotFound):
        db.write_now(drop_nudged, zoe, stage.room_id, "no-such-nudge")
    assert db.read_now(civility_of, stage.show_id) == (4, 1, 1, 1)
    assert [fact.choice for fact in facts if isinstance(fact, NudgeAnswered)] == ["sent", "rewritten", "dropped"]
    assert sum(isinstance(fact, PersonNudged) for fact in facts) == 4
