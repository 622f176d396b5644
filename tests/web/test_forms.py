"""Forms: every field bounded, every mistake beside its field, hostile input refused and never a 500."""

from typing import Annotated

import msgspec
import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute

from livefair.kernel import Database, Invalid
from livefair.web.forms import BadForm, Count, Form, Line, minor_of, read_form
from livefair.web.typed import Typed, parse_urlencoded
from tests.journeys.test_roles import address_of
from tests.web.conftest import Browse, Browser, enter
from tests.web.town import built


class Sample(Form, frozen=True, kw_only=True):
    name: Line
    count: Count = 1
    tags: Annotated[list[str], msgspec.Meta(max_length=2)] = msgspec.field(default_factory=list)


def typed(**texts: str | list[str]) -> Typed:
    return Typed({name: text if isinstance(text, list) else [text] for name, text in texts.items()})


def test_a_form_becomes_a_struct() -> None:
    assert read_form(typed(name="Ana", count="3", tags=["a", "b"]), Sample) == Sample(
        name="Ana", count=3, tags=["a", "b"]
    )
    assert read_form(typed(name="Ana", count=""), Sample).count == 1


def test_every_mistake_is_named_beside_its_field() -> None:
    with pytest.raises(BadForm) as bad:
        read_form(typed(name="", count="1000", tags=["a", "b", "c"]), Sample)
    codes = {field: code for field, (code, _) in bad.value.errors.items()}
    assert codes == {"name": "empty", "count": "too_large", "tags": "too_long"}
    with pytest.raises(BadForm) as bad:
        read_form(typed(count="one"), Sample)
    assert {field: code for field, (code, _) in bad.value.errors.items()} == {"name": "empty", "count": "not_a_number"}


@pytest.mark.parametrize("text", ["1", "12.5", "0.05", "1,299"])
def test_an_amount_is_read_exactly(text: str) -> None:
    assert minor_of(text, "price") == round(float(text.replace(",", "")) * 100)


@pytest.mark.parametrize("text", ["", "-1", "1.234", "1e9", "∞", "１２", "0x10", " . "])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="bad_amount"):
        minor_of(text, "price")


@pytest.mark.parametrize("body", [b"a=%ff", b"\xff", b"&".join([b"a=1"] * 500)])
def test_a_broken_form_is_refused(body: bytes) -> None:
    with pytest.raises(Invalid, match="broken_form"):
        parse_urlencoded(body)


FIELDS = [
    "email",
    "name",
    "password",
    "role",
    "terms",
    "next",
    "locale",
    "old_password",
    "new_password",
    "token_name",
    "intro",
    "text",
    "rating",
    "disclosure",
    "sku_id",
    "quantity",
    "room_id",
    "video_id",
    "review_id",
    "then",
    "address_id",
    "expected_minor",
    "key",
    "phone",
    "region",
    "city",
    "street",
    "postcode",
    "outcome",
    "reason",
    "note",
    "title",
    "product_id",
    "product_ids",
    "scene",
    "answer",
    "carrier",
    "number",
    "price",
    "stock",
    "title_zh",
    "title_en",
    "sku_name_zh",
    "sku_name_en",
    "summary_zh",
    "summary_en",
    "fact_name_zh",
    "fact_name_en",
    "fact_value_zh",
    "fact_value_en",
    "fact_source",
    "fact_url",
    "caption",
    "advertising",
    "share_bp",
    "period",
    "rule_code",
    "percent",
    "brand_id",
    "product_id",
    "royalty",
    "verdict",
    "into",
    "supporters_needed",
    "support_days",
    "answer_days",
]
HOSTILE = [
    "",
    "\x00",
    "x" * 60_000,
    "' OR 1=1 --",
    "<script>",
    "-1",
    "9" * 30,
    "💥" * 200,
    "\u202e",
    "{{7*7}}",
    "0" * 36,
]


async def test_hostile_forms_never_break_a_page(app: Litestar, db: Database, browse: Browse) -> None:
    town = built(db)
    faults = []
    for role, actor in town.people.items():
        browser = enter(db, browse(), actor)
        token = {"x-csrftoken": await browser.csrf()}
        for path in posts_of(app):
            for hostile in HOSTILE[:: 3 if role in {"moderator", "researcher"} else 2]:
                answer = await browser.post(address_of(path, town), data=dict.fromkeys(FIELDS, hostile), headers=token)
                if answer.status_code >= 500 and answer.status_code != 503:
                    faults.append((role, path, hostile[:20], answer.status_code))
                if answer.status_code == 403:
                    break  # not let in: whatever else is typed is not read either
    assert faults == []


def posts_of(app: Litestar) -> list[str]:
    return sorted(
        route.path
        for route in app.routes
        if isinstance(route, HTTPRoute)
        and "POST" in route.methods
        and not route.path.startswith(("/api", "/whip", "/whep", "/{rest", "/signout", "/signin", "/signup"))
    )


MULTIPART = [b"", b"--x", b"--x\r\n\r\n", b"--x\r\nContent-Disposition: form-data\r\n\r\nx\r\n--x--", b"\x00" * 5_000]


@pytest.mark.parametrize("body", MULTIPART)
async def test_broken_multipart_is_refused(guest: Browser, body: bytes) -> None:
    token = await guest.csrf()
    for kind in (
        "multipart/form-data; boundary=x",
        "multipart/form-data",
        "multipart/form-data; boundary=" + "x" * 500,
    ):
        answer = await guest.post("/language", content=body, headers={"content-type": kind, "x-csrftoken": token})
        assert 400 <= answer.status_code < 500, answer.status_code
