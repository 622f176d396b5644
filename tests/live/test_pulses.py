import pytest

from livefair.kernel import Invalid, NotAllowed
from livefair.live import answer_pulse
from livefair.live.events import PulseAnswered


def test_the_host_says_that_a_pulse_was_noticed(db, stage, facts):
    db.write_now(answer_pulse, stage.host, stage.room_id, pulse="too_fast")
    assert isinstance(facts[-1], PulseAnswered)
    assert facts[-1].pulse == "too_fast"


def test_only_the_host_does_and_only_for_known_pulses(db, join, stage):
    with pytest.raises(NotAllowed):
        db.write_now(answer_pulse, join("zoe"), stage.room_id, pulse="too_fast")
    with pytest.raises(Invalid):
        db.write_now(answer_pulse, stage.host, stage.room_id, pulse="too_loud")
