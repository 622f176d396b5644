import pytest

from livefair.kernel import SYSTEM, Actor, Conflict, NotAllowed
from livefair.live import Recording, Why, answer, ask, dismiss, end_show, mute, pin, publish_replay
from livefair.live.answer_cards import answer_cards
from livefair.live.events_of_talk import HelpAccepted, QuestionHelped
from livefair.live.helping import accept_help, help_asker, helps_for, hide_help, thanks_of
from livefair.live.questions import question_called
from tests.live.conftest import LIPSTICK


@pytest.fixture
def asked(db, join, stage):
    db.write_now(pin, stage.host, stage.room_id, LIPSTICK)
    return db.write_now(ask, join("zoe"), stage.room_id, text="Does it smudge?")


@pytest.fixture
def zoe(join, asked):
    return Actor(asked.asker_id, frozenset({"customer"}))


def test_an_accepted_answer_is_counted_for_its_author_and_shown_with_the_product(db, clock, join, asked, zoe, facts):
    yan, ben = join("yan"), join("ben")
    facts.clear()
    first = db.write_now(help_asker, yan, asked.id, text="Not with powder")
    db.write_now(help_asker, ben, asked.id, text="No idea")
    clock.advance(5_000)
    db.write_now(accept_help, zoe, first.id)
    assert (db.read_now(thanks_of, yan.id), db.read_now(thanks_of, ben.id)) == (1, 0)
    (card,) = db.read_now(answer_cards, LIPSTICK.product_id)
    assert (card.question.text, card.help.text, card.at_ms) == ("Does it smudge?", "Not with powder", None)
    assert [type(fact) for fact in facts] == [QuestionHelped, QuestionHelped, HelpAccepted]
    assert (facts[-1].author_id, facts[-1].waited_ms) == (yan.id, 5_000)
    db.write_now(hide_help, yan, first.id)
    assert db.read_now(thanks_of, yan.id) == 0
    assert db.read_now(answer_cards, LIPSTICK.product_id) == []


def test_only_the_asker_accepts_and_only_one(db, join, stage, asked, zoe):
    helps = [db.write_now(help_asker, join(name), asked.id, text="No") for name in ("yan", "ben")]
    with pytest.raises(NotAllowed, match="askers_only"):
        db.write_now(accept_help, stage.host, helps[0].id)
    db.write_now(accept_help, zoe, helps[0].id)
    for each in helps:
        with pytest.raises(Conflict, match="accepted_already"):
            db.write_now(accept_help, zoe, each.id)
    first, second = db.read_now(helps_for, [asked])[asked.id]
    assert (first.accepted_at_ms is not None, second.accepted_at_ms) == (True, None)


def test_nobody_answers_twice_themselves_without_a_voice_or_what_was_put_aside(db, join, stage, asked, zoe):
    yan, ben = join("yan"), join("ben")
    db.write_now(help_asker, yan, asked.id, text="No")
    with pytest.raises(Conflict, match="helped_already"):
        db.write_now(help_asker, yan, asked.id, text="Yes")
    with pytest.raises(NotAllowed, match="not_yourself"):
        db.write_now(help_asker, zoe, asked.id, text="I think so")
    db.write_now(mute, stage.host, stage.room_id, ben.id, why=Why("spam"))
    with pytest.raises(NotAllowed, match="muted"):
        db.write_now(help_asker, ben, asked.id, text="Buy mine")
    db.write_now(dismiss, stage.host, asked.id)
    with pytest.raises(Conflict, match="question_closed"):
        db.write_now(help_asker, join("max"), asked.id, text="No")


def test_a_card_leads_to_the_moment_in_the_video(db, clock, stage, asked):
    clock.advance(40_000)
    db.write_now(answer, stage.host, asked.id, text="No")
    clock.advance(20_000)
    db.write_now(end_show, stage.host, stage.show_id)
    recording = Recording("00/film", clock() - 50_000, 45_000)
    db.write_now(publish_replay, SYSTEM, stage.show_id, recording)
    (card,) = db.read_now(answer_cards, LIPSTICK.product_id)
    assert (card.question.answer, card.at_ms) == ("No", 30_000)
    assert db.read_now(question_called, asked.id).answer == "No"
