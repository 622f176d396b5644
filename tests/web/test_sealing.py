from livefair.web.sealing import Seal


def test_what_is_sealed_is_opened_with_the_same_secret_only() -> None:
    sealed = Seal("one").close("live_2x-钥匙")
    assert "live" not in sealed
    assert Seal("one").open(sealed) == "live_2x-钥匙"
    assert Seal("two").open(sealed) is None
    assert Seal("one").open("no seal") is None
