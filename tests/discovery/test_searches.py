"""What was searched for."""

from livefair.discovery import note_search, popular_searches, unmet_searches
from livefair.discovery.searches import forget_old_searches
from livefair.kernel import GUEST, SYSTEM, Database, ReadTx
from livefair.kernel.clock import DAY_MS, SetClock


def note(db: Database, text: str, *, hits: int, times: int = 3) -> None:
    for _ in range(times):
        db.write_now(note_search, GUEST, text, hits=hits)


def popular(db: Database, start: str = "") -> list[str]:
    return [each.text for each in db.read_now(popular_searches, start)]


def unmet(tx: ReadTx) -> list[tuple[str, int]]:
    return [(each.text, each.times) for each in unmet_searches(tx)]


def test_what_led_somewhere_is_offered_and_what_did_not_is_a_need(db: Database) -> None:
    note(db, "Coral  Lipstick", hits=4)
    note(db, "robot vacuum", hits=0, times=5)
    note(db, "once only", hits=2, times=1)
    assert popular(db) == ["coral lipstick"]
    assert popular(db, "COR") == ["coral lipstick"]
    assert popular(db, "%") == ["coral lipstick"]
    assert popular(db, "x") == []
    assert db.read_now(unmet) == [("robot vacuum", 5)]


def test_a_need_that_is_met_since_is_none_any_more(db: Database) -> None:
    note(db, "teapot", hits=0)
    note(db, "teapot", hits=2, times=1)
    assert db.read_now(unmet) == []


def test_old_searches_are_forgotten(db: Database, clock: SetClock) -> None:
    note(db, "coral", hits=1)
    clock.advance(91 * DAY_MS)
    db.write_now(forget_old_searches, SYSTEM)
    assert popular(db) == []
