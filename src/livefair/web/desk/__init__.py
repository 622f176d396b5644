"""The desk: a brand's products, stock, orders and money."""

from litestar import Router

from livefair.web.access import needs
from livefair.web.desk import (
    auctions,
    boxes,
    coupons,
    deals,
    groups,
    ideas,
    imports,
    live,
    locations,
    order_file,
    orders,
    overview,
    preorders,
    products,
    purchases,
    reviews,
    sales,
    stock,
    taxes,
    variants,
    webhooks,
    worth,
)

desk_router = Router(
    "/desk",
    route_handlers=[
        overview.router,
        products.router,
        variants.router,
        imports.router,
        stock.router,
        locations.router,
        orders.router,
        order_file.router,
        taxes.router,
        worth.router,
        live.router,
        sales.router,
        coupons.router,
        auctions.router,
        boxes.router,
        groups.router,
        preorders.router,
        deals.router,
        purchases.router,
        reviews.router,
        ideas.router,
        webhooks.router,
    ],
    opt=needs("brand"),
    include_in_schema=False,
)
