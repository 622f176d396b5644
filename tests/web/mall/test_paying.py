"""Paying by a provider outside, as its buyer and its operator see it, over HTTP on both sides."""

import dataclasses
import re

import pytest

from livefair.kernel.runner import JobContext
from livefair.shop.providers import Providers
from livefair.web.app import attach
from tests.outside import ADDRESS, stripe_counter
from tests.web.conftest import BASE, Browser, routes
from tests.web.goods import home_of, stocked_product
from tests.web.mall.test_checkout import checked_out

HTMX = {"hx-request": "true"}


@pytest.fixture
async def counter(db, services):
    async with stripe_counter(db) as made:
        providers = Providers({"stripe": made.provider, **services.providers.by_name}, ("stripe",))
        context = JobContext(db, {Providers: providers})
        yield made._replace(context=context)


@pytest.fixture
def services_with_stripe(services, counter):
    return dataclasses.replace(services, providers=counter.context.services[Providers])


@pytest.fixture
def app(services_with_stripe):
    return attach(routes(), services_with_stripe)


@pytest.fixture
async def goods(db, signed_in):
    return stocked_product(db, (await signed_in("bo")).actor)


@pytest.fixture
async def buyer(db, signed_in) -> Browser:
    browser = await signed_in("ana")
    home_of(db, browser.actor)
    return browser


async def told(browser, event):
    """The provider posts its word to us."""
    return await browser.post(f"{BASE}/webhooks/payments/stripe", content=event.body, headers=event.headers)


async def chosen(buyer, counter, payment):
    answer = await buyer.post_form(f"{payment}/with", {"provider": "stripe", "way": "page"})
    assert answer.status_code == 303
    await counter.work()
    return next(reversed(counter.there.sessions))


async def test_a_buyer_pays_on_the_providers_page_and_comes_back_to_an_order(buyer, counter, goods):
    payment = await checked_out(buyer, goods, quantity=2)
    page = (await buyer.get(payment)).text
    assert "Card (Stripe)" in page
    assert "test provider" not in page
    session = await chosen(buyer, counter, payment)
    page = (await buyer.get(payment)).text
    assert f'href="{counter.there.url}/pay/{session}"' in page
    assert 'rel="noopener noreferrer"' in page
    event = counter.there.pay(session)
    assert counter.there.sessions[session]["success_url"] == f"{ADDRESS}{payment}/result"
    assert "Waiting for the provider" in (await buyer.get(f"{payment}/result")).text
    for _ in range(2):
        assert (await told(buyer, event)).status_code == 200
    assert "Order placed" in (await buyer.get(f"{payment}/result")).text


async def test_the_page_waits_in_a_sheet_and_says_when_the_provider_is_slow(buyer, counter, goods):
    payment = await checked_out(buyer, goods)
    counter.there.is_down = True
    answer = await buyer.post_form(f"{payment}/with", {"provider": "stripe", "way": "page"}, headers=HTMX)
    assert answer.status_code == 200
    assert 'hx-trigger="every 2s"' in answer.text
    assert "Asking Card (Stripe) for its page" in answer.text
    await counter.work()
    assert "does not answer at the moment" in (await buyer.get(payment, headers=HTMX)).text


async def test_the_local_provider_takes_nothing_where_it_is_not_offered(buyer, counter, goods, db):
    payment = await checked_out(buyer, goods)
    for form, where in (({"outcome": "pay"}, payment), ({"provider": "local", "way": "page"}, f"{payment}/with")):
        assert (await buyer.post_form(where, form)).status_code == 422
    await counter.work()
    assert "Order placed" not in (await buyer.get(f"{payment}/result")).text


@pytest.mark.parametrize(
    "form", [{}, {"provider": "stripe"}, {"provider": "no_such", "way": "page"}, {"provider": "stripe", "way": "x"}]
)
async def test_a_hostile_choice_is_refused_in_words(buyer, counter, goods, form):
    payment = await checked_out(buyer, goods)
    assert (await buyer.post_form(f"{payment}/with", form)).status_code == 422


async def test_nobody_pays_or_sees_the_payment_of_another(buyer, counter, goods, signed_in):
    payment = await checked_out(buyer, goods)
    eve = await signed_in("eve")
    assert (await eve.get(payment)).status_code == 404
    answer = await eve.post_form(f"{payment}/with", {"provider": "stripe", "way": "page"})
    assert answer.status_code == 404


async def test_a_word_without_a_right_signature_is_refused(buyer, counter, goods):
    session = await chosen(buyer, counter, await checked_out(buyer, goods))
    event = counter.there.pay(session)
    event.body += b" "
    assert (await told(buyer, event)).status_code == 403
    for name in ("nobody", "local"):
        answer = await buyer.post(f"{BASE}/webhooks/payments/{name}", content=b"{}")
        assert answer.status_code in {403, 404}


async def test_an_operator_answers_a_dispute_with_what_the_shop_knows(buyer, counter, goods, signed_in):
    payment = await checked_out(buyer, goods)
    session = await chosen(buyer, counter, payment)
    await told(buyer, counter.there.pay(session))
    intent = counter.there.sessions[session]["payment_intent"]
    dispute = counter.there.dispute(intent, amount=12900)
    assert (await told(buyer, counter.there.event("charge.dispute.created", dispute))).status_code == 200
    boss = await signed_in("boss", "operator")
    page = (await boss.get("/console/payments")).text
    assert "The cardholder does not know the payment" in page
    assert "1 × Runner 1" in page
    [where] = re.findall(r'action="(/console/payments/disputes/[^"]+)"', page)
    assert (await boss.post_form(where, {"answer": "shout"})).status_code == 422
    assert (await boss.post_form(where, {"answer": "contest"})).status_code == 303
    assert (await boss.post_form(where, {"answer": "accept"})).status_code == 422
    await counter.work()
    assert counter.there.disputes[dispute["id"]]["evidence"]["product_description"] == "1 × Runner 1"
    await told(buyer, counter.there.decide(dispute["id"], "lost"))
    page = (await boss.get("/console/payments")).text
    assert "No dispute is open" in page
    assert "Decided disputes" in page


async def test_an_operator_sends_back_what_nobody_asked_for(buyer, counter, goods, signed_in):
    payment = await checked_out(buyer, goods)
    session = await chosen(buyer, counter, payment)
    await told(buyer, counter.there.pay(session, amount=1))
    assert "which is not what we asked for" in (await buyer.get(payment)).text
    boss = await signed_in("boss", "operator")
    page = (await boss.get("/console/payments")).text
    assert "Asked for ¥129, taken ¥0.01" in page
    [where] = re.findall(r'action="(/console/payments/odd/[^"]+)"', page)
    assert (await boss.post_form(where)).status_code == 303
    assert (await boss.post_form(where)).status_code == 422
    await counter.work()
    assert [one["amount"] for one in counter.there.refunds.values()] == [1]


async def test_an_operator_finds_a_way_for_a_refund_that_came_back(buyer, counter, goods, signed_in):
    payment = await checked_out(buyer, goods)
    session = await chosen(buyer, counter, payment)
    await told(buyer, counter.there.pay(session))
    order = re.search(r"/orders/([0-9a-f-]{36})", (await buyer.get(f"{payment}/result")).text)
    assert order
    assert (await buyer.post_form(f"{order[0]}/cancel")).status_code == 303
    await counter.work()
    await told(buyer, counter.there.fail_refund(next(iter(counter.there.refunds))))
    boss = await signed_in("boss", "operator")
    [where] = re.findall(
        r'action="(/console/payments/refunds/[^"]+)/again"', (await boss.get("/console/payments")).text
    )
    assert (await boss.post_form(f"{where}/otherwise", {"why": ""})).status_code == 422
    assert (await boss.post_form(f"{where}/otherwise", {"why": "By bank"})).status_code == 303
    assert "No refund came back" in (await boss.get("/console/payments")).text
