from livefair.kernel.settings import load
from livefair.supply.carriers import LocalCarrier
from livefair.web.program import carriers_of, media_settings


def test_the_media_workers_are_told_what_the_operator_has_chosen(tmp_path):
    at_first = media_settings(load({}, {"home": tmp_path}))
    assert not at_first.limits.private_targets
    chosen = media_settings(load({}, {"home": tmp_path, "outgoing": "anywhere", "fast_seats": 3}))
    assert chosen.limits.private_targets
    assert chosen.limits.whep_viewers == 3


def test_the_carrier_that_only_plays_takes_nothing_where_money_is_real_and_is_known_for_what_it_took():
    local = LocalCarrier(db=None, http=None, notify_url="http://127.0.0.1/", key=b"k")
    assert carriers_of(local).follows(local.name)
    real = carriers_of(local, is_real=True)
    assert not real.follows(local.name)
    assert real.coded(local.code) is real.called(local.name) is local
