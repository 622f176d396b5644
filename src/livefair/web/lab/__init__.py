"""The lab: researchers read the indicators with their definitions, and take them with them."""

from litestar import Router

from livefair.web.access import needs
from livefair.web.lab import constructs, dictionary, indicators, salience, studies, surveys, truth

lab_router = Router(
    "/lab",
    route_handlers=[
        indicators.router,
        dictionary.router,
        studies.router,
        surveys.router,
        constructs.router,
        salience.router,
        truth.router,
    ],
    opt=needs("researcher", "operator"),
    include_in_schema=False,
)
