import json

from livefair import cli
from tests.value.attribution.test_experiments import FILE


def test_an_experiment_file_gives_difference_and_error_to_five_digits(tmp_path, capsys):
    path = tmp_path / "units.csv"
    path.write_bytes(FILE)
    assert cli.main(["lab", "experiment", "--data", str(path)]) == 0
    told = capsys.readouterr().out
    assert "difference 2.00000  SE 1.58114" in told
    assert "fewer than 30 units" in told


def test_cuped_is_told_when_what_was_before_is_known(tmp_path, capsys):
    lines = FILE.decode().splitlines()
    rows = [lines[0] + ",before", *(f"{line},{n * n % 7}" for n, line in enumerate(lines[1:]))]
    path, out = tmp_path / "units.csv", tmp_path / "out.json"
    path.write_text("\n".join(rows), "utf-8")
    assert cli.main(["lab", "experiment", "--data", str(path), "--control", "treatment"]) == 0
    assert "CUPED" in capsys.readouterr().out
    assert cli.main(["lab", "experiment", "--data", str(path), "--out", str(out)]) == 0
    assert json.loads(out.read_text("utf-8"))[0]["theta"] is not None
