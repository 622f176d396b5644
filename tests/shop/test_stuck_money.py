import pytest

from livefair import ledger
from livefair.kernel import SYSTEM, Conflict, Invalid, JobContext, NotAllowed
from livefair.kernel.job_board import drop_dead
from livefair.kernel.jobs import ATTEMPTS_MAX, BACKOFF_MS_MAX
from livefair.kernel.runner import Runner, dead_letters
from livefair.shop.events import MoneyBackGivenUp, MoneyBackSent
from livefair.shop.money_back import ask_money_back, money_back_of
from livefair.shop.providers import Providers
from livefair.shop.stuck_money import confirm_money_back, give_up_money_back, stuck_money, try_money_back_again
from livefair.shop.wallets import receipts_of, wallet_of
from tests.announced import Announced
from tests.purse import fill


class Refusing:
    """A provider that returns nothing, until it has changed its mind."""

    name = "local"

    def __init__(self):
        self.is_willing, self.returned = False, []

    async def refund(self, payment_id, *, amount_minor, currency, key):
        if not self.is_willing:
            raise Conflict("card_closed")
        self.returned.append((payment_id, amount_minor, key))


@pytest.fixture
def provider():
    return Refusing()


@pytest.fixture
def work(db, clock, provider):
    async def until_given_up():
        for _ in range(ATTEMPTS_MAX):
            await Runner(JobContext(db, {Providers: Providers({"local": provider})})).until_nothing_is_due()
            clock.advance(BACKOFF_MS_MAX)

    return until_given_up


@pytest.fixture
async def held(db, join, work):
    """(whoever waits for thirty yuan, the part that the provider refuses)"""
    zoe = join("zoe")
    fill(db, zoe, 3_000)
    db.write_now(ask_money_back, zoe, key="back")
    await work()
    [part] = db.read_now(money_back_of, zoe)
    return zoe, part.id


async def test_what_the_provider_refuses_for_good_is_shown_with_its_words(db, join, held):
    boss = join("boss", "operator")
    [stuck] = db.read_now(stuck_money, boss)
    assert stuck.part.id == held[1]
    assert "card_closed" in stuck.error
    assert stuck.attempts == ATTEMPTS_MAX
    with pytest.raises(NotAllowed, match="operators_only"):
        db.read_now(stuck_money, held[0])


async def test_given_up_it_is_in_the_wallet_again_and_can_go_back_another_time(db, join, held, work, provider):
    zoe, part_id = held
    boss, said = join("boss", "operator"), Announced(db)
    with pytest.raises(Invalid):
        db.write_now(give_up_money_back, boss, part_id, why=" ")
    db.write_now(give_up_money_back, boss, part_id, why="The card is closed")
    wallet = db.read_now(wallet_of, zoe.id)
    assert (wallet.free.minor, wallet.held.minor) == (3_000, 0)
    assert db.read_now(dead_letters) == []
    assert [fact.decided_by for fact in said if isinstance(fact, MoneyBackGivenUp)] == [boss.id]
    assert [receipt.reason for receipt in db.read_now(receipts_of, zoe)] == ["top_up"]
    for act in (give_up_money_back, confirm_money_back):
        with pytest.raises(Conflict, match="not_stuck"):
            db.write_now(act, boss, part_id, why="Again")
    provider.is_willing = True
    assert db.write_now(ask_money_back, zoe, key="once more") == 3_000
    await work()
    assert [minor for _, minor, _ in provider.returned] == [3_000]


async def test_confirmed_it_is_booked_as_sent_and_the_provider_is_not_asked_again(db, join, held, work, provider):
    zoe, part_id = held
    boss, said = join("boss", "operator"), Announced(db)
    db.write_now(confirm_money_back, boss, part_id, why="Sent by bank transfer 4711")
    wallet = db.read_now(wallet_of, zoe.id)
    assert (wallet.free.minor, wallet.held.minor) == (0, 0)
    assert db.read_now(ledger.balance, "psp_clearing") == 0
    assert [fact.amount_minor for fact in said if isinstance(fact, MoneyBackSent)] == [3_000]
    provider.is_willing = True
    await work()
    assert provider.returned == []


@pytest.mark.parametrize("is_dropped", [False, True])
async def test_tried_again_it_is_sent_once_also_after_its_letter_was_dropped(
    db, join, held, work, provider, is_dropped
):
    zoe, part_id = held
    boss = join("boss", "operator")
    if is_dropped:
        [letter] = db.read_now(dead_letters)
        db.write_now(drop_dead, SYSTEM, letter.id)
        assert [stuck.error for stuck in db.read_now(stuck_money, boss)] == [""]
    db.write_now(try_money_back_again, boss, part_id)
    assert db.read_now(stuck_money, boss) == []
    with pytest.raises(Conflict, match="not_stuck"):
        db.write_now(give_up_money_back, boss, part_id, why="Too early")
    provider.is_willing = True
    await work()
    assert len(provider.returned) == 1
    assert db.read_now(wallet_of, zoe.id).held.minor == 0


async def test_nobody_but_an_operator_decides(db, join, held):
    zoe, part_id = held
    for actor in (zoe, join("mo", "moderator")):
        with pytest.raises(NotAllowed, match="operators_only"):
            db.write_now(give_up_money_back, actor, part_id, why="Mine")
