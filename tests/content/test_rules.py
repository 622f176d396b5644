from livefair.content import rules
from livefair.content.rules import Candidate, freshness, popularity, small_creators, terms
from livefair.kernel import DAY_MS

NOW_MS = 100 * DAY_MS


def video(id_, creator="A", **known):
    given_ = {"kind": "video", "published_at_ms": NOW_MS, "appreciation": 0, "viewers": 0, "completions": 0}
    return Candidate(**({"id": id_, "creator_id": creator, "is_followed": False, "is_on_air": False} | given_ | known))


def test_freshness_halves_in_a_half_life_and_popularity_stays_within_one():
    assert freshness(0) == 1
    assert abs(freshness(rules.FRESH_HALF_LIFE_MS) - 0.5) < 1e-9
    assert popularity(video("v", appreciation=10**9, viewers=10**9, completions=10**9)) <= 1


def test_terms_are_named_and_within_one():
    found = terms(video("v", appreciation=10**9, viewers=10**9, is_followed=True), 1.0, now_ms=NOW_MS)
    assert len(found) == len(rules.FEED_TERMS)
    assert all(0 <= term <= 1 for term in found)


def test_what_was_popular_fades_but_a_room_on_air_does_not():
    old = video("v", appreciation=50, viewers=60, published_at_ms=NOW_MS - 7 * DAY_MS)
    popular = rules.FEED_TERMS.index("popular")
    now = old._replace(published_at_ms=NOW_MS)
    assert abs(terms(old, 0.0, now_ms=NOW_MS)[popular] * 2 - terms(now, 0.0, now_ms=NOW_MS)[popular]) < 1e-9
    assert terms(old._replace(kind="room"), 0.0, now_ms=NOW_MS)[popular] == popularity(old)


def test_small_are_those_whom_no_more_watch_than_the_one_in_the_middle():
    watched = [video("a", "A", viewers=9), video("b", "B", viewers=1), video("c", "C"), video("d", "A")]
    assert small_creators(watched) == {"B", "C"}
    assert small_creators([]) == frozenset()


def test_tagged_products_must_be_declared():
    assert rules.is_declared(0, "none")
    assert not rules.is_declared(1, "none")
    assert rules.is_declared(1, "own_goods")
