import pytest

from livefair.kernel import SYSTEM, Invalid, NotAllowed
from livefair.live import answer_pulse
from livefair.live.events import PulseAnswered
from livefair.live.journal import Batch, Tap, journal
from livefair.live.pulses import pulses_answered, pulses_waiting


def test_the_host_says_that_a_pulse_was_noticed(db, stage, facts):
    db.write_now(answer_pulse, stage.host, stage.room_id, pulse="too_fast")
    assert isinstance(facts[-1], PulseAnswered)
    assert facts[-1].pulse == "too_fast"


def test_only_the_host_does_and_only_for_known_pulses(db, join, stage):
    with pytest.raises(NotAllowed):
        db.write_now(answer_pulse, join("zoe"), stage.room_id, pulse="too_fast")
    with pytest.raises(Invalid):
        db.write_now(answer_pulse, stage.host, stage.room_id, pulse="too_loud")


def test_what_waits_is_what_was_tapped_since_the_last_answer(db, clock, stage):
    tap(db, stage, "too_fast", 3)
    tap(db, stage, "price_unclear", 1)
    clock.advance(1_000)
    db.write_now(answer_pulse, stage.host, stage.room_id, pulse="too_fast")
    noticed_at_ms = clock()
    clock.advance(1_000)
    tap(db, stage, "too_fast", 2)
    waiting = db.read_now(pulses_waiting, stage.show_id)
    assert waiting == {"too_fast": 2, "price_unclear": 1, "show_again": 0, "size_please": 0}
    assert db.read_now(pulses_answered, stage.show_id) == {"too_fast": noticed_at_ms}


def tap(db, stage, pulse, times):
    taps = (Tap(stage.show_id, "guest:x", f"pulse:{pulse}", times),)
    db.write_now(journal, SYSTEM, Batch(f"{pulse} {db.clock()}", taps=taps))
