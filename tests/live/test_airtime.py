from livefair.kernel import MINUTE_MS
from livefair.live import end_show
from livefair.live.airtime import minutes_on_air
from tests.live.conftest import put_on_air


def test_what_is_over_counts_in_whole_minutes_for_its_host(db, join):
    stage = put_on_air(db, join)
    db.clock.advance(7 * MINUTE_MS + 1)
    assert db.read_now(minutes_on_air, 0) == {}
    db.write_now(end_show, stage.host, stage.show_id)
    assert db.read_now(minutes_on_air, 0) == {stage.host.id: 7}
    assert db.read_now(minutes_on_air, db.clock()) == {}
