import pytest

from livefair.kernel import GUEST, NotAllowed, NotFound
from livefair.live.events_of_hosting import LadderChosen, LadderDropped
from livefair.live.ladders import choose_ladder, drop_ladder, ladders_among
from tests.announced import Announced


def test_an_operator_chooses_a_room_and_takes_it_back_once_each(db, stage, join):
    operator = join("ota", "operator")
    facts = Announced(db)
    for _ in range(2):
        db.write_now(choose_ladder, operator, stage.room_id)
    (one,) = db.read_now(ladders_among, [stage.room_id, "elsewhere"])
    assert (one.room_id, one.chosen_by) == (stage.room_id, operator.id)
    for _ in range(2):
        db.write_now(drop_ladder, operator, stage.room_id)
    assert db.read_now(ladders_among, [stage.room_id]) == []
    assert [type(fact) for fact in facts] == [LadderChosen, LadderDropped]


def test_nobody_else_chooses_and_no_room_is_none(db, stage, join):
    for actor in (stage.host, GUEST):
        for verb in (choose_ladder, drop_ladder):
            with pytest.raises(NotAllowed, match="operators_only"):
                db.write_now(verb, actor, stage.room_id)
    with pytest.raises(NotFound):
        db.write_now(choose_ladder, join("ota", "operator"), "nowhere")
