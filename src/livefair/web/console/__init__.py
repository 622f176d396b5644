"""The console: operators see how the fair does and keep it running, moderators decide."""

from litestar import Router

from livefair.web.access import needs
from livefair.web.console import (
    cases,
    contests,
    coupons,
    fans,
    gifts,
    health,
    ideas,
    jobs,
    money_back,
    payments,
    payouts,
    people,
    pool,
    profit,
    programmes,
    reconciliation,
    rooms,
    searches,
    shares,
    stages,
    traffic,
    worth,
)

console_router = Router(
    "/console",
    route_handlers=[
        stages.router,
        cases.router,
        contests.router,
        people.router,
        rooms.router,
        searches.router,
        traffic.router,
        programmes.router,
        shares.router,
        pool.router,
        worth.router,
        jobs.router,
        payments.router,
        reconciliation.router,
        payouts.router,
        profit.router,
        coupons.router,
        gifts.router,
        fans.router,
        ideas.router,
        money_back.router,
        health.router,
    ],
    opt=needs("operator", "moderator"),
    include_in_schema=False,
)
