"""Which providers a site has: by its keys, and none without."""

import pytest

from livefair.kernel.settings import Settings, SettingsError
from livefair.shop.local_provider import LocalProvider
from livefair.web.outside_providers import providers_of

STRIPE = {"stripe_key": "sk_test_1", "stripe_secrets": "whsec_1, whsec_2"}


def made(*, is_demo=False, **chosen):
    local = LocalProvider(db=None, http=None, notify_url="http://127.0.0.1/", key=b"k")
    return providers_of(Settings(**chosen), None, None, local, is_demo=is_demo)


def test_without_keys_there_is_the_local_provider_and_no_other():
    assert (tuple(made().by_name), made().offered, made().default) == (("local",), ("local",), "local")


def test_with_keys_the_local_provider_is_known_and_not_offered_but_in_demo_worlds():
    assert made(**STRIPE).offered == ("stripe",)
    assert set(made(**STRIPE).by_name) == {"local", "stripe"}
    assert made(is_demo=True, **STRIPE).offered == ("stripe", "local")


def test_an_owner_chooses_and_is_told_of_a_provider_without_keys():
    assert made(payments="local,stripe", **STRIPE).offered == ("local", "stripe")
    with pytest.raises(SettingsError, match="'alipay', which has no keys here"):
        made(payments="alipay", **STRIPE)


def test_a_key_without_the_secret_that_makes_its_word_believable_is_refused():
    with pytest.raises(SettingsError, match="stripe_secrets"):
        made(stripe_key="sk_test_1")


def test_no_secret_is_shown_where_settings_or_providers_are():
    shown = repr(Settings(**STRIPE)) + repr(made(**STRIPE))
    assert "sk_test_1" not in shown
    assert "whsec" not in shown
