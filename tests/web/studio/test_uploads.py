"""A video from the browser: stored, described, refused with its reason."""

from livefair.content.queries import own_videos
from livefair.kernel import Database
from tests.web.conftest import SignIn

FORM = {"title": "New shoes", "caption": "Light", "advertising": "none"}
FILM = {"file": ("film.mp4", b"not really a film", "video/mp4")}


async def test_a_video_is_taken_with_its_words_and_waits_for_its_preparation(db: Database, signed_in: SignIn) -> None:
    host = await signed_in("ada", "host")
    answer = await host.post_form("/studio/upload", FORM, files=FILM)
    assert answer.status_code == 303, answer.text
    [video] = db.read_now(own_videos, host.actor)
    assert (video.title, video.state) == ("New shoes", "uploaded")
    assert "New shoes" in (await host.get("/studio/videos")).text


async def test_the_same_film_twice_is_one_upload(db: Database, signed_in: SignIn) -> None:
    host = await signed_in("ada", "host")
    for _ in range(2):
        await host.post_form("/studio/upload", FORM, files=FILM)
    assert len(db.read_now(own_videos, host.actor)) == 1


async def test_a_script_gets_json_and_a_reason(signed_in: SignIn) -> None:
    host = await signed_in("ada", "host")
    headers = {"accept": "application/json"}
    taken = await host.post_form("/studio/upload", FORM, files=FILM, headers=headers)
    assert taken.json() == {"href": "/studio/videos"}
    refused = await host.post_form("/studio/upload", FORM, headers=headers)
    assert refused.status_code == 422
    assert refused.json()["code"] == "choose_a_file"


async def test_only_hosts_may_upload(signed_in: SignIn) -> None:
    ana = await signed_in("ana")
    assert (await ana.post_form("/studio/upload", FORM, files=FILM)).status_code == 403
