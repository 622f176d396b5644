"""Posts for ever, each key three times, and prints a key once it is durable. Killed by test_posting."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "src"))

from livefair import ledger
from livefair.kernel import Database
from livefair.ledger import Leg, Part


def capture(tx, key):
    legs = [Leg("psp_clearing", -100), Leg(f"escrow:{key}", 100)]
    return ledger.post(tx, key=f"capture:{key}", reason="capture", legs=legs)


def release(tx, key):
    parts = [Part("payable:brand", 70), Part("payable:host", 20), Part("platform:commission", 10)]
    legs = [Leg(f"escrow:{key}", -100), *ledger.split_legs(100, parts)]
    return ledger.post(tx, key=f"release:{key}", reason="release", legs=legs)


def main(url, start):
    db = Database(url)
    number = int(start)
    while True:
        for step in (capture, release):
            ids = {db.write_now(step, f"{start}-{number}").id for _ in range(3)}
            assert len(ids) == 1
            sys.stdout.write(f"{step.__name__}:{start}-{number}\n")
            sys.stdout.flush()
        number += 1


main(*sys.argv[1:])
