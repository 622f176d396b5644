"""Pages for everybody: the feed, rooms, products, the way from a cart to a review, and one's own account."""

from litestar import Router

from livefair.web.mall import (
    carts,
    checkout,
    feed,
    language,
    live,
    mine,
    orders,
    paying,
    payouts,
    people,
    playing,
    products,
    reporting,
    reviews,
    search,
    settings,
    shows,
    signing_in,
    watching,
)

mall_router = Router(
    "/",
    route_handlers=[
        feed.router,
        watching.router,
        live.router,
        shows.router,
        playing.router,
        products.router,
        carts.router,
        checkout.router,
        paying.router,
        paying.notified,
        payouts.router,
        payouts.bank_says,
        orders.router,
        reviews.router,
        search.router,
        reporting.router,
        signing_in.router,
        language.router,
        mine.router,
        settings.router,
        people.router,
    ],
    include_in_schema=False,
)
