from random import Random

from livefair.content.ordering import Situation, arrange, chance_for, policy_of
from livefair.content.rules import FEED_REASONS, Candidate
from livefair.discovery.recommending import Met
from livefair.governance import FeedKnobs
from livefair.kernel import DAY_MS, HOUR_MS

NOW_MS = 400 * DAY_MS
POLICY = policy_of(FeedKnobs())
NOBODY = Situation({}, frozenset(), NOW_MS)


def video(id_, creator, **known):
    given = {"published_at_ms": NOW_MS - 3 * DAY_MS, "appreciation": 0, "viewers": 0, "completions": 0}
    return Candidate(
        **({"is_followed": False, "is_on_air": False} | given | known), kind="video", id=id_, creator_id=creator
    )


def known_creators(count):
    chance = Random(7)
    return [
        video(
            f"v{number}",
            f"c{number}",
            viewers=(seen := chance.randrange(200, 9_000)),
            appreciation=chance.randrange(seen),
            completions=chance.randrange(seen),
            published_at_ms=NOW_MS - chance.randrange(14) * DAY_MS,
        )
        for number in range(count)
    ]


def test_a_newcomer_reaches_a_fair_part_of_the_feeds_within_three_days():
    """Fair is what each of the hundred would have if the slots were drawn by lot."""
    crowd = known_creators(99)
    shown = sessions = 0
    for hour in range(0, 72, 6):
        now_ms = NOW_MS + hour * HOUR_MS
        for viewer in range(25):
            met = {f"video:v{(viewer * 7 + step) % 99}": Met(0.3, "video:v0") for step in range(6)}
            chance = chance_for(f"viewer{viewer}", now_ms, 0)
            newcomer = video("new", "newcomer", published_at_ms=NOW_MS)
            page = arrange([*crowd, newcomer], Situation(met, frozenset(), now_ms), POLICY, chance, most=10)
            shown += any(placed.candidate.id == "new" for placed in page)
            sessions += 1
    assert shown >= sessions * 10 / 100


def test_what_is_met_together_with_a_history_comes_first_and_says_with_what():
    crowd = known_creators(30)
    met = {"video:v9": Met(0.5, "video:w")}
    first = arrange(crowd, Situation(met, frozenset(), NOW_MS), POLICY, Random(0), most=8)[0]
    assert (first.candidate.id, first.reason, first.because) == ("v9", "similar", "video:w")
    assert arrange(crowd, NOBODY, POLICY, Random(0), most=8)[0].because is None


def test_a_review_of_a_product_that_goes_with_a_history_is_similar_too():
    review = video("r", "fan", topic="cup")._replace(kind="review")
    met = {"product:cup": Met(0.5, "product:pot")}
    placed = arrange([*known_creators(20), review], Situation(met, frozenset(), NOW_MS), POLICY, Random(0), most=8)
    assert (placed[0].candidate.id, placed[0].reason) == ("r", "similar")


def test_weak_evidence_counts_for_less():
    crowd = known_creators(30)
    weak = {"video:v9": Met(0.001, "video:w")}
    page = arrange(crowd, Situation(weak, frozenset(), NOW_MS), POLICY, Random(0), most=8)
    assert "similar" not in {placed.reason for placed in page}


def test_every_slot_gives_a_reason_and_a_probability():
    for seed in range(30):
        for placed in arrange(known_creators(40), NOBODY, POLICY, Random(seed), most=10):
            assert placed.reason in FEED_REASONS
            assert 0 < placed.propensity <= 1


def test_the_same_page_asked_for_again_tries_the_same():
    crowd = known_creators(40)
    pages = [arrange(crowd, NOBODY, POLICY, chance_for("ana", NOW_MS, 8), most=10) for _ in range(2)]
    assert pages[0] == pages[1]


def test_no_candidates_fill_no_page():
    assert arrange([], NOBODY, POLICY, Random(0), most=10) == []
