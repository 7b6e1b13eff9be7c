"""What is written: whole files or none, never over what was read; and nothing that acts reaches a terminal."""

from __future__ import annotations

import errno
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from each import each

from sim.cli import main
from sim.inputs.files import write_text
from sim.inputs.problems import ScenarioError
from sim.saying import spreadsheet
from sim.show.terminal import json_text

ROOT = Path(__file__).parent.parent
GOOD = 'schema = 1\ntitle = "Test"\n[quantities.reported_rate]\nvalue = 1000\n[quantities.troops]\nvalue = 10000\n'
ACTING = "\x1b]0;x\x07\x9b31m\u202eb"
FULL = Path("/dev/full")
full_disk = pytest.mark.skipif(not FULL.exists(), reason="this system has no device that is always full")


@pytest.fixture
def scenario(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text(GOOD, "utf-8")
    return path


def refused(*arguments):
    with pytest.raises(ScenarioError) as caught:
        write_text(*arguments[:2], read=arguments[2:])
    return str(caught.value)


# ------------------------------------------------------------------------------------------------------ whole or none


def test_a_file_is_written_and_nothing_beside_it(tmp_path):
    write_text(str(tmp_path / "a.html"), "text \u20ac")
    assert [(path.name, path.read_text("utf-8")) for path in tmp_path.iterdir()] == [("a.html", "text \u20ac")]


@each("call", ["os.fsync", "os.replace", "os.chmod"])
def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch, call):
    (tmp_path / "a.html").write_text("old", "utf-8")

    def full(*_arguments):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(call, full)
    assert "cannot be written: No space left" in refused(str(tmp_path / "a.html"), "new")
    assert [(path.name, path.read_text("utf-8")) for path in tmp_path.iterdir()] == [("a.html", "old")]


def test_a_stopped_program_leaves_no_half_a_file(tmp_path, monkeypatch):
    monkeypatch.setattr("os.replace", lambda *_names: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        write_text(str(tmp_path / "a.html"), "new")
    assert list(tmp_path.iterdir()) == []


@each("before", [0o600, 0o664])
def test_the_permissions_of_a_file_stay(tmp_path, before):
    path = tmp_path / "a.html"
    path.touch()
    path.chmod(before)
    write_text(str(path), "new")
    assert stat.S_IMODE(path.stat().st_mode) == before


def test_a_new_file_has_the_permissions_of_any_new_file(tmp_path):
    (tmp_path / "other").touch()
    write_text(str(tmp_path / "a.html"), "new")
    assert (tmp_path / "a.html").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_a_link_is_followed(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path / "a.html")
    write_text(str(tmp_path / "link"), "new")
    assert ((tmp_path / "link").is_symlink(), (tmp_path / "a.html").read_text("utf-8")) == (True, "new")


@pytest.mark.parametrize("name", ["link", "own.toml", "./own.toml", "hard"])
def test_what_was_read_is_never_overwritten(tmp_path, monkeypatch, scenario, name):
    monkeypatch.chdir(tmp_path)
    Path("link").symlink_to(scenario)
    Path("hard").hardlink_to(scenario)
    assert "is what the text is made from" in refused(name, "new", scenario)
    assert scenario.read_text("utf-8") == GOOD


@each("name", ["new/", ".", "/", "none/a.html", "own.toml/a", "a\0b", "x" * 300])
def test_what_is_no_file_is_refused_in_a_line(tmp_path, monkeypatch, scenario, name):
    monkeypatch.chdir(tmp_path)
    assert ("\n" in refused(name, "new"), [path.name for path in tmp_path.iterdir()]) == (False, ["own.toml"])


@full_disk
def test_a_full_device_is_refused_in_a_line():
    assert refused(str(FULL), "new") == "/dev/full: cannot be written: No space left on device"


# ----------------------------------------------------------------------------------------------------- the commands


def test_a_brief_never_replaces_its_scenario(scenario, capsys):
    link = scenario.with_name("brief.html")
    link.symlink_to(scenario)
    assert (main(["report", str(scenario), "-o", str(link)]), scenario.read_text("utf-8")) == (2, GOOD)
    assert capsys.readouterr().err.startswith(f"attrition: {link}: is what the text is made from")


def test_a_brief_goes_to_standard_output(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert (main(["report", "classroom", "-o", "-"]), list(tmp_path.iterdir())) == (0, [])
    out, err = capsys.readouterr()
    assert (out.startswith("<!doctype html>"), out.rstrip().endswith("</html>"), err) == (True, True, "")


@full_disk
@each("command", ["cover classroom", "list", "schema", "report classroom -o -"])
def test_a_full_disk_is_exit_2_and_one_line(command):
    line = f'"{sys.executable}" -m sim {command} >{FULL}'
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.returncode, done.stderr) == (2, "attrition: cannot write the output: No space left on device\n")


# ------------------------------------------------------------------------------------------- nothing acts on a terminal


@each(
    "arguments",
    [
        ("cover", f"{ACTING}/none.toml"), ("cover", f"{ACTING}.toml"), ("cover", f"{ACTING}"), (f"{ACTING}",),
        ("cover", "classroom", f"--{ACTING}"), ("cover", "classroom", "--seed", ACTING), ("report", "classroom"),
        ("report", "classroom", "-o", f"none/{ACTING}"), ("report", "classroom", "-o", "a", "--lang", ACTING),
        ("cover", "classroom", "--set", f"{ACTING}=1"), ("cover", "classroom", "--set", f"troops={ACTING}"),
        ("cover", "classroom", "--error", ACTING), ("flip", "classroom", "--days", ACTING),
    ],
    ids=repr,
)  # fmt: skip
def test_a_refusal_is_printable(capsys, arguments):
    code, err = main(arguments), capsys.readouterr().err
    assert (code, [line for line in err.splitlines() if not line.isprintable()], err.count("\n")) == (2, [], 1)


def test_problems_of_a_file_with_an_acting_name_are_printable(tmp_path, capsys):
    path = tmp_path / f"{ACTING.replace('/', '')}.toml"
    path.write_text(GOOD + "trops = 1", "utf-8")
    assert main(["cover", str(path)]) == 2
    assert capsys.readouterr().err.rstrip("\n").isprintable()


def test_the_name_of_a_written_file_is_printable(tmp_path, capsys):
    assert main(["report", "classroom", "-o", str(tmp_path / ACTING)]) == 0
    assert capsys.readouterr().err.rstrip("\n").isprintable()


@each("command", ["cover", "show", "flip", "sensitivity", "compare"])
def test_json_reaches_a_terminal_without_acting_characters(tmp_path, capsys, command):
    path = tmp_path / f"{ACTING}.toml"
    path.write_text(GOOD.replace("Test", "\x85\x9b31m \u202e\u200b\U000e0001"), "utf-8")
    assert main([command, *[str(path)] * (2 if command == "compare" else 1), "--json"]) == 0
    out = capsys.readouterr().out
    assert [line for line in out.splitlines() if not line.isprintable()] == []


@each("ascii_only", [False, True])
def test_json_with_escapes_reads_back_as_it_was(ascii_only):
    text = "".join(map(chr, (*range(0xD800), *range(0xE000, 0x11000), 0x1F600, 0xE0001, 0x10FFFF)))
    assert json.loads(json_text([text], ascii_only=ascii_only)) == [text]


@each("columns", ["0", "-1", "", "x", "1", "30"])
def test_a_table_is_printed_whatever_the_width(run, columns):
    assert "c" in run("list", COLUMNS=columns).out


@each("sign", "=+-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b")
def test_a_cell_starts_no_formula(sign):
    assert spreadsheet.inert_cell(f" {sign}1") == f"'{sign}1"
