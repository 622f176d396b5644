import pytest
from sqlalchemy import create_engine, inspect

from livefair.kernel import SYSTEM, Database, metadata
from livefair.kernel.drafts import draft, is_left_behind
from livefair.kernel.runner import job_counts, plant_crons
from livefair.kernel.schema import newest_revision, revision_of, sqlalchemy_url, upgrade


def fill(url: str) -> None:
    upgrade(url)
    db = Database(url)
    db.write_now(plant_crons, SYSTEM)
    db.close()


def begin_and_be_stopped(url: str) -> None:
    with draft(url) as beside:
        fill(beside)
        raise KeyboardInterrupt


def waiting_at(url: str) -> int:
    db = Database(url)
    try:
        return db.read_now(job_counts)[0]
    finally:
        db.close()


@pytest.mark.parametrize("there", ["nothing", "empty tables"])
def test_a_draft_takes_its_place_when_it_is_whole(empty_urls, there):
    url, _ = empty_urls
    if there != "nothing":
        upgrade(url)
    with draft(url) as beside:
        fill(beside)
        assert there != "nothing" or revision_of(url) == ""
    assert revision_of(url) == newest_revision()
    assert waiting_at(url) > 0
    assert not is_left_behind(url)
    engine = create_engine(sqlalchemy_url(url))
    assert set(metadata.tables) <= set(inspect(engine).get_table_names())
    engine.dispose()


def test_half_a_draft_is_never_seen_and_the_next_begins_anew(empty_urls):
    url, _ = empty_urls
    with pytest.raises(KeyboardInterrupt):
        begin_and_be_stopped(url)
    assert revision_of(url) == ""
    assert is_left_behind(url)
    with draft(url) as beside:
        assert revision_of(beside) == ""
        fill(beside)
    assert waiting_at(url) > 0
    assert not is_left_behind(url)
