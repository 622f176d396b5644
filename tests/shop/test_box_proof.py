"""The public proof of a series against docs/verify_boxes.py, which knows nothing of the program."""

import copy
import json
import runpy
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from livefair.kernel import JobContext
from livefair.kernel.runner import Runner
from livefair.shop.box_opening import open_box
from livefair.shop.box_proof import box_proof
from livefair.shop.boxes import boxes_of_order, end_series
from livefair.shop.payments import orders_of_payment
from livefair.shop.rules import PAY_WITHIN_MS
from tests.shop.box_stall import grown_up, order_boxes, set_up_boxes
from tests.stall import notify

FILE = Path(__file__).parents[2] / "docs/verify_boxes.py"
SCRIPT = runpy.run_path(str(FILE))
verify, Wrong = SCRIPT["verify"], SCRIPT["Wrong"]


@pytest.fixture
def sold(db, join):
    """A series of which two buyers have opened nine boxes, guarantees among them."""
    stall = set_up_boxes(db, join, pieces=(9, 4, 2), guarantee_after=3, per_day=10)
    for name, boxes in (("ana", 5), ("eve", 4)):
        buyer = grown_up(db, join, name)
        payment_id = order_boxes(db, buyer, stall.series_id, boxes)
        notify(db, payment_id)
        [order_id] = db.read_now(orders_of_payment, payment_id)
        for box in db.read_now(boxes_of_order, order_id):
            db.write_now(open_box, buyer, box.line_id, word=f"{name} {box.line_id[-3:]}")
    return stall


def proof_of(db, stall):
    return json.loads(msgspec.json.encode(db.read_now(box_proof, stall.series_id)))


async def test_an_honest_series_is_right_while_it_is_sold_and_when_all_is_settled(db, clock, sold):
    during = proof_of(db, sold)
    assert verify(during) == 9
    assert any(box["by_guarantee"] for box in during["opened"])
    assert during["last_secret"] is None
    db.write_now(end_series, sold.stall.brand, sold.series_id)
    clock.advance(PAY_WITHIN_MS + 120_000)
    await Runner(JobContext(db, {})).until_nothing_is_due()
    after = proof_of(db, sold)
    assert (verify(after), after["is_settled"]) == (9, True)
    with pytest.raises(Wrong):
        verify({**after, "last_secret": "0" * 64})


def changed(value):
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case str():
            return value[:-1] + ("0" if value[-1] != "0" else "1") if value else "x"
        case list():
            return value[:-1]
        case _:
            return "x"


def tampered_with(proof):
    for name in proof:
        if name not in {"at_ms"}:
            yield name, {**proof, name: changed(proof[name])}
            yield f"without {name}", {key: value for key, value in proof.items() if key != name}
    for index, box in enumerate(proof["opened"]):
        for name in box:
            lie = copy.deepcopy(proof)
            lie["opened"][index][name] = changed(box[name])
            yield f"box {index}: {name}", lie
    for index in range(len(proof["contents"])):
        lie = copy.deepcopy(proof)
        lie["contents"][index]["remaining"] += 1
        yield f"content {index}", lie
    swapped = copy.deepcopy(proof)
    swapped["opened"][0], swapped["opened"][1] = swapped["opened"][1], swapped["opened"][0]
    yield "two boxes swapped", swapped


def test_every_planted_lie_is_found(db, sold):
    proof = proof_of(db, sold)
    missed = []
    for name, lie in tampered_with(proof):
        try:
            verify(lie)
            missed.append(name)
        except Wrong:
            continue
    assert missed == []


def test_a_better_piece_for_a_friend_is_found_even_with_a_chain_made_anew(db, sold):
    """Whoever runs the site gives one box the rare piece and computes every later hash again."""
    lie = proof_of(db, sold)
    victim = next(box for box in lie["opened"] if box["content"] != 2)
    lie["contents"][victim["content"]]["remaining"] += 1
    lie["contents"][2]["remaining"] -= 1
    victim["content"] = 2
    root = SCRIPT["sha256"]("boxes", lie["id"])
    for box in lie["opened"]:
        facts = [str(box[name]) for name in ("position", "buyer", "ticket", "bought_at_ms", "opened_at_ms", "content")]
        root = SCRIPT["sha256"]("box", root, *facts, str(int(box["by_guarantee"])))
        box["running_hash"] = root
    lie["root"] = root
    with pytest.raises(Wrong, match="must be content"):
        verify(lie)


def test_the_script_runs_by_itself_and_says_which_file_is_wrong(db, sold, tmp_path):
    proof = proof_of(db, sold)
    (tmp_path / "good.json").write_text(json.dumps(proof))
    proof["opened"][0]["secret"] = "0" * 64
    (tmp_path / "bad.json").write_text(json.dumps(proof))
    run = [sys.executable, str(FILE)]
    good = subprocess.run([*run, str(tmp_path / "good.json")], capture_output=True, text=True, check=False)
    both = subprocess.run([*run, *map(str, tmp_path.glob("*.json"))], capture_output=True, text=True, check=False)
    assert (good.returncode, both.returncode) == (0, 1)
    assert "right" in good.stdout
    assert "WRONG" in both.stdout
