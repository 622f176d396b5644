from livefair.kernel import SYSTEM, job
from livefair.kernel.job_board import drop_dead, planned, waiting
from livefair.kernel.jobs import ATTEMPTS_MAX, crons
from livefair.kernel.runner import dead_letters, plant_crons, run_due_now


@job
def stumble(tx, actor):
    raise RuntimeError("always")


def test_what_waits_is_counted_by_kind_and_crons_apart(db, clock):
    db.write_now(plant_crons, SYSTEM)
    for _ in range(3):
        db.write_now(lambda tx, actor: tx.later(stumble), SYSTEM)
    assert [(row.name, row.number) for row in db.read_now(waiting)] == [("tests.stumble", 3)]
    assert {row.name for row in db.read_now(planned)} == {cron.name for cron in crons()}


def test_only_a_dead_letter_can_be_dropped(db, clock):
    db.write_now(lambda tx, actor: tx.later(stumble), SYSTEM)
    for _ in range(ATTEMPTS_MAX):
        run_due_now(db)
        clock.advance(3_600_000)
    [dead] = db.read_now(dead_letters)
    assert db.write_now(drop_dead, SYSTEM, dead.id)
    assert not db.write_now(drop_dead, SYSTEM, dead.id)
    assert db.read_now(dead_letters) == []
