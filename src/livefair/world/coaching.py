"""The demo world's agency at work with its hosts: briefs in each state, and quizzes it wants them to pass."""

from livefair.kernel import DAY_MS, Actor
from livefair.live.briefs import BriefDraft, accept_brief, assign_brief, deliver_brief
from livefair.live.training import set_training
from livefair.world.fair import Fair, Host

BRIEFS = (
    (
        "新品开场：两件一起讲 Open with two new things",
        "先讲为什么做，再讲怎么用，每件至少五分钟。Say why it was made, then how it is used; five minutes each.",
        "两件都讲了，问答放在最后。Both shown, questions at the end.",
    ),
    (
        "周五预告短视频 A teaser for Friday",
        "三十秒，说清时间和第一件商品。Thirty seconds: when it begins, and what comes first.",
        "",
    ),
)


def coach(fair: Fair, mcn: Actor, signed: list[Host]) -> None:
    """Called once the hosts are under contract: the first has delivered, the others have not."""
    db, product_ids = fair.db, [goods.product_id for goods in fair.goods.values()][:2]
    for number, host in enumerate(signed[:2]):
        title, text, came_of_it = BRIEFS[number]
        draft = BriefDraft(host.actor.id, title, text, fair.clock() + (7 + number) * DAY_MS, product_ids)
        brief_id = db.write_now(assign_brief, mcn, draft, key=f"brief:{number}")
        if came_of_it:
            db.write_now(deliver_brief, host.actor, brief_id, text=came_of_it)
            db.write_now(accept_brief, mcn, brief_id)
        db.write_now(set_training, mcn, host.actor.id, "food", due_at_ms=fair.clock() + 20 * DAY_MS)
