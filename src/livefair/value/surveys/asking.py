"""Drawing who is asked: by chance, among those who agreed, after a show or some days after goods came."""

from sqlalchemy import bindparam, update

from livefair.kernel import DAY_MS, HOUR_MS, MINUTE_MS, Actor, ReadTx, WriteTx, change, cron
from livefair.live.signals import hosts_of_rooms
from livefair.people.consents import who_consents
from livefair.people.queries import ids_here, ids_with_role
from livefair.shop.events import OrderDelivered
from livefair.value.events import SurveyInvited
from livefair.value.indicators.window import Window
from livefair.value.models import SURVEY_INVITATION, SURVEY_MEMBER
from livefair.value.rules.surveys import PERIOD_MS, chosen, is_drawn
from livefair.value.surveys.designing import Survey, end_of, running_surveys

SLOT_MS = 6 * HOUR_MS
INVITED_AT_ONCE_MAX = 500
OPEN_MS = PERIOD_MS
AFTER_SHOW_MS = 10 * MINUTE_MS
AFTER_DELIVERY_MS = 3 * DAY_MS
STAFF = ("operator", "moderator", "researcher")

_AGAIN = change(
    update(SURVEY_MEMBER)
    .where(SURVEY_MEMBER.c.person_id == bindparam("person"), SURVEY_MEMBER.c.asked_at_ms <= bindparam("before"))
    .values(asked_at_ms=bindparam("now"))
)


@cron(every_ms=SLOT_MS)
def draw_people(tx: WriteTx, actor: Actor) -> None:
    for survey in running_surveys(tx):
        if survey.closes_at_ms <= tx.now_ms:
            end_of(tx, survey)
        else:
            invite(tx, actor, survey)


def invite(tx: WriteTx, actor: Actor, survey: Survey) -> int:
    """Draw people for a survey; how many were invited. Twice in the same six hours draws the same people."""
    slot = tx.now_ms // SLOT_MS
    occasions = occasions_of(tx, survey.panel)
    drawn = [person for person in sorted(occasions) if is_drawn(survey.seed, person, slot, survey.chance_bp)]
    count = 0
    for person in chosen(survey.seed, "order", slot, drawn, len(drawn)):
        if count < INVITED_AT_ONCE_MAX and _takes_turn(tx, person):
            _invite(tx, survey, person, slot, occasions[person])
            count += 1
    return count


def occasions_of(tx: ReadTx, panel: str) -> dict[str, str]:
    """Person → what went before, of those of the panel who agreed to be asked and are here. Staff is nobody's panel."""
    agreed = who_consents(tx, "surveys").difference(*(ids_with_role(tx, role) for role in STAFF))
    if panel != "customer":
        return dict.fromkeys(ids_with_role(tx, panel) & agreed, "work")
    found = {**_got_goods(tx, agreed), **_left_a_show(tx, agreed)}
    here = ids_here(tx, sorted(found))
    return {person: occasion for person, occasion in found.items() if person in here}


def _left_a_show(tx: ReadTx, agreed: frozenset[str]) -> dict[str, str]:
    """Somebody else's, in the last day; and who is still watching is not disturbed."""
    window = Window(tx, tx.now_ms - DAY_MS, tx.now_ms + 1, only=agreed)
    stays = window.stays()
    hosts = hosts_of_rooms(tx, sorted({stay.room_id for stay in stays}))
    left: dict[str, bool] = {}
    for stay in stays:
        if hosts.get(stay.room_id) != stay.viewer:
            is_over = stay.left_at_ms is not None and stay.left_at_ms <= tx.now_ms - AFTER_SHOW_MS
            left[stay.viewer] = left.get(stay.viewer, True) and is_over
    return {person: "show" for person, is_over in left.items() if is_over}


def _got_goods(tx: ReadTx, agreed: frozenset[str]) -> dict[str, str]:
    until = tx.now_ms - AFTER_DELIVERY_MS
    delivered = Window(tx, until - PERIOD_MS, until + 1, only=agreed).facts(OrderDelivered)
    return {seen.fact.buyer_id: "delivery" for seen in delivered}


def _takes_turn(tx: WriteTx, person_id: str) -> bool:
    """Whether nothing was asked of them for a week; then this is what is asked."""
    if tx.insert_new(SURVEY_MEMBER, person_id=person_id, asked_at_ms=tx.now_ms):
        return True
    return tx.change(_AGAIN, person=person_id, before=tx.now_ms - PERIOD_MS, now=tx.now_ms) == 1


def _invite(tx: WriteTx, survey: Survey, person_id: str, slot: int, occasion: str) -> None:
    items = chosen(survey.seed, person_id, slot, survey.items, survey.at_once)
    invitation_id = tx.new_id()
    whose = {"survey_id": survey.id, "person_id": person_id, "occasion": occasion}
    tx.insert(
        SURVEY_INVITATION,
        id=invitation_id,
        **whose,
        items=" ".join(items),
        invited_at_ms=tx.now_ms,
        until_ms=tx.now_ms + OPEN_MS,
    )
    tx.announce(SurveyInvited(invitation_id=invitation_id, **whose, items=items))
