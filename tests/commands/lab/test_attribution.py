import json

import pytest

from livefair import cli

WAYS = "path,kept,lost,value\nhost > video,3,7,900\nvideo,2,8,500\nslot > host,1,9,301\n"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "ways.csv"
    path.write_text(WAYS, "utf-8")
    return path


def test_every_rule_is_printed_beside_the_others(file, capsys):
    assert cli.main(["lab", "attribution", "--data", str(file)]) == 0
    told = capsys.readouterr().out
    assert "| host |" in told
    assert "fitted_shapley" in told
    assert "divides 1701 minor units" in told


def test_all_numbers_go_into_a_file(file, tmp_path):
    out = tmp_path / "out.json"
    assert cli.main(["lab", "attribution", "--data", str(file), "--out", str(out), "--seed", "3"]) == 0
    found = json.loads(out.read_text("utf-8"))
    for rule in found["credits"][0]["minor"]:
        assert sum(credit["minor"][rule] for credit in found["credits"]) == 1_701


def test_a_row_that_cannot_be_read_is_named_in_the_readers_language(file, capsys):
    file.write_text(WAYS.replace("900", "9.5"), "utf-8")
    assert cli.main(["lab", "attribution", "--data", str(file), "--language", "zh"]) == 2
    assert "第 1 行 value 列" in capsys.readouterr().err
