"""Fan clubs of the demo world: every host opens one, many who come join one, some want to hear from their host."""

from livefair.community.fan_clubs import Consents, join_club, open_club
from livefair.community.rules.fan_clubs import NAME_CHARS_MAX
from livefair.world.fair import Customer, Fair, Host

JOINING = 0.6
PROMISES = (
    "新品先看，缺货先补，每周日晚一起喝茶聊天。New things first, and tea on Sunday evenings.",
    "你们问的我都会答，挑款听你们的。I answer what you ask, and you choose what comes next.",
    "只推荐我自己用过的；成员先领券。Only what I use myself; members get coupons first.",
)


class Circles:
    """Who has been asked already, and the clubs by their host."""

    def __init__(self, fair: Fair) -> None:
        self._fair, self._db = fair, fair.db
        self._clubs: dict[str, str] = {}
        self._asked = 0

    def day(self, day: int) -> None:
        for number, host in enumerate(self._fair.hosts):
            if host.actor.id not in self._clubs:
                self._open(number, host)
        while self._asked < len(self._fair.customers):
            self._ask(self._asked, self._fair.customers[self._asked])
            self._asked += 1

    def _open(self, number: int, host: Host) -> None:
        name = f"{host.name}的圈子"[:NAME_CHARS_MAX]
        promise = PROMISES[number % len(PROMISES)]
        self._clubs[host.actor.id] = self._db.write_now(open_club, host.actor, name=name, promise=promise)

    def _ask(self, number: int, customer: Customer) -> None:
        """The demo account of a customer is in the club of the demo account of a host."""
        rng = self._fair.rng(f"circle:{number}")
        is_demo = customer.actor.id == self._fair.accounts.get("customer")
        if not is_demo and rng.random() > JOINING:
            return
        wanted = rng.sample(self._fair.hosts, rng.choice((1, 1, 2)))
        hosts = [host.actor.id for host in wanted]
        if is_demo and (own := self._fair.accounts.get("host")) in self._clubs and own not in hosts:
            hosts.append(own)
        for host_id in hosts:
            self._fair.clock.advance(1)
            consents = Consents(messages=is_demo or rng.random() < 0.5, contact=rng.random() < 0.2)
            self._db.write_now(join_club, customer.actor, self._clubs[host_id], consents=consents)
