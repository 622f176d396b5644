"""What the platform's brand is worth: low, middle and high, with all that it is reckoned from."""

from litestar import Router, get, post

from livefair.value.worth import HOUSE
from livefair.web.access import needs
from livefair.web.requests import Answer, AppRequest
from livefair.web.worth_views import save_terms, worth_page

PAGE = "console/worth.html"


@get("/worth")
async def show_worth(request: AppRequest) -> Answer:
    return await worth_page(request, HOUSE, PAGE)


@post("/worth")
async def say_terms(request: AppRequest) -> Answer:
    return await save_terms(request, HOUSE, PAGE, "/console/worth")


router = Router("/", route_handlers=[show_worth, say_terms], opt=needs("operator"))
