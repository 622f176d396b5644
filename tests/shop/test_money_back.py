from concurrent.futures import ThreadPoolExecutor

import pytest

from livefair import ledger
from livefair.kernel import SYSTEM, Conflict, NotAllowed
from livefair.shop.events import MoneyBackSent
from livefair.shop.local_provider import charge, charge_of, return_money
from livefair.shop.money_back import ask_money_back, book_money_back, money_back_of
from livefair.shop.top_ups import top_up
from livefair.shop.wallets import receipts_of, wallet_of
from tests.announced import Announced
from tests.purse import fill, tell


def spend(db, actor, minor):
    legs = [ledger.Leg(f"wallet:{actor.id}", -minor), ledger.Leg("platform:gifts", minor)]
    db.write_now(lambda tx, who: ledger.post(tx, key=f"spent:{minor}", reason="spent", legs=legs), SYSTEM)


def refused(act, *args, **more):
    try:
        act(*args, **more)
    except Conflict as conflict:
        return conflict.code
    return "done"


def test_what_is_unspent_goes_back_to_the_cards_it_came_from_newest_first(db, clock, join):
    zoe, said = join("zoe"), Announced(db)
    first = fill(db, zoe, 3_000)
    clock.advance(1_000)
    second = fill(db, zoe, 2_000, key="second")
    spend(db, zoe, 500)
    assert db.write_now(ask_money_back, zoe, key="back") == 4_500
    wallet = db.read_now(wallet_of, zoe.id)
    assert (wallet.free.minor, wallet.held.minor) == (0, 4_500)
    parts = db.read_now(money_back_of, zoe)
    assert {(part.payment_id, part.amount_minor) for part in parts} == {(second, 2_000), (first, 2_500)}
    for part in (*parts, *parts):
        db.write_now(book_money_back, SYSTEM, part.id)
    assert db.read_now(wallet_of, zoe.id).held.minor == 0
    assert db.read_now(ledger.balance, "psp_clearing") == -500
    assert sorted(fact.amount_minor for fact in said if isinstance(fact, MoneyBackSent)) == [2_000, 2_500]
    assert [receipt.reason for receipt in db.read_now(receipts_of, zoe)][:2] == ["money_back", "money_back"]


def test_the_same_click_is_once_and_an_empty_wallet_gives_nothing(db, join):
    zoe = join("zoe")
    with pytest.raises(Conflict, match="wallet_empty"):
        db.write_now(ask_money_back, zoe, key="back")
    fill(db, zoe, 3_000)
    assert db.write_now(ask_money_back, zoe, key="back") == 3_000
    assert db.write_now(ask_money_back, zoe, key="back") == 0
    with pytest.raises(Conflict, match="wallet_empty"):
        db.write_now(ask_money_back, zoe, key="again")


def test_money_on_its_way_back_cannot_be_spent(db, join):
    zoe = join("zoe")
    fill(db, zoe, 3_000)
    db.write_now(ask_money_back, zoe, key="back")
    with pytest.raises(Conflict, match="insufficient_funds"):
        spend(db, zoe, 1)


def test_many_clicks_at_once_send_the_money_back_once(db, join):
    zoe = join("zoe")
    fill(db, zoe, 3_000)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda n: refused(db.write_now, ask_money_back, zoe, key=f"k{n}"), range(8)))
    assert answers.count("done") == 1
    assert db.read_now(wallet_of, zoe.id).held.minor == 3_000


def test_the_provider_returns_a_part_once_however_often_it_is_asked(db, join):
    zoe = join("zoe")
    payment_id = fill(db, zoe, 3_000)
    db.write_now(charge, zoe, payment_id, behaviour="pay")
    db.write_now(ask_money_back, zoe, key="back")
    [part] = db.read_now(money_back_of, zoe)
    for _ in range(2):  # a job that died after the provider had done it is done again
        db.write_now(return_money, SYSTEM, payment_id, amount_minor=3_000, key=part.id)
    db.write_now(book_money_back, SYSTEM, part.id)
    assert db.read_now(charge_of, payment_id) is not None
    assert db.read_now(money_back_of, zoe)[0].sent_at_ms == db.clock()


def test_only_the_program_books_it(db, join):
    zoe = join("zoe")
    fill(db, zoe, 3_000)
    db.write_now(ask_money_back, zoe, key="back")
    [part] = db.read_now(money_back_of, zoe)
    with pytest.raises(NotAllowed, match="program_only"):
        db.write_now(book_money_back, zoe, part.id)


def test_an_open_top_up_gives_nothing_back(db, join):
    zoe = join("zoe")
    fill(db, zoe, 1_000)
    waiting = db.write_now(top_up, zoe, amount_minor=4_000, provider="local", key="waits")
    assert db.write_now(ask_money_back, zoe, key="back") == 1_000
    tell(db, waiting, 4_000)
    assert db.write_now(ask_money_back, zoe, key="more") == 4_000
