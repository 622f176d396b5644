"""What partners of the demo world lend each other: each brand something, some of it booked for the coming shows."""

from livefair.kernel import DAY_MS, HOUR_MS, Money
from livefair.supply.resources import ResourceDraft, Time, book, offer_resource
from livefair.world.fair import Fair

LENT = (
    ResourceDraft(
        "studio",
        "带厨房的直播间 · Studio with a kitchen",
        "双机位、柔光灯、隔音，文三路 1 号三楼。\nTwo cameras, soft light, no echo; Wensan Road 1, third floor.",
        Money(0),
    ),
    ResourceDraft(
        "equipment",
        "外景套装 · Outdoor kit",
        "手机稳定器、两只麦克风、移动电源。\nGimbal, two microphones, power.",
        Money(0),
    ),
    ResourceDraft(
        "venue",
        "茶园露台 · Terrace in the tea garden",
        "晴天最好，可坐二十人。\nBest in the sun, seats twenty.",
        Money(6_000),
    ),
)


def lend_and_book(fair: Fair) -> None:
    """The first hosts book the studio for the hour before and the hours of their next show."""
    for number, draft in enumerate(LENT):
        resource_id = fair.db.write_now(offer_resource, fair.brands[number % len(fair.brands)], draft)
        if draft.slot.minor:
            continue
        for turn, host in enumerate(fair.hosts[: 2 - number]):
            at_ms = fair.plan.ends_at_ms // HOUR_MS * HOUR_MS + DAY_MS + turn * 3 * HOUR_MS
            fair.db.write_now(book, host.actor, resource_id, Time(at_ms, 5), key=f"pool:{number}:{turn}")
