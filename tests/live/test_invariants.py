from sqlalchemy import update

from livefair.kernel import change
from livefair.live import ask, check
from livefair.live.models import QUESTION, SHOW


def test_wrong_counts_are_found(db, join, stage):
    asked = db.write_now(ask, join("zoe"), stage.room_id, text="Warm?")
    assert db.read_now(check) == []
    for table, right, wrong in ((SHOW, {"likes": 0}, {"likes": 1}), (QUESTION, {"votes": 1}, {"votes": 2})):
        db.write_now(lambda tx, table=table, wrong=wrong: tx.change(change(update(table).values(**wrong))))
        (breach,) = db.read_now(check)
        assert (stage.show_id if table is SHOW else asked.id) in breach
        db.write_now(lambda tx, table=table, right=right: tx.change(change(update(table).values(**right))))
