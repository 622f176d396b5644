"""What a brand says and does about an idea: accepts it with a royalty or declines it, shows a prototype, sells it."""

from typing import NamedTuple

from sqlalchemy import BigInteger, bindparam, cast, func, select, update

from livefair.catalog import product_for
from livefair.community.events import IdeaAnswered, IdeaLaunched, IdeaPrototyped
from livefair.community.ideas import CARD, Idea, idea_for
from livefair.community.models import IDEA, IDEA_CREDIT, IDEA_STEP
from livefair.community.rules import ideas as idea_rules
from livefair.community.rules import may_speak_for
from livefair.content import withdraw_card
from livefair.governance.idea_policy import idea_policy
from livefair.kernel import SYSTEM, Actor, Conflict, ReadTx, WriteTx, change, query, require, require_valid, word_in
from livefair.people import clean_text
from livefair.people.devices import DeviceNote
from livefair.people.notes import leave_note


class Step(NamedTuple):
    verdict: idea_rules.Verdict
    text: str
    said_by: str
    said_at_ms: int


_STEPS = query(
    Step,
    select(*(IDEA_STEP.c[field] for field in Step._fields))
    .where(IDEA_STEP.c.idea_id == bindparam("idea"))
    .order_by(IDEA_STEP.c.id)
    .limit(idea_rules.STEPS_MAX),
)
_STEP_COUNT = query(int, select(func.count()).select_from(IDEA_STEP).where(IDEA_STEP.c.idea_id == bindparam("idea")))
_CREDITED = query(str, select(IDEA_CREDIT.c.person_id).where(IDEA_CREDIT.c.idea_id == bindparam("idea")))
_gathering = word_in(IDEA.c.state, *idea_rules.GATHERING)
_ANSWER = change(
    update(IDEA)
    .where(IDEA.c.id == bindparam("idea"), _gathering, IDEA.c.hidden_case_id.is_(None))
    .values(state=bindparam("verdict"), answered_at_ms=bindparam("now"), royalty_bp=bindparam("points"))
)
_LAUNCH = change(
    update(IDEA)
    .where(IDEA.c.id == bindparam("idea"), IDEA.c.state == "accepted")
    .values(state="launched", made_product_id=bindparam("product"), launched_at_ms=bindparam("now"))
)
_PROMISED = query(
    int,
    select(cast(func.coalesce(func.sum(IDEA.c.royalty_bp), 0), BigInteger)).where(
        IDEA.c.made_product_id == bindparam("product")
    ),
)


def accept_idea(tx: WriteTx, actor: Actor, idea_id: str, *, text: str, royalty_bp: int) -> None:
    """The brand will try to make it, and owes whoever had the idea this part of each unit's price.

    Invalid out_of_range below the least royalty of the rules or above a tenth of the price. Conflict idea_closed.
    """
    least = idea_policy(tx).knobs.royalty_bp_min
    require_valid(
        least <= royalty_bp <= idea_rules.ROYALTY_BP_MAX,
        "royalty_out_of_range",
        field="royalty",
        least=f"{least / 100:g}",
        most=f"{idea_rules.ROYALTY_BP_MAX / 100:g}",
    )
    _answer(tx, actor, idea_id, "accepted", text, royalty_bp)


def decline_idea(tx: WriteTx, actor: Actor, idea_id: str, *, text: str) -> None:
    """The brand will not make it, and says why. Conflict idea_closed."""
    _answer(tx, actor, idea_id, "declined", text, 0)


def show_prototype(tx: WriteTx, actor: Actor, idea_id: str, *, text: str) -> None:
    """What has become of an accepted idea so far. Conflict: idea_not_accepted, too_many_steps."""
    idea = idea_of_brand(tx, actor, idea_id)
    if idea.state != "accepted":
        raise Conflict("idea_not_accepted")
    if tx.value(_STEP_COUNT, idea=idea.id) >= idea_rules.STEPS_MAX:
        raise Conflict("too_many_steps", limit=idea_rules.STEPS_MAX)
    _say(tx, actor, idea, "prototype", text)
    tx.announce(IdeaPrototyped(idea_id=idea.id, brand_id=idea.brand_id, said_by=actor.id))
    tell_credited(tx, idea, "idea_prototype")


def launch_idea(tx: WriteTx, actor: Actor, idea_id: str, *, product_id: str) -> None:
    """It is this product of the brand's now: each unit sold from here on pays the royalty.

    Conflict: idea_not_accepted; royalties_too_high where all ideas of a product together exceed a tenth of its price.
    """
    idea = idea_of_brand(tx, actor, idea_id)
    product = product_for(tx, actor, product_id)
    require_valid(product.brand_id == idea.brand_id, "other_product", field="product_id")
    if tx.value(_PROMISED, product=product.id) + idea.royalty_bp > idea_rules.ROYALTY_BP_MAX:
        raise Conflict("royalties_too_high", most=f"{idea_rules.ROYALTY_BP_MAX / 100:g}")
    if not tx.change(_LAUNCH, idea=idea.id, product=product.id, now=tx.now_ms):
        raise Conflict("idea_not_accepted")
    withdraw_card(tx, actor, CARD, idea.id)
    tx.announce(
        IdeaLaunched(
            idea_id=idea.id,
            author_id=idea.author_id,
            brand_id=idea.brand_id,
            product_id=product.id,
            royalty_bp=idea.royalty_bp,
        )
    )
    tell_credited(tx, idea, "idea_launched")


def steps_of(tx: ReadTx, idea_id: str) -> list[Step]:
    """Oldest first."""
    return tx.all(_STEPS, idea=idea_id)


def idea_of_brand(tx: ReadTx, actor: Actor, idea_id: str) -> Idea:
    idea = idea_for(tx, actor, idea_id)
    require(may_speak_for(actor.organisation_id, idea.brand_id, actor.roles), "brands_only")
    return idea


def tell_credited(tx: WriteTx, idea: Idea, code: str) -> None:
    note = DeviceNote(code, {"title": idea.title}, f"/ideas/{idea.id}", f"idea:{idea.id}")
    for person_id in tx.all(_CREDITED, idea=idea.id):
        leave_note(tx, SYSTEM, person_id, note)


def _answer(tx: WriteTx, actor: Actor, idea_id: str, verdict: idea_rules.Verdict, words: str, royalty_bp: int) -> None:
    idea = idea_of_brand(tx, actor, idea_id)
    _say(tx, actor, idea, verdict, words)
    if not tx.change(_ANSWER, idea=idea.id, verdict=verdict, now=tx.now_ms, points=royalty_bp):
        raise Conflict("idea_closed")
    if verdict == "declined":
        withdraw_card(tx, actor, CARD, idea.id)
    tx.announce(
        IdeaAnswered(
            idea_id=idea.id,
            author_id=idea.author_id,
            brand_id=idea.brand_id,
            verdict=verdict,
            royalty_bp=royalty_bp,
            answered_by=actor.id,
            wait_ms=tx.now_ms - idea.published_at_ms,
        )
    )
    tell_credited(tx, idea, f"idea_{verdict}")


def _say(tx: WriteTx, actor: Actor, idea: Idea, verdict: idea_rules.Verdict, words: str) -> None:
    said = clean_text(words, limit=idea_rules.ANSWER_CHARS_MAX, field="text")
    require_valid(bool(said), "empty", field="text")
    tx.insert(
        IDEA_STEP,
        id=tx.new_id(),
        idea_id=idea.id,
        verdict=verdict,
        text=said,
        said_by=actor.id,
        said_at_ms=tx.now_ms,
    )
