"""What a brand's name is worth here, for the brand itself."""

from litestar import Router, get, post

from livefair.web.desk.overview import brand_of
from livefair.web.requests import Answer, AppRequest
from livefair.web.worth_views import save_terms, worth_page

PAGE = "desk/worth.html"


@get("/worth")
async def show_worth(request: AppRequest) -> Answer:
    return await worth_page(request, brand_of(request.actor), PAGE)


@post("/worth")
async def say_terms(request: AppRequest) -> Answer:
    return await save_terms(request, brand_of(request.actor), PAGE, "/desk/worth")


router = Router("/", route_handlers=[show_worth, say_terms])
