"""The command line as a stranger meets it, in processes of its own."""

import io
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlalchemy import bindparam, func, select

from livefair import cli
from livefair.kernel import SYSTEM, Database, WriteTx, query
from livefair.kernel.jobs import JOB
from livefair.kernel.runner import plant_crons
from tests.migrated import put_migrated
from tests.program import START_S_MAX, Running, environment, free_port, is_alive, until

_DUE_LATER = query(int, select(func.count()).select_from(JOB).where(JOB.c.due_at_ms > bindparam("now")))
PASSWORD = "a long enough one\n"


class Answer(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def livefair(capsys, monkeypatch) -> Callable[..., Answer]:
    """The program's own entry, called as a terminal calls it but without a process around it."""

    def call(*words: object, stdin: str = "") -> Answer:
        monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        capsys.readouterr()
        try:
            code = cli.main([str(word) for word in words])
        except SystemExit as ended:
            code = int(ended.code or 0)
        told = capsys.readouterr()
        return Answer(code, told.out, told.err)

    return call


@pytest.fixture
def home(tmp_path) -> Path:
    """A home whose database is there, without anybody in it."""
    path = tmp_path / "home"
    path.mkdir(mode=0o700)
    put_migrated(path / "livefair.db")
    return path


@pytest.mark.parametrize("command", list(cli.COMMANDS))
def test_a_stranger_is_told_what_a_command_does(livefair, command):
    told = livefair(command, "--help")
    assert told.code == 0
    assert "--home" in told.out
    assert len(told.out.splitlines()) > 12


def test_all_commands_are_listed(livefair):
    told = livefair("--help").out
    assert all(command in told and about.split(",")[0] in told for command, about in cli.COMMANDS.items())


def test_accounts_are_made_listed_and_given_roles(livefair, home):
    made = livefair("accounts", "--home", home, "create", "ada@fair.example", "--name", "Ada", stdin=PASSWORD)
    assert made.out == "ada@fair.example can sign in now\n"
    assert livefair("accounts", "--home", home, "give-role", "ada@fair.example", "operator").code == 0
    assert livefair("accounts", "--home", home, "set-password", "ada@fair.example", stdin=PASSWORD).code == 0
    [line] = livefair("accounts", "--home", home, "list").out.splitlines()
    assert line.split() == ["ada@fair.example", "Ada", "customer,", "operator"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["check", "--home", "nowhere"], "there is no database at"),
        (["accounts", "--home", "{home}", "give-role", "nobody@fair.example", "host"], "nobody has the address"),
        (["accounts", "--home", "{home}", "create", "a@b.example", "--name", "A"], "password_short"),
        (["restore", "nothing.tar", "--home", "{home}"], "there is no nothing.tar"),
        (["restore", "{home}/livefair.db", "--home", "{home}"], "holds 1 things already"),
        (["work", "--home", "{home}"], "for PostgreSQL"),
        (["media", "--home", "{home}"], "SQLite is for one program"),
        (["run", "--home", "{home}", "--media-url", "http://127.0.0.1:8322"], "several web servers need PostgreSQL"),
        (["run", "--home", "{home}", "--broker-url", "amqp://x"], "broker_url begins with"),
        (["run", "--home", "{home}", "--media-workers", "0"], "media_workers is a number from 1 to 64"),
        (["run", "--home", "{home}", "--port", "99999"], "port is a port"),
        (["run", "--home", "{home}", "--database", "mysql://x"], "database begins with"),
    ],
)
def test_what_does_not_go_is_told_in_one_line(livefair, home, words, message):
    refused = livefair(*(word.format(home=home) for word in words))
    assert refused.code == 2
    assert refused.err.startswith("livefair: ")
    assert message in refused.err
    assert len(refused.err.splitlines()) == 1


def test_check_tells_that_all_is_well_and_what_is_not(livefair, home):
    assert livefair("check", "--home", home).out.endswith("all is well\n")
    db = Database(f"sqlite:///{home}/livefair.db")
    db.write_now(lambda tx, actor: leave_a_dead_letter(tx), SYSTEM)
    db.close()
    told = livefair("check", "--home", home)
    assert told.code == 1
    assert "dead letter" in told.out


def leave_a_dead_letter(tx: WriteTx) -> None:
    times = {"created_at_ms": 0, "due_at_ms": 0, "lease_until_ms": 0, "dead_at_ms": 1}
    tx.insert(JOB, id=tx.new_id(), kind="shop.pay", args="{}", attempts=12, error="no", **times)


def test_a_home_is_backed_up_and_restored_elsewhere(livefair, home, tmp_path):
    livefair("accounts", "--home", home, "create", "ada@fair.example", "--name", "Ada", stdin=PASSWORD)
    tar = tmp_path / "fair.tar"
    assert livefair("backup", tar, "--home", home).code == 0
    assert "exists already" in livefair("backup", tar, "--home", home).err
    assert livefair("restore", tar, "--home", tmp_path / "new").code == 0
    assert "Ada" in livefair("accounts", "--home", tmp_path / "new", "list").out
    assert "already" in livefair("restore", tar, "--home", tmp_path / "new").err
    assert livefair("restore", tar, "--home", tmp_path / "new", "--replace").code == 0


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("ps") is None, reason="this machine has no ps to look for orphans with")
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_stopping_the_program_leaves_no_orphan(tmp_path, ending):
    running = Running(tmp_path)
    children = running.children()
    assert children
    if ending == signal.SIGINT:
        os.killpg(running.process.pid, ending)  # as Ctrl-C does: to all of the terminal's processes
    else:
        running.process.send_signal(ending)
    running.process.wait(timeout=START_S_MAX)
    told = running.told()
    assert "Livefair is ready" in told
    if ending != signal.SIGKILL:
        assert told.endswith("Livefair has stopped.\n")
        assert running.process.returncode == 0
    until(lambda: not any(map(is_alive, children)))


@pytest.mark.slow
def test_a_second_program_in_the_same_home_is_refused(livefair, tmp_path):
    running = Running(tmp_path)
    try:
        assert "another livefair is at work" in livefair("run", "--home", tmp_path, "--port", free_port()).err
        assert livefair("check", "--home", tmp_path).code == 0
        assert livefair("backup", tmp_path / "fair.tar", "--home", tmp_path).code == 0
    finally:
        running.stop()


def test_a_worker_does_the_jobs_of_a_postgresql_database(database_url, tmp_path):
    if database_url.startswith("sqlite"):
        pytest.skip("with SQLite the web server does the jobs itself")
    words = ["work", "--database", database_url, "--home", str(tmp_path)]
    command = [sys.executable, "-m", "livefair.cli", *words]
    worker = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment())
    db = Database(database_url)
    db.write_now(plant_crons, SYSTEM)
    try:
        # A cron that was done is due again later.
        until(lambda: db.read_now(lambda tx: tx.value(_DUE_LATER, now=tx.now_ms)) > 0)
    finally:
        db.close()
        worker.terminate()
        worker.communicate(timeout=START_S_MAX)
    assert worker.returncode == 0
