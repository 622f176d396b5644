"""All rules beside each other, each adding up to the kept value to the last minor unit."""

from collections.abc import Callable

import msgspec
import numpy as np

from livefair.value.attribution import fitted, markov, shares
from livefair.value.attribution.journeys import Floats, Journeys, settled

RULES: dict[str, Callable[[Journeys], Floats]] = {
    "first": shares.first,
    "last": shares.last,
    "linear": shares.linear,
    "time_decay": shares.time_decay,
    "position": shares.position,
    "markov": markov.markov,
    "set_shapley": shares.set_shapley,
}
FITTED = "fitted_shapley"
NOBODY = "(nobody)"


class Credit(msgspec.Struct, frozen=True):
    """A player's value in minor units by each rule. `removal` is the share of kept orders that would go without it;
    `orders` how many were kept because of it by the fitted game, with its Monte Carlo standard error.
    """

    player: str
    minor: dict[str, int]
    removal: float
    orders: float | None
    orders_error: float | None


class Attribution(msgspec.Struct, frozen=True):
    """`value_minor` is what every rule divides. `base_chain` and `base_observed` are the same number."""

    value_minor: int
    untouched_minor: int
    journeys: int
    kept: int
    lost: int
    late_touches: int
    base_chain: float
    base_observed: float
    credits: list[Credit]
    places: dict[str, list[float]]
    orders: int
    seed: int
    version: int = 1


def attribute(journeys: Journeys, *, orders: int = 200, seed: int = 1) -> Attribution:
    """Every rule. The fitted game needs lost journeys and is left out without them; what no player caused in it is
    credited to nobody. Raises Fault.
    """
    value = journeys.value_minor
    minor = {name: settled(rule(journeys), value) for name, rule in RULES.items()}
    found = markov.removal(markov.chain_of(journeys))
    players = [*journeys.players, NOBODY] if journeys.lost else list(journeys.players)
    game = None
    if journeys.lost:
        sets = fitted.sets_of(journeys)
        game = fitted.contribution(sets, fitted.fit(sets), orders=orders, seed=seed)
        minor[FITTED] = settled(np.append(game.orders, game.baseline), value)
    places = shares.ordered_shapley(journeys)
    return Attribution(
        value_minor=value,
        untouched_minor=journeys.untouched_minor,
        journeys=len(journeys.all),
        kept=journeys.kept,
        lost=journeys.lost,
        late_touches=journeys.late_touches,
        base_chain=found.base,
        base_observed=journeys.kept / (journeys.kept + journeys.lost),
        credits=[_credit(player, at, minor, found, game) for at, player in enumerate(players)],
        places={player: [float(one) for one in row] for player, row in zip(journeys.players, places, strict=True)},
        orders=orders,
        seed=seed,
    )


def _credit(
    player: str, at: int, minor: dict[str, list[int]], found: markov.Removal, game: fitted.Contribution | None
) -> Credit:
    own = {name: units[at] if at < len(units) else 0 for name, units in minor.items()}
    if at == len(found.effects):
        return Credit(player, own, 0.0, game.baseline if game else None, None)
    return Credit(
        player,
        own,
        float(found.effects[at]),
        float(game.orders[at]) if game else None,
        float(game.error[at]) if game else None,
    )
