"""Micro-surveys of the demo world: a researcher asks customers and hosts, and who is asked answers as they feel."""

from random import Random

from livefair.kernel import Actor
from livefair.people.consents import give_consent
from livefair.value.surveys import Design, answer_question, my_question, open_survey, skip_question
from livefair.value.surveys.bank import Item
from livefair.world.fair import Fair
from livefair.world.setting_up import demo

AGREEING = 0.6
SKIPPING = 0.15
BEGINS_ON = 3
CUSTOMERS = Design(
    panel="customer",
    items=["hs1", "hs2", "hs3", "tr1", "tr3", "tr4", "cf2", "ce1", "vr1", "vr4"],
    chance_bp=4_000,
    days=90,
)
HOSTS = Design(panel="host", items=["as1", "as2", "ap1", "ap2", "ap3"], chance_bp=4_000, days=90)


class Asking:
    """Who has been asked whether they want to be asked, and how each feels about the place."""

    def __init__(self, fair: Fair) -> None:
        self._fair, self._db = fair, fair.db
        self._met = 0
        self._members: list[tuple[Actor, Random, str]] = []

    def day(self, day: int) -> None:
        if day == BEGINS_ON:
            for design in (CUSTOMERS, HOSTS):
                self._db.write_now(open_survey, demo(self._fair, "researcher"), design)
            for host in self._fair.hosts:
                self._join(host.actor, "zh")
        while self._met < len(self._fair.customers):
            customer = self._fair.customers[self._met]
            self._met += 1
            is_demo = customer.actor.id == self._fair.accounts.get("customer")
            if is_demo or self._fair.rng(f"agreeing:{self._met}").random() < AGREEING:
                self._join(customer.actor, customer.locale)
        for actor, rng, locale in self._members:
            self._ask(actor, rng, locale)

    def _join(self, actor: Actor, locale: str) -> None:
        self._db.write_now(give_consent, actor, "surveys")
        self._members.append((actor, self._fair.rng(f"feeling:{len(self._members)}"), locale))

    def _ask(self, actor: Actor, rng: Random, locale: str) -> None:
        """The demo account of a customer leaves it to whoever looks around."""
        question = self._db.read_now(my_question, actor)
        if question is None or actor.id == self._fair.accounts.get("customer"):
            return
        self._fair.clock.advance(1)
        if rng.random() < SKIPPING:
            self._db.write_now(skip_question, actor, question.id)
            return
        values = {item.id: feeling(item, rng) for item in question.items}
        self._db.write_now(answer_question, actor, question.id, values, locale=locale)


def feeling(item: Item, rng: Random) -> int:
    """Most are content; a reversed item is answered the other way round."""
    value = max(1, min(7, round(rng.gauss(5.2, 1.2))))
    return 8 - value if item.reversed else value
