import pytest

from livefair.web.mall.panel import Panel, checked
from tests.live.conftest import put_on_air
from tests.web.conftest import enter


@pytest.mark.parametrize(
    ("words", "panel"),
    [
        (["large", "few", "still"], Panel("large", "few", "still")),
        (["<script>", "few", "still"], Panel("normal", "few", "still")),
        (["large", "few", "still", "small", "on"], Panel("large", "few", "still", "small", "on")),
        ([], Panel()),
        (["", "", "", "", ""], Panel()),
    ],
)
def test_only_known_choices_come_out_of_a_cookie(words, panel):
    assert checked(words) == panel


async def test_two_viewers_see_one_room_each_as_they_like_it(db, join, browse):
    stage = put_on_air(db, join)
    zoe, guest = enter(db, browse(), join("zoe")), browse()
    at = f"/live/{stage.room_id}"
    assert (
        await zoe.post_form(f"{at}/panel", {"size": "huge", "chat": "few", "motion": "still", "captions": "on"})
    ).status_code == 303
    await guest.post_form(f"{at}/panel", {"chat": "none"})
    assert (
        'data-size="huge" data-chat="few" data-motion="still" data-picture="auto" data-captions="on"'
        in (await zoe.get(at)).text
    )
    quiet = (await guest.get(at)).text
    assert 'data-size="normal" data-chat="none" data-motion="lively" data-picture="auto" data-captions="off"' in quiet
    assert 'value="huge" checked' in (await zoe.get(f"{at}/panel")).text
