"""Hostile forms on a brand's desk and a host's: a clear refusal, never a 500."""

from typing import Any

from livefair.kernel import Database
from tests.web.conftest import Browse, enter
from tests.web.town import Town, built

STRANGE = "00000000-0000-7000-8000-000000000000"
HOSTILE: tuple[Any, ...] = (
    "", "\x00", "a\x00b", "-1", "0", "9" * 30, "9" * 5_000, "1e999", "NaN", "²", "٣", "0001-01-01", "9999-12-31",
    "2026-02-30", "--", "20260901", "💥" * 30, "\u202e<script>", STRANGE, "00000000-0000-7000-8000-00000000000g",
    [""], ["", ""], ["9" * 18] * 3, [STRANGE] * 90,
)  # fmt: skip

TURNS = 4  # each field meets a fourth of them, neighbouring fields different ones, and an id that nobody has


def terms(town: Town) -> dict[str, Any]:
    return {
        "product_ids": town.product_id,
        "commission": "12.5",
        "starts_on": "2026-09-01",
        "ends_on": "2026-12-31",
        "quantity": "5",
        "exclusive": "yes",
        "sample": "keep",
        "sample_days": "14",
        "sku_ids": town.sku_id,
        "prices": "90",
        "milestone_titles": "A video",
        "milestone_days": "2026-12-20",
        "milestone_amounts": "10",
    }


def desk_forms(town: Town) -> dict[str, dict[str, Any]]:
    deal, offer, purchase = (
        f"/desk/deals/{town.deal_id}", f"/desk/offers/{town.offer_id}", f"/desk/purchases/{town.purchase_id}",
    )  # fmt: skip
    part, signing = {"version": "1", "position": "1"}, {"version": "1", "terms_hash": "a" * 64}
    sample = {"sample_id": STRANGE, "text": "SF1"}
    return {
        "/desk/deals": {"name": "Autumn", "audience": "open", "hosts_wanted": "5", **terms(town)},
        f"{offer}/invite": {"emails": "host@example.org"},
        f"{offer}/hosts": {"host_id": town.people["host"].id},
        f"{deal}/answer": {"version": "1", "note": "More?", **terms(town)},
        f"{deal}/sign": signing,
        f"{deal}/accept": part,
        f"{deal}/take-back": part,
        f"{deal}/samples/send": sample,
        f"{deal}/samples/decline": sample,
        f"{deal}/samples/confirm": sample,
        "/desk/purchases": {"sku_id": town.sku_id, "pieces": "5", "unit": "3.5"},
        "/desk/suppliers": {"name": "Mill", "contact": "x", "lead_days": "7"},
        f"{purchase}/send": {"supplier_id": STRANGE},
        f"{purchase}/receive": {"sku_id": town.sku_id, "good": "1", "damaged": "0", "note": "", "key": "k-1"},
        "/desk/coupons": {
            "title": "Ten off", "kind": "off", "worth": "10", "cap": "", "least": "50", "quantity": "10",
            "limit_per_person": "1", "days": "7", "code": "TEN", "host_id": town.people["host"].id,
        },
        "/desk/webhooks": {"url": "https://shop.example/x", "kinds": "order.paid"},
        f"/desk/webhooks/{town.webhook_id}/replay": {"hours": "3"},
    }  # fmt: skip


def studio_forms(town: Town) -> dict[str, dict[str, Any]]:
    deal = f"/studio/deals/{town.deal_id}"
    return {
        f"{deal}/answer": {"version": "1", "note": "More?", **terms(town)},
        f"{deal}/sign": {"version": "1", "terms_hash": "a" * 64},
        f"{deal}/deliver": {"version": "1", "position": "1", "note": "done"},
        f"{deal}/samples": {"sku_id": town.sku_id},
        f"{deal}/samples/settle": {"sample_id": STRANGE, "text": "https://x.example"},
    }


async def refused(db: Database, browse: Browse, town: Town, role: str, forms: dict[str, dict[str, Any]]) -> None:
    person = enter(db, browse(), town.people[role])
    token = await person.csrf()
    faults: list[str] = []
    for url, form in forms.items():
        for place, field in enumerate(form):
            for hostile in (STRANGE, *HOSTILE[place % TURNS :: TURNS]):
                answer = await person.post(url, data={"_csrf_token": token, **form, field: hostile})
                if answer.status_code >= 500:
                    faults.append(f"{url} {field}={str(hostile)[:40]}: {answer.status_code}")
        page = await person.get(url.rsplit("/", 1)[0])
        assert page.status_code < 500, page.text[:300]
    assert faults == []


async def test_hostile_forms_of_a_brand_are_refused(db: Database, browse: Browse) -> None:
    town = built(db)
    await refused(db, browse, town, "brand", desk_forms(town))


async def test_hostile_forms_of_a_host_are_refused(db: Database, browse: Browse) -> None:
    town = built(db)
    await refused(db, browse, town, "host", studio_forms(town))
