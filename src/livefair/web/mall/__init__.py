"""Pages for everybody: the feed, rooms, products, the way from a cart to a review, and one's own account."""

from litestar import Router

from livefair.web.mall import carts, checkout, language, orders, paying, people, products, settings, signing_in

mall_router = Router(
    "/",
    route_handlers=[
        signing_in.router,
        language.router,
        settings.router,
        people.router,
        products.router,
        carts.router,
        checkout.router,
        paying.router,
        paying.notified,
        orders.router,
    ],
    include_in_schema=False,
)
