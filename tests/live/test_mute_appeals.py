import pytest

from livefair.governance import decide, publish_shipped_rules, report
from livefair.kernel import SYSTEM, Conflict, NotAllowed, NotFound
from livefair.kernel.runner import run_due_now
from livefair.live import Why, mute
from livefair.live.events_of_talk import MuteAppealDecided, MuteAppealed
from livefair.live.mute_appeals import appeal_mute, decide_mute_appeal, mute_appeal_of, open_mute_appeals
from livefair.live.muting import mute_of
from livefair.live.rooms import name_moderator
from livefair.live.shown import shown


@pytest.fixture
def muted(db, join, stage):
    """Zoe, muted by the room's moderator Mo; Max is another one."""
    zoe, mo, max_ = join("zoe"), join("mo"), join("max")
    for helper in (mo, max_):
        db.write_now(name_moderator, stage.host, stage.room_id, helper.id)
    db.write_now(mute, mo, stage.room_id, zoe.id, why=Why("spam"))
    return zoe, mo, max_, db.read_now(mute_of, stage.room_id, zoe.id)


def test_another_moderator_looks_at_a_mute_again(db, stage, muted, facts):
    zoe, mo, max_, mute_now = muted
    db.write_now(appeal_mute, zoe, stage.room_id, text="It was a recipe, not spam")
    with pytest.raises(Conflict, match="already_appealed"):
        db.write_now(appeal_mute, zoe, stage.room_id, text="Please")
    with pytest.raises(NotAllowed, match="not_impartial"):
        db.write_now(decide_mute_appeal, mo, mute_now.id, outcome="upheld", answer="No")
    ((appeal, _),) = db.read_now(open_mute_appeals, max_, stage.room_id)
    assert appeal.text == "It was a recipe, not spam"
    db.write_now(decide_mute_appeal, max_, mute_now.id, outcome="lifted", answer="Right, sorry")
    with pytest.raises(Conflict, match="appeal_decided"):
        db.write_now(decide_mute_appeal, stage.host, mute_now.id, outcome="upheld", answer="No")
    assert db.read_now(mute_of, stage.room_id, zoe.id) is None
    assert db.read_now(mute_appeal_of, mute_now.id).answer == "Right, sorry"
    assert [type(fact) for fact in facts if isinstance(fact, MuteAppealed | MuteAppealDecided)] == [
        MuteAppealed,
        MuteAppealDecided,
    ]


def test_only_who_is_muted_appeals_and_only_who_moderates_decides(db, join, stage, muted):
    zoe, _, _, mute_now = muted
    with pytest.raises(Conflict, match="not_muted"):
        db.write_now(appeal_mute, join("yan"), stage.room_id, text="Me too")
    db.write_now(appeal_mute, zoe, stage.room_id, text="Please")
    for stranger in (zoe, join("otto", "host")):
        with pytest.raises(NotAllowed, match="moderators_only"):
            db.write_now(decide_mute_appeal, stranger, mute_now.id, outcome="lifted", answer="Yes")
        with pytest.raises(NotAllowed, match="moderators_only"):
            db.read_now(open_mute_appeals, stranger, stage.room_id)


def test_governance_has_the_last_word(db, join, stage, muted):
    zoe, mo, _, mute_now = muted
    judge = join("judge", "moderator")
    db.write_now(publish_shipped_rules, SYSTEM)
    with pytest.raises(NotFound):
        db.read_now(shown, join("yan"), "mute", mute_now.id)
    seen = db.read_now(shown, zoe, "mute", mute_now.id)
    assert (seen.author_id, seen.snapshot) == (mo.id, "spam")
    receipt = db.write_now(report, zoe, seen, reason="other", note="", key="key-1")
    rule = "spam"
    db.write_now(decide, judge, receipt.case_id, outcome="remove", rule_code=rule, reason="A recipe is no spam")
    run_due_now(db)
    assert db.read_now(mute_of, stage.room_id, zoe.id) is None
