import asyncio

from livefair.kernel import SYSTEM, Database, Fact, job
from livefair.kernel.metrics import Metrics


class DoorOpened(Fact, frozen=True, kw_only=True):
    door: str


@job
def close_later(tx, actor):
    return


def open_door(tx, actor):
    tx.announce(DoorOpened(door="front"))
    tx.later(close_later)


def lines_of(metrics):
    return {
        line.rpartition(" ")[0]: float(line.rpartition(" ")[2])
        for line in metrics.text().decode().splitlines()
        if line[0] != "#"
    }


async def test_groups_facts_and_jobs_are_counted(db):
    metrics = Metrics(db)
    await asyncio.gather(*(db.write(open_door, SYSTEM) for _ in range(20)))
    async with asyncio.timeout(5):
        # The last group is counted by the writer's thread, a moment after its callers were answered.
        while lines_of(metrics)["livefair_writer_group_size_sum"] < 20:
            await asyncio.sleep(0.01)
    found = lines_of(metrics)
    assert found['livefair_facts_total{kind="tests.DoorOpened"}'] == 20
    assert found["livefair_jobs_waiting"] == 20
    assert found["livefair_jobs_dead"] == 0
    assert 1 <= found["livefair_writer_group_size_count"] <= 20
    assert found["livefair_writer_commit_seconds_sum"] > 0


def test_two_databases_do_not_mix_their_numbers(db, database_url):
    other = Database(database_url)
    mine, others = Metrics(db), Metrics(other)
    db.write_now(open_door, SYSTEM)
    db.close()
    assert lines_of(mine)["livefair_writer_group_size_count"] == 1
    assert lines_of(others)["livefair_writer_group_size_count"] == 0
    other.close()
