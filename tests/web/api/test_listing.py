"""What is on sale, for programs."""

from livefair.kernel import Database
from livefair.people import actor_of
from tests.web.conftest import Browser, SignIn, bearer
from tests.web.goods import stocked_product


async def test_a_cursor_leads_through_all_that_is_on_sale(db: Database, guest: Browser, signed_in: SignIn) -> None:
    person = (await signed_in("bea")).actor
    made = []
    for n in range(5):
        made.append(stocked_product(db, db.read_now(actor_of, person.id), n=n).product_id)
    found: list[str] = []
    cursor, pages = "", 0
    while pages == 0 or cursor:
        answer = await guest.get(f"/api/products?most=2&cursor={cursor}", headers=bearer(db, person))
        page = answer.json()
        found += [product["id"] for product in page["products"]]
        cursor, pages = page["cursor"] or "", pages + 1
    assert found == sorted(made, reverse=True)
    assert pages == 3
    assert page["products"][0]["price"] == {"minor": 12_900, "currency": "CNY"}
    assert page["products"][0]["left"] == 10


async def test_a_wrong_cursor_is_refused(db: Database, guest: Browser, signed_in: SignIn) -> None:
    headers = bearer(db, (await signed_in("ana")).actor)
    for query in ("cursor=%00", "most=0", "most=101", "most=x"):
        assert (await guest.get(f"/api/products?{query}", headers=headers)).status_code == 400, query
