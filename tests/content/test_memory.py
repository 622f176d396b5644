from livefair.content import ViewLine, journal_views
from livefair.content.memory import ANEW_EVERY_MS, PROVEN_AFTER_MS, UNPROVEN, FeedMemory, trust_of
from livefair.kernel import SYSTEM
from tests.content.studio import published


def watch(db, guest, *videos, ms=9_000):
    for video_id in videos:
        db.write_now(journal_views, SYSTEM, [ViewLine(video_id, None, guest, db.clock(), ms, 0)])
        db.clock.advance(1_000)


def test_a_memory_learns_from_the_tables_and_then_from_new_rows(db, clock, join):
    ada = join("ada", "host")
    one, two, three = (published(db, ada, f"v{number}") for number in range(3))
    for number in range(4):
        watch(db, f"g{number}", one, two)
    memory = FeedMemory()
    assert db.read_now(memory.look) == 8
    assert set(memory.met_with([f"video:{one}"])) == {f"video:{two}"}
    for number in range(4, 8):
        watch(db, f"g{number}", one, three)
    db.read_now(memory.look)
    assert f"video:{three}" in memory.met_with([f"video:{one}"])
    weights = memory.met_with([f"video:{one}"])
    db.read_now(memory.look)
    assert memory.met_with([f"video:{one}"]) == weights
    clock.advance(ANEW_EVERY_MS)
    assert db.read_now(memory.look) == 16


def test_what_was_skipped_teaches_nothing(db, join):
    one, two = (published(db, join(name, "host")) for name in ("ada", "bea"))
    for number in range(4):
        watch(db, f"g{number}", one, two, ms=500)
    memory = FeedMemory()
    assert db.read_now(memory.look) == 0


def test_guests_and_new_accounts_count_for_little(db, clock, join):
    ana = join("ana")
    assert trust_of("guest:x", clock()) == trust_of(ana.id, clock()) == UNPROVEN
    assert trust_of(ana.id, clock() + PROVEN_AFTER_MS) == 1.0
