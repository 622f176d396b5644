"""Operators are told of a definitive group that gets less than it contributes: once a week for each."""

from livefair.kernel import DAY_MS, MINUTE_MS, SYSTEM, Actor, JobContext, WriteTx, cron, long_job, require
from livefair.people.devices import DeviceNote
from livefair.people.notes import leave_note
from livefair.people.queries import people_with_role
from livefair.value.salience.reading import salience
from livefair.value.salience.settings import settings

WEEK_MS = 7 * DAY_MS
LIMIT_MS = 10 * MINUTE_MS


@cron(every_ms=WEEK_MS)
def look_every_week(tx: WriteTx, actor: Actor) -> None:
    tx.later(look_for_short_groups, key=f"salience:{tx.now_ms // WEEK_MS}")


@long_job(limit_ms=LIMIT_MS)
async def look_for_short_groups(ctx: JobContext) -> None:
    found = await ctx.db.analyse(salience, SYSTEM)
    short = [one.code for one in found.groups if one.is_short]
    if short:
        await ctx.db.write(tell_operators, SYSTEM, short)


def tell_operators(tx: WriteTx, actor: Actor, groups: list[str]) -> None:
    require(actor == SYSTEM, "operators_only")
    week = tx.now_ms // WEEK_MS
    for card in people_with_role(tx, "operator"):
        for group in groups:
            names = settings().groups[group]
            words = {"group_zh": names.zh, "group_en": names.en}
            leave_note(tx, SYSTEM, card.id, DeviceNote("group_short", words, "/lab/salience", f"short:{group}:{week}"))
