import stat

import pytest

from livefair.kernel import settings
from livefair.kernel.settings import Settings, SettingsError, load


def test_the_command_line_wins_over_the_environment_and_that_over_the_file(tmp_path):
    (tmp_path / "livefair.toml").write_text('port = 1\nlanes = 2\nhost = "0.0.0.0"\n')
    found = load({"LIVEFAIR_HOME": str(tmp_path), "LIVEFAIR_PORT": "3", "LIVEFAIR_LANES": "5"}, {"port": 9})
    assert (found.port, found.lanes, found.host) == (9, 5, "0.0.0.0")


def test_without_anything_said_all_lies_in_the_home_folder(tmp_path):
    found = load({}, {"home": tmp_path})
    assert found.database_url == f"sqlite:///{tmp_path}/livefair.db"
    assert found.files_url == f"{tmp_path}/files"
    assert found.address == "http://127.0.0.1:8321"


@pytest.mark.parametrize(
    ("environ", "toml", "message"),
    [
        ({"LIVEFAIR_PROT": "1"}, "", "LIVEFAIR_PROT.*no setting"),
        ({}, "prot = 1", "'prot', which is no setting"),
        ({}, "port = [", "is not TOML"),
        ({}, 'home = "x"', "cannot say where it lies itself"),
        ({"LIVEFAIR_PORT": "web"}, "", "port is a whole number"),
        ({}, "port = true", "port is a whole number"),
        ({}, "host = 1", "host is a text"),
        ({"LIVEFAIR_PORT": "70000"}, "", "port is a port"),
        ({"LIVEFAIR_LANES": "0"}, "", "lanes is a number"),
        ({"LIVEFAIR_LOG_LEVEL": "loud"}, "", "log_level is one of"),
        ({"LIVEFAIR_OUTGOING": "inside"}, "", "outgoing is one of"),
        ({"LIVEFAIR_DATABASE": "mysql://x"}, "", "database begins with"),
    ],
)
def test_a_wrong_setting_is_refused_by_name(tmp_path, environ, toml, message):
    (tmp_path / "livefair.toml").write_text(toml)
    with pytest.raises(SettingsError, match=message):
        load({"LIVEFAIR_HOME": str(tmp_path), **environ})


def test_variables_for_the_tests_are_not_settings(tmp_path):
    assert load({"LIVEFAIR_TEST_CHROME": "x"}, {"home": tmp_path}).port == 8321


def test_the_secret_is_made_once_and_nobody_else_may_read_it(tmp_path):
    home = tmp_path / "new"
    first, second = load({}, {"home": home}), load({}, {"home": home})
    assert first.secret_for("session") == second.secret_for("session")
    assert first.secret_for("session") != first.secret_for("ticket")
    assert stat.S_IMODE((home / "secret.key").stat().st_mode) == 0o600
    assert [path.name for path in home.iterdir()] == ["secret.key"]


def test_a_secret_that_is_given_is_not_kept_nor_shown(tmp_path):
    found = load({"LIVEFAIR_SECRET": "correct horse"}, {"home": tmp_path})
    assert found.secret_for("session") != Settings(home=tmp_path, secret="other").secret_for("session")
    assert not (tmp_path / "secret.key").exists()
    assert "correct horse" not in repr(found)


def test_every_setting_says_what_it_is_for():
    assert all(settings.about(name) for name in settings.NAMES)
