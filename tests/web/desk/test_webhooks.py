"""A brand has its own programs told, and sees how that went."""

import re

import pytest

from livefair.kernel import Database
from livefair.supply import receive
from livefair.webhooks import rules
from livefair.webhooks.messages import messages_of
from tests.web.conftest import Browse, Browser, bearer, enter
from tests.web.town import Town, built

URL = "https://shop.example/livefair"


@pytest.fixture
def town(db: Database) -> Town:
    return built(db)


@pytest.fixture
def brand(db: Database, town: Town, browse: Browse) -> Browser:
    return enter(db, browse(), town.people["brand"])


async def test_a_webhook_is_added_with_a_secret_that_is_shown_once(brand: Browser) -> None:
    form = {"url": URL, "kinds": ["order.paid", "order.shipped"]}
    made = await brand.post_form("/desk/webhooks", form)
    assert made.status_code == 200, made.text
    [secret] = re.findall(r"whsec_[A-Za-z0-9+/=]{44}", made.text)
    shown = (await brand.get("/desk/webhooks")).text
    assert "shop.example" in shown
    assert "2 kinds of news" in shown
    [webhook_id] = set(re.findall(r'href="/desk/webhooks/([0-9a-f-]{36})"', shown)) - {brand_hook(shown)}
    page = (await brand.get(f"/desk/webhooks/{webhook_id}")).text
    assert secret not in shown + page
    again = await brand.post_form(f"/desk/webhooks/{webhook_id}/secret")
    assert "whsec_" in again.text
    assert "Signed with the old secret too until" in again.text


def brand_hook(shown: str) -> str:
    """The one that the town has already: it hears one kind of news."""
    return re.findall(r'href="/desk/webhooks/([0-9a-f-]{36})"><b>[^<]*</b><br><small class="muted">1 kind', shown)[0]


@pytest.mark.parametrize(
    ("url", "kinds", "words"),
    [
        ("http://shop.example/", ["order.paid"], "begins with https://"),
        ("https://127.0.0.1/", ["order.paid"], "private network"),
        ("https://localhost/", ["order.paid"], "private network"),
        ("https://user:pass@shop.example/", ["order.paid"], "without a password"),
        (URL, [], "choose what is to be told"),
        (URL, ["order.eaten"], "choose what is to be told"),
    ],
)
async def test_what_cannot_be_called_is_refused_beside_its_field(
    brand: Browser, url: str, kinds: list[str], words: str
) -> None:
    answer = await brand.post_form("/desk/webhooks", {"url": url, "kinds": kinds})
    assert answer.status_code == 422
    assert words in answer.text


async def test_the_log_shows_what_waits_and_each_message_can_be_sent_again_or_skipped(
    brand: Browser, town: Town, db: Database
) -> None:
    at = f"/desk/webhooks/{town.webhook_id}"
    assert "Goods come in" in (await brand.get(at)).text
    message = f"{at}/messages/{town.message_id}"
    assert (await brand.post_form(f"{message}/skip")).status_code == 303
    assert (await brand.post_form(f"{message}/skip")).status_code == 422
    assert (await brand.post_form(f"{message}/replay")).status_code == 303
    assert (await brand.post_form(f"{at}/replay", {"hours": "1"})).status_code == 303
    assert (await brand.post_form(f"{at}/pause")).status_code == 303
    refused = await brand.post_form(f"{at}/test")
    assert (refused.status_code, "Resume it first" in refused.text) == (422, True)
    assert (await brand.post_form(f"{at}/resume")).status_code == 303
    assert (await brand.post_form(f"{at}/test")).status_code == 303
    kinds = [each.kind for each in db.read_now(messages_of, town.people["brand"], town.webhook_id)]
    assert sorted(kinds) == ["stock.received", "webhook.test"]
    assert (await brand.post_form(f"{at}/remove")).status_code == 303
    assert (await brand.get(at)).status_code == 404


async def test_another_brand_sees_and_changes_nothing(db: Database, town: Town, browse: Browse, join) -> None:
    other = enter(db, browse(), join("other", "brand"))
    at = f"/desk/webhooks/{town.webhook_id}"
    assert (await other.get(at)).status_code == 404
    for deed in ("secret", "pause", "resume", "test", "replay", "remove", f"messages/{town.message_id}/skip"):
        assert (await other.post_form(f"{at}/{deed}")).status_code == 404, deed


async def test_a_program_adds_reads_rotates_and_forgets(db: Database, town: Town, browse: Browse) -> None:
    api = browse(accept="application/json", **bearer(db, town.people["brand"]))
    made = await api.post("/api/webhooks", json={"url": URL, "kinds": list(rules.KINDS)})
    assert made.status_code == 201, made.text
    at = f"/api/webhooks/{made.json()['id']}"
    assert made.json()["secret"].startswith("whsec_")
    assert (await api.post(f"{at}/secret")).json()["secret"] != made.json()["secret"]
    db.write_now(receive, town.people["brand"], town.sku_id, quantity=1, key="by-program")
    assert (await api.post(f"{at}/test")).status_code == 204
    [told] = (await api.get(f"{at}/messages")).json()
    assert (told["kind"], told["state"], told["attempts"]) == ("webhook.test", "waiting", [])
    assert (await api.post(f"/api/webhook-messages/{told['id']}/skip")).status_code == 204
    assert (await api.post(f"{at}/replay", json={"since_ms": 0})).json() == {"messages": 1}
    assert (await api.post(f"{at}/pause")).status_code == 204
    states = {hook["id"]: hook["state"] for hook in (await api.get("/api/webhooks")).json()}
    assert states[made.json()["id"]] == "owner"
    assert (await api.post(f"{at}/resume")).status_code == 204
    refused = await api.post("/api/webhooks", json={"url": "https://10.0.0.1/", "kinds": ["order.paid"]})
    assert (refused.status_code, refused.json()["code"]) == (422, "address_forbidden")
    assert (await api.delete(at)).status_code == 204
    for _ in range(rules.WEBHOOKS_MAX - 1):
        assert (await api.post("/api/webhooks", json={"url": URL, "kinds": ["order.paid"]})).status_code == 201
    full = await api.post("/api/webhooks", json={"url": URL, "kinds": ["order.paid"]})
    assert (full.status_code, full.json()["code"]) == (409, "too_many_webhooks")
