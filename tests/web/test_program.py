from livefair.kernel.settings import load
from livefair.web.program import media_settings


def test_the_media_workers_are_told_what_the_operator_has_chosen(tmp_path):
    at_first = media_settings(load({}, {"home": tmp_path}))
    assert not at_first.limits.private_targets
    chosen = media_settings(load({}, {"home": tmp_path, "outgoing": "anywhere", "fast_seats": 3}))
    assert chosen.limits.private_targets
    assert chosen.limits.whep_viewers == 3
