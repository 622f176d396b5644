"""All that buyers have said of a product, and what it was used for: one may read those alone who used it alike."""

from typing import NamedTuple

from litestar import Router, get

from livefair.catalog import product_for
from livefair.catalog.rules.scenarios import SCENARIOS
from livefair.catalog.scenarios import scenarios_of
from livefair.community.queries import LAST, reviews_for_scenario, reviews_of_product, used_for
from livefair.kernel import Actor, ReadTx
from livefair.web.forms import chosen_id
from livefair.web.mall.reviews import ReviewView, review_view
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest

PAGE = 20


class Use(NamedTuple):
    """`reviews`: how many name it; `is_by_brand`: the brand says so itself."""

    code: str
    reviews: int
    is_by_brand: bool


class SaidPage(NamedTuple):
    product_id: str
    title: str
    uses: list[Use]
    used: str
    reviews: list[ReviewView]
    next_url: str | None


def said_page(tx: ReadTx, actor: Actor, product_id: str, used: str, before: str, locale: str) -> SaidPage:
    product = product_for(tx, actor, product_id)
    if used:
        found = reviews_for_scenario(tx, actor, product_id, used, before=before, most=PAGE)
    else:
        found = reviews_of_product(tx, actor, product_id, before=before, most=PAGE)
    here = f"/p/{product_id}/reviews?used={used}"
    return SaidPage(
        product_id=product_id,
        title=product.title_zh if locale == "zh" else product.title_en,
        uses=uses_of(tx, product_id),
        used=used,
        reviews=[review_view(review) for review in found],
        next_url=f"{here}&before={found[-1].id}" if len(found) == PAGE else None,
    )


def uses_of(tx: ReadTx, product_id: str) -> list[Use]:
    """What reviews name, the most first, and then what only the brand says."""
    counted, said = used_for(tx, product_id), scenarios_of(tx, product_id)
    named = dict.fromkeys([*counted, *said])
    return [Use(code, counted.get(code, 0), code in said) for code in named]


@get("/p/{product_id:str}/reviews")
async def show_reviews(request: AppRequest, product_id: Id) -> Answer:
    asked = request.query_params
    used = asked.get("used", "")
    used = used if used in SCENARIOS else ""
    before = chosen_id(asked.get("before", "")) or LAST
    page = await request.read(said_page, request.actor, product_id, used, before, request.locale)
    return await request.page("mall/said.html", {"said": page})


router = Router("/", route_handlers=[show_reviews])
