"""A programme for creators that the demo world's operator has opened; the first hosts have applied."""

from livefair.content.programmes import ProgrammeDraft, apply, open_programme
from livefair.kernel import DAY_MS, Money
from livefair.people import actor_of
from livefair.world.fair import Fair

FIRST_VIDEOS = "第一支视频 · First videos"
ABOUT = (
    "拍三支一分钟以内的视频，每支只讲一件商品：它解决什么、怎么用、什么时候不适合。\n"
    "Three videos of a minute, one product each: what it is for, how it is used, and when it is not for you."
)


def support_creators(fair: Fair) -> None:
    operator = fair.db.read_now(actor_of, fair.accounts["operator"])
    now_ms = fair.clock()
    draft = ProgrammeDraft(
        name=FIRST_VIDEOS,
        about=ABOUT,
        kind="cash",
        apply_until_ms=now_ms + 7 * DAY_MS,
        ends_at_ms=now_ms + 35 * DAY_MS,
        seats=6,
        per_head=Money(20_000),
    )
    programme_id = fair.db.write_now(open_programme, operator, draft, key="first-videos")
    for host in fair.hosts[1:]:
        fair.db.write_now(apply, host.actor, programme_id)
