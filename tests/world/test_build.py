"""The demo world is made by the use cases alone; these worlds are short."""

import asyncio

from livefair import ledger
from livefair.content import VideoProcessor, feed_page
from livefair.kernel import GUEST
from livefair.kernel.runner import job_counts
from livefair.people import actor_of
from livefair.people.queries import people_with_role
from livefair.value.queries import overview, span_of
from livefair.world import invariants
from livefair.world.demo import demo_accounts
from livefair.world.stall_book import offered_by
from tests.content.studio import DONE, ScriptedProcessor
from tests.world.worlds import ENDS_AT_MS


def test_a_world_holds_together_and_is_lived_in(made):
    db = made("one")
    assert db.read_now(invariants.breaches) == []
    assert db.read_now(job_counts)[1] == 0
    assert len(db.read_now(demo_accounts)) == 7
    assert len(db.read_now(people_with_role, "host")) == 4
    assert len(db.read_now(offered_by, ("peacock-mug", "celadon-teapot"))) == 2
    [operator] = db.read_now(people_with_role, "operator")
    boss = db.read_now(actor_of, operator.id)
    found = db.read_now(lambda tx: overview(tx, boss, span_of(tx, "28d")))
    assert found.sums.orders > 10
    assert len(found.stages) == 3


def test_the_same_seed_is_the_same_book_whenever_it_is_made(made):
    one, again = made("one"), made("again", ends_at_ms=ENDS_AT_MS + 12_345_678)
    assert one.read_now(ledger.digest) == again.read_now(ledger.digest)


def test_another_seed_is_another_book(made):
    assert made("one").read_now(ledger.digest) != made("other", seed=4).read_now(ledger.digest)


class Backwards(ScriptedProcessor):
    """Ends first what was begun last."""

    def __init__(self, *script, films: int):
        super().__init__(*script)
        self.begun, self.to_come = 0, films

    async def transcode(self, file_key, video_id):
        self.begun += 1
        number = self.begun
        while number != self.to_come:
            await asyncio.sleep(0.01)
        self.to_come -= 1
        async for step in super().transcode(file_key, video_id):
            yield step


def test_the_same_seed_is_the_same_book_in_whatever_order_films_are_processed(made):
    quick, backwards = ScriptedProcessor(DONE), Backwards(DONE, films=3)
    one = made("one", films=3, processors={VideoProcessor: quick})
    other = made("other", films=3, processors={VideoProcessor: backwards})
    assert one.read_now(ledger.digest) == other.read_now(ledger.digest)
    for db in (one, other):
        assert sum(item.kind == "video" for item in db.read_now(feed_page, GUEST, most=20).items) == 3
    assert len(quick.runs) == len(backwards.runs) == 3
