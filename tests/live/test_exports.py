import pytest

from livefair.kernel import SYSTEM, Conflict, Invalid, NotAllowed
from livefair.kernel.runner import JobContext
from livefair.live import Recording, end_show, publish_replay
from livefair.live.events_of_hosting import RecordingExported, RecordingNotExported
from livefair.live.exports import (
    ATTEMPTS_MAX,
    EXPORTS_PER_SHOW_MAX,
    Exported,
    Exporter,
    ExportRefused,
    Span,
    ask_for_film,
    export_recording,
    films_of,
)
from tests.announced import Announced

FILM = Exported("00/film.mp4", 5_000, 60_000)


class Scripted:
    """Does what its script says: yields steps, raises errors."""

    def __init__(self, *script):
        self.script, self.asked = script, []

    async def export(self, recording, span):
        self.asked.append((recording, span))
        for step in self.script:
            if isinstance(step, Exception):
                raise step
            yield step


@pytest.fixture
def recorded(db, clock, stage):
    start = db.clock()
    clock.advance(60_000)
    db.write_now(end_show, stage.host, stage.show_id)
    db.write_now(publish_replay, SYSTEM, stage.show_id, Recording("r/s", start, 60_000))
    return Span(start, start + 60_000)


async def make(db, exporter, export_id):
    await export_recording(JobContext(db, {Exporter: exporter}), export_id=export_id)


async def test_a_host_has_a_film_made_and_sees_how_far_it_is(db, stage, recorded):
    export_id = db.write_now(ask_for_film, stage.host, stage.show_id)
    assert db.write_now(ask_for_film, stage.host, stage.show_id) == export_id
    facts, seen = Announced(db), []

    class Watched(Scripted):
        async def export(self, recording, span):
            async for step in super().export(recording, span):
                yield step
                seen.append(db.read_now(films_of, stage.show_id)[0].progress_percent)

    exporter = Watched(2, 30, 31, 100, FILM)
    await make(db, exporter, export_id)
    (film,) = db.read_now(films_of, stage.show_id)
    assert seen == [0, 30, 30, 99]
    assert (film.state, film.file_key, film.byte_count, film.lasts_ms) == ("ready", "00/film.mp4", 5_000, 60_000)
    assert film.is_whole
    assert exporter.asked[0][0] == "r/s"
    assert [type(fact) for fact in facts] == [RecordingExported]
    await make(db, exporter, export_id)
    assert len(exporter.asked) == 1


async def test_what_cannot_be_made_says_why_and_may_be_asked_for_again(db, stage, recorded):
    export_id = db.write_now(ask_for_film, stage.host, stage.show_id, span=recorded)
    facts = Announced(db)
    await make(db, Scripted(10, ExportRefused("film_too_large")), export_id)
    (film,) = db.read_now(films_of, stage.show_id)
    assert (film.state, film.failure_code, film.is_whole) == ("failed", "film_too_large", False)
    assert [type(fact) for fact in facts] == [RecordingNotExported]
    assert db.write_now(ask_for_film, stage.host, stage.show_id, span=recorded) != export_id


@pytest.mark.parametrize("script", [(OSError("disk"),), (10,)])
async def test_an_accident_is_tried_again_a_few_times_only(db, stage, recorded, script):
    export_id = db.write_now(ask_for_film, stage.host, stage.show_id)
    for _ in range(ATTEMPTS_MAX):
        with pytest.raises((OSError, RuntimeError)):
            await make(db, Scripted(*script), export_id)
    await make(db, Scripted(FILM), export_id)
    assert db.read_now(films_of, stage.show_id)[0].failure_code == "not_made"


def test_only_who_runs_the_room_has_films_made_of_what_was_recorded(db, join, clock, stage):
    with pytest.raises(Conflict, match="not_recorded"):
        db.write_now(ask_for_film, stage.host, stage.show_id)
    start = db.clock()
    clock.advance(60_000)
    db.write_now(end_show, stage.host, stage.show_id)
    db.write_now(publish_replay, SYSTEM, stage.show_id, Recording("r/s", start, 60_000))
    with pytest.raises(NotAllowed, match="not_your_room"):
        db.write_now(ask_for_film, join("zoe", "host"), stage.show_id)
    for span in (Span(start, start), Span(start, start + 5 * 3_600_000), Span(start - 9_000, start - 1)):
        with pytest.raises(Invalid, match="out_of_range"):
            db.write_now(ask_for_film, stage.host, stage.show_id, span=span)
    for number in range(EXPORTS_PER_SHOW_MAX):
        db.write_now(ask_for_film, stage.host, stage.show_id, span=Span(start, start + 1_000 + number))
    with pytest.raises(Conflict, match="too_many_films"):
        db.write_now(ask_for_film, stage.host, stage.show_id)
