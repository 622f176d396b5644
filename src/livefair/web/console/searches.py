"""What people search for, and what they search for in vain: needs that nobody meets yet."""

from litestar import Router, get

from livefair.discovery import Searched, popular_searches, unmet_searches
from livefair.discovery.searches import OFFERED_TIMES_MIN
from livefair.kernel import ReadTx
from livefair.web.access import needs
from livefair.web.requests import Answer, AppRequest

DAYS = 30
LISTED_MAX = 50


@get("/needs", opt=needs("operator"))
async def show_needs(request: AppRequest) -> Answer:
    unmet, popular = await request.read(searched)
    context = {"unmet": unmet, "popular": popular, "days": DAYS, "times_min": OFFERED_TIMES_MIN}
    return await request.page("console/needs.html", context)


def searched(tx: ReadTx) -> tuple[list[Searched], list[Searched]]:
    return unmet_searches(tx, days=DAYS, most=LISTED_MAX), popular_searches(tx, days=DAYS, most=LISTED_MAX)


router = Router("/", route_handlers=[show_needs])
