from hypothesis import given
from hypothesis import strategies as st

from livefair.content import rules
from livefair.content.rules import Candidate, Ranked, arrange, freshness, popularity, rank
from livefair.kernel import DAY_MS

NOW_MS = 100 * DAY_MS
candidates = st.builds(
    Candidate,
    kind=st.sampled_from(["video", "video", "video", "room", "review"]),
    id=st.text("abcdef", min_size=1, max_size=6),
    creator_id=st.sampled_from("ABCDEFGH"),
    published_at_ms=st.integers(0, NOW_MS),
    appreciation=st.integers(0, 10**7),
    viewers=st.integers(0, 10**7),
    completions=st.integers(0, 10**7),
    is_followed=st.booleans(),
    is_on_air=st.booleans(),
)
unique = st.lists(candidates, max_size=30, unique_by=lambda item: (item.kind, item.id))


def video(id_, creator="A", **known):
    given_ = {"kind": "video", "published_at_ms": NOW_MS, "appreciation": 0, "viewers": 0, "completions": 0}
    return Candidate(**({"id": id_, "creator_id": creator, "is_followed": False, "is_on_air": False} | given_ | known))


def test_freshness_halves_in_a_half_life_and_popularity_stays_within_one():
    assert freshness(0) == 1
    assert abs(freshness(rules.FRESH_HALF_LIFE_MS) - 0.5) < 1e-9
    assert popularity(video("v", appreciation=10**9, viewers=10**9, completions=10**9)) <= 1


def test_who_is_followed_liked_or_newer_comes_first():
    plain = video("plain")
    assert rank([plain, video("z", is_followed=True)], now_ms=NOW_MS)[0].id == "z"
    assert rank([plain, video("z", appreciation=90, viewers=100, completions=80)], now_ms=NOW_MS)[0].id == "z"
    assert rank([plain, video("a", published_at_ms=NOW_MS - DAY_MS)], now_ms=NOW_MS)[0].id == "plain"


def test_every_item_says_why_it_is_shown():
    reasons = {
        item.id: item.reason
        for item in rank(
            [
                video("new"),
                video("old", published_at_ms=0, appreciation=50, viewers=60, completions=60),
                video("friend", is_followed=True),
                video("room", kind="room"),
                video("review", kind="review"),
            ],
            now_ms=NOW_MS,
        )
    }
    assert reasons == {"new": "fresh", "old": "popular", "friend": "follows", "room": "on_air", "review": "review"}


@given(unique, st.randoms())
def test_the_same_items_give_the_same_feed_in_whatever_order_they_come(items, shuffler):
    shuffled = list(items)
    shuffler.shuffle(shuffled)
    assert arrange(rank(items, now_ms=NOW_MS), most=20) == arrange(rank(shuffled, now_ms=NOW_MS), most=20)


@given(unique)
def test_arranging_loses_nothing_and_invents_nothing(items):
    ranked = rank(items, now_ms=NOW_MS)
    assert sorted(arrange(ranked, most=len(items))) == sorted(ranked)


def test_a_creator_comes_again_only_after_others():
    ranked = [Ranked("video", f"a{number}", "A", "fresh", 9.0 - number) for number in range(3)]
    ranked += [Ranked("video", f"x{number}", f"X{number}", "fresh", 1.0) for number in range(10)]
    creators = [item.creator_id for item in arrange(ranked, most=10)]
    places = [place for place, creator in enumerate(creators) if creator == "A"]
    assert places == [0, 6]


def test_rooms_and_reviews_do_not_crowd_out_videos():
    ranked = [Ranked("room", f"r{number}", f"R{number}", "on_air", 9.0) for number in range(9)]
    ranked += [Ranked("video", f"v{number}", f"V{number}", "fresh", 1.0) for number in range(9)]
    assert [item.kind for item in arrange(ranked, most=7)] == ["room", "video", "video"] * 2 + ["room"]


def test_a_small_place_still_fills_its_feed():
    ranked = [Ranked("video", f"a{number}", "A", "fresh", 1.0) for number in range(4)]
    assert len(arrange(ranked, most=10)) == 4


def test_tagged_products_must_be_declared():
    assert rules.is_declared(0, "none")
    assert not rules.is_declared(1, "none")
    assert rules.is_declared(1, "own_goods")
