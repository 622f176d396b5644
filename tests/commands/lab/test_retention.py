import json

import pytest

from livefair import cli
from tests.value.lifetime import buyers


@pytest.fixture
def orders(tmp_path):
    day_ms = 86_400_000
    rows = ["customer,at,value"]
    for n, times in enumerate(buyers.purchase_times(400, 40.0, seed=2)):
        for week in (0, *times):
            at_ms = 1_700_000_000_000 + int(7 * day_ms * (n % 9 + week))
            rows.append(f"c{n},{at_ms},{900 + at_ms // 7 % 500 + 37 * n % 800}")
    path = tmp_path / "orders.csv"
    path.write_text("\n".join(rows), "utf-8")
    return path


def test_orders_become_cohorts_and_expectations(orders, capsys):
    assert cli.main(["lab", "retention", "--data", str(orders)]) == 0
    told = capsys.readouterr().out
    assert "second purchase within 90 days" in told
    assert "BG/NBD" in told
    assert "Gamma-Gamma" in told
    assert "next 52 weeks" in told


def test_all_numbers_go_into_a_file(orders, tmp_path):
    out = tmp_path / "out.json"
    words = ["--out", str(out), "--period", "week", "--until", "2024-06-01", "--weeks", "26"]
    assert cli.main(["lab", "retention", "--data", str(orders), *words]) == 0
    found = json.loads(out.read_text("utf-8"))
    assert found["retention"]["period_days"] == 7
    assert len(found["lifetimes"]["rows"]) == 400


def test_summed_customers_have_no_cohorts(tmp_path, capsys):
    people = buyers.customers(300)
    rows = [f"{int(x)},{t},{age}" for x, t, age in zip(people.repeats, people.recency, people.age, strict=True)]
    path = tmp_path / "customers.csv"
    path.write_text("\n".join(["repeats,recency,age", *rows]), "utf-8")
    assert cli.main(["lab", "retention", "--data", str(path)]) == 0
    told = capsys.readouterr().out
    assert "300 customers" in told
    assert "worth unknown" in told


def test_a_mixed_date_format_is_refused_with_its_row(orders, capsys):
    lines = orders.read_text("utf-8").splitlines()
    lines[3] = "c0,03/04/2024,900"
    orders.write_text("\n".join(lines), "utf-8")
    assert cli.main(["lab", "retention", "--data", str(orders)]) == 2
    assert "Row 3, column at" in capsys.readouterr().err
