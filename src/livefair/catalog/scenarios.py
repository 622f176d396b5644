"""What goods are used for: said by the brand of its product; reviewers say it of what they have used."""

from sqlalchemy import bindparam, delete, select

from livefair.catalog.events import ScenariosSet
from livefair.catalog.models.scenarios import PRODUCT_SCENARIO
from livefair.catalog.products import own_product_for
from livefair.catalog.rules.scenarios import OF_PRODUCT_MAX, SCENARIOS, are_known
from livefair.kernel import Actor, ReadTx, WriteTx, change, query, require_valid

_of = PRODUCT_SCENARIO.c.product_id == bindparam("product")
_CHOSEN = query(str, select(PRODUCT_SCENARIO.c.scenario).where(_of))
_FORGET = change(delete(PRODUCT_SCENARIO).where(_of))


def set_scenarios(tx: WriteTx, actor: Actor, product_id: str, chosen: tuple[str, ...]) -> None:
    """These and no others. Invalid: unknown_word (or more than OF_PRODUCT_MAX, or one twice)."""
    own_product_for(tx, actor, product_id)
    require_valid(are_known(chosen, most=OF_PRODUCT_MAX), "unknown_word", field="scenarios")
    if set(chosen) == set(scenarios_of(tx, product_id)):
        return
    tx.change(_FORGET, product=product_id)
    for scenario in chosen:
        tx.insert(PRODUCT_SCENARIO, product_id=product_id, scenario=scenario, at_ms=tx.now_ms, set_by=actor.id)
    tx.announce(ScenariosSet(product_id=product_id, scenarios=list(chosen)))


def scenarios_of(tx: ReadTx, product_id: str) -> list[str]:
    """In the order of the vocabulary."""
    return sorted(tx.all(_CHOSEN, product=product_id), key=SCENARIOS.index)
