"""`livefair lab paths`, as a terminal calls it."""

import json

import pytest

from livefair import cli
from tests.value.paths import planted

MODEL = "smallest_path = 0.2\n" + "".join(
    f'[[constructs]]\nid = "{name}"\nitems = {json.dumps([f"{name.lower()}{i}" for i in (1, 2, 3)])}\n'
    for name in planted.NAMES
)
MODEL += "[paths]\n" + "".join(f"{target} = {json.dumps(list(sources))}\n" for target, sources in planted.PATHS.items())


@pytest.fixture
def files(tmp_path):
    values = planted.drawn(200, 1)
    rows = [",".join((*map(repr, map(float, row)), f"host{n % 25}", "xy"[n % 2])) for n, row in enumerate(values)]
    (tmp_path / "model.toml").write_text(MODEL, "utf-8")
    (tmp_path / "data.csv").write_text(",".join((*planted.columns(), "host", "arm")) + "\n" + "\n".join(rows), "utf-8")
    return tmp_path


def called(folder, *words):
    given = ["--model", str(folder / "model.toml"), "--data", str(folder / "data.csv"), "--draws", "100", *words]
    return cli.main(["lab", "paths", *given])


def test_a_model_file_and_a_csv_become_json_a_report_and_a_diagram(files):
    out = [str(files / name) for name in ("r.json", "r.html", "r.svg")]
    assert called(files, "--out", out[0], "--report", out[1], "--diagram", out[2], "--cluster", "host") == 0
    found = json.loads((files / "r.json").read_text("utf-8"))
    assert found["draws"]["clusters"] == 25
    assert {(row["source"], row["target"]) for row in found["paths"]} == {
        ("A", "B"),
        ("A", "C"),
        ("B", "C"),
        ("C", "D"),
    }
    assert "Read this first" in (files / "r.html").read_text("utf-8")
    assert (files / "r.svg").read_text("utf-8").startswith("<svg")


def test_without_a_file_to_write_the_report_is_printed(files, capsys):
    assert called(files, "--language", "zh", "--group", "arm", "--interval", "bca", "--folds", "0") == 0
    told = capsys.readouterr().out
    assert "先读这里" in told
    assert "MICOM" in told


def test_the_same_seed_writes_the_same_file(files):
    for name in ("one.json", "two.json"):
        called(files, "--out", str(files / name), "--seed", "5")
    assert (files / "one.json").read_bytes() == (files / "two.json").read_bytes()


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("data.csv", b"a1,a2\n1,2\n", "no column a3"),
        ("data.csv", b"", "no column|no rows"),
        ("data.csv", b"\xff\n", "not UTF-8"),
        ("model.toml", b"\xff\n", "not UTF-8"),
        ("model.toml", b"paths = 3", "cannot be read"),
    ],
)
def test_bad_files_are_refused_in_one_line(files, capsys, name, data, said):
    (files / name).write_bytes(data)
    assert called(files) == 2
    told = capsys.readouterr().err
    assert len(told.splitlines()) == 1
    assert any(one in told for one in said.split("|"))


def test_a_missing_answer_is_told_with_row_and_column_and_can_be_dealt_with(files, capsys):
    lines = (files / "data.csv").read_text("utf-8").splitlines()
    cells = lines[7].split(",")
    lines[7] = ",".join(["", *cells[1:]])
    (files / "data.csv").write_text("\n".join(lines), "utf-8")
    assert called(files) == 2
    assert "Row 7, column a1" in capsys.readouterr().err
    assert called(files, "--missing", "drop", "--out", str(files / "r.json")) == 0
    assert json.loads((files / "r.json").read_text("utf-8"))["n"] == 199


def test_files_that_are_not_there_are_named(files, capsys):
    assert cli.main(["lab", "paths", "--model", str(files / "none.toml"), "--data", "none.csv"]) == 2
    assert "none.toml" in capsys.readouterr().err


def test_a_report_of_another_kind_is_refused(files, capsys):
    assert called(files, "--report", "r.pdf") == 2
    assert ".md or .html" in capsys.readouterr().err


def test_an_earlier_result_is_set_beside_the_new_one(files, capsys):
    last = str(files / "last.json")
    called(files, "--out", last)
    assert called(files, "--before", last) == 0
    assert "Since the earlier fit" in capsys.readouterr().out
    (files / "last.json").write_text("{}", "utf-8")
    assert called(files, "--before", last) == 2
    assert "is no result" in capsys.readouterr().err
