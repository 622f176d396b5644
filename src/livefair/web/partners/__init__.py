"""What brands, agencies and hosts do together: lend each other what shows need, and support hosts with money."""

from litestar import Router

from livefair.web.partners import funds, resources

partners_router = Router("/", route_handlers=[resources.router, funds.router], include_in_schema=False)
