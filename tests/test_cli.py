"""The command `attrition`, run as users run it: exit codes, both streams, the JSON contract, same bytes twice."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from each import each

from sim import __version__
from sim.inputs.definitions import DEFINITIONS
from sim.inputs.loading import load, shipped
from sim.inputs.schema import json_schema
from sim.laws.shipped import LAWS

ROOT = Path(__file__).parent.parent
NAMES = list(shipped())
GOOD = 'schema = 1\ntitle = "Test"\n[quantities.reported_rate]\nvalue = 1000\n[quantities.troops]\nvalue = 10000\n'
NEVER = ("--set", "returning_share=1")


def strict(text):
    """Parse JSON as the standard has it: no NaN, no Infinity."""

    def refuse(word):
        raise AssertionError(word)

    return json.loads(text, parse_constant=refuse)


@pytest.fixture(scope="module")
def answer(run):
    """The JSON answer to a scenario, asked once a scenario."""
    known = {}

    def ask(*arguments):
        if arguments not in known:
            known[arguments] = strict(run("cover", *arguments, "--json").out)
        return known[arguments]

    return ask


# ---------------------------------------------------------------------------------------------------------- cover


@each(
    "words",
    [
        "10,000 troops cover 7.9 days of losses.",
        "10,000 troops / 1,271 casualties a day = 7.868 days",
        "not many days of casualties",
        "a Western official",
        "Sky News, 17 October 2024",
        "38,130 / 30",
        "killed and wounded",
        "as of 2024-09-30",
        "2024-10-24",
    ],
)
def test_cover_prints_answer_arithmetic_remark_and_sources(run, words):
    assert words in run("cover", "sky-2024-10k").out


@each(
    ("arguments", "words"),
    [
        (("--set", "reported_rate=0"), "The casualty rate is zero"),
        (("--set", "troops=0"), "There are no troops: they cover 0 days of losses"),
        (("--set", "delivered_share=0"), "None of the 1,200 troops reach the line"),
        (NEVER, "never used up"),
        (("--set", "recruits_per_day=90"), "never used up"),
        (("--set", "starting_effectiveness=0", "--set", "integration_days=3650"), "cover 0 days"),
    ],
)
def test_refusals_are_sentences(run, arguments, words):
    assert words in run("cover", "classroom", *arguments).out


@each(
    ("settings", "words"),
    [
        ((), "announced 2024-10-17, in the line at once"),
        (("waves=5:10000",), "announced 2024-10-17, in the line 5 days later"),
        (("waves=5:10000", "lag_days=2"), "in the line 7 days later"),
        (("waves=0:6000,30:4000",), "the first of them in the line at once"),
        (
            ("waves=3:1,4:9", "lag_days=2", "lag_days.low=1", "lag_days.high=4"),
            "the first of them in the line 4 to 7 days",
        ),
    ],
)
def test_the_calendar_says_when_the_first_stand_in_the_line(run, settings, words):
    assert words in run("cover", "sky-2024-10k", *(part for each in settings for part in ("--set", each))).out


def test_the_ladder_has_room_for_centuries(run):
    out = run("cover", "sky-2024-10k", "--set", "line_share=0.5", "--set", "reported_rate=0.1").out
    rungs = out.partition("Ladder")[2].partition("Sources")[0].splitlines()[1:]
    assert "more than 100 years" in rungs[0]
    assert len({len(line) - len(line.lstrip()) + len(line.lstrip().partition("  ")[0]) for line in rungs if line}) == 1


@each(
    ("arguments", "words"),
    [
        (("flip", "sky-2024-10k"), ['"at most 1,234.6 days"', "cover 1,234.6 days:", "last 1,234.6 days:"]),
        (("months",), ["lasted less than 1,234.6 days at"]),
    ],
)
def test_a_stated_number_of_days_is_written_as_on_the_pages(run, arguments, words):
    out = run(*arguments, "--days", "1234.567").out
    assert [part for part in words if part not in out] == []


@each("name", NAMES)
def test_cover_answers_every_shipped_scenario_without_a_word_on_stderr(run, name):
    done = run("cover", name)
    assert (done.code, done.err, "nan" in done.out.lower().split()) == (0, "", False)


@each("name", NAMES)
def test_the_json_answer_keeps_its_contract(answer, name):
    contract = {
        "schema",
        "model_version",
        "days_covered",
        "ladder",
        "exhausted_on",
        "numerical_error",
        "seed",
        "digest",
    }
    assert contract <= set(answer(name))


@each("name", NAMES)
def test_the_ladder_starts_at_the_bare_quotient_and_ends_at_the_point(answer, name):
    found, scenario = answer(name), load(name)
    ladder = [rung["days_covered"] for rung in found["ladder"]]
    quotient = scenario.number("troops") / scenario.number("reported_rate")
    assert (ladder[0], ladder[-1]) == (quotient, found["days_covered"]["point"])


def test_the_full_ladder_names_every_rung_once_in_the_order_of_the_table(answer):
    rungs = [rung["quantity"] for rung in answer("sky-2024-10k-full")["ladder"]]
    order = ["bare_quotient", *DEFINITIONS]
    assert rungs == sorted(set(rungs), key=order.index)


def test_the_full_ladder_has_a_rung_for_every_assumption(answer):
    rungs = {rung["quantity"] for rung in answer("sky-2024-10k-full")["ladder"]}
    named = {
        "reporting_ratio", "monthly_trend", "returning_share", "recruits_per_day", "delivered_share", "line_share",
        "desertion_share", "integration_days", "dispersion",
    }  # fmt: skip
    assert named <= rungs


@pytest.mark.parametrize(("name", "low", "high"), [("sky-2024-10k-friction", 0, 0), ("sky-2024-10k-full", 1e-6, 1e-3)])
def test_the_numerical_error_is_zero_for_fixed_numbers_and_within_its_target_for_ranges(answer, name, low, high):
    assert low <= answer(name)["numerical_error"] <= high


def test_never_is_null_in_json(answer):
    found = answer("classroom", *NEVER)
    assert (found["days_covered"]["point"], found["exhausted_on"], found["ladder"][-1]["days_covered"]) == (None,) * 3


def test_the_day_it_is_used_up_counts_from_the_announcement(answer):
    assert answer("sky-2024-10k")["exhausted_on"] == "2024-10-24"  # 17 October + 7.868 days


def test_the_day_it_is_used_up_counts_the_days_to_the_line(answer):
    assert answer("sky-2024-10k", "--set", "lag_days=14")["exhausted_on"] == "2024-11-07"


def test_a_setting_changes_answer_and_digest(answer):
    plain, changed = answer("sky-2024-10k"), answer("sky-2024-10k", "--set", "troops=12710")
    assert (changed["days_covered"]["point"], changed["digest"] == plain["digest"]) == (10, False)


@each("asked", [(), ("--set", "line_share=0.6", "--seed", "7")])
@each("name", ["sky-2024-10k", "volunteers-2022-100k"])
def test_flip_sensitivity_and_compare_have_the_digest_of_cover(run, answer, name, asked):
    flip = run("flip", name, "--days", "20", "--json", *asked)
    others = ("sensitivity", name, "--json", *asked), ("compare", name, "classroom", "--json", *asked)
    flipped, swayed, compared = (strict(done.out) for done in (flip, *(run(*arguments) for arguments in others)))
    said = [flipped["digest"], swayed["digest"], *compared["digests"]]
    mine, other = answer(name, *asked)["digest"], answer("classroom", *asked)["digest"]
    assert said == [mine, mine, mine, other]


def test_flip_and_compare_have_the_digest_of_covers_target_error(run, answer):
    roughly = ("--error", "0.01")
    flipped = run("flip", "sky-2024-10k-full", "--json", *roughly).out
    compared = run("compare", "sky-2024-10k-full", "sky-2024-10k-full", "--json", *roughly).out
    expected = answer("sky-2024-10k-full", *roughly)["digest"]
    assert [strict(flipped)["digest"], *strict(compared)["digests"]] == [expected] * 3


def test_seed_zero_is_a_seed_and_the_default(answer):
    assert answer("sky-2024-10k", "--seed", "0") == answer("sky-2024-10k")


@pytest.mark.parametrize("seed", [0, 1, 2**32 - 1])
def test_the_answer_names_its_seed(answer, seed):
    assert answer("sky-2024-10k", "--seed", str(seed))["seed"] == seed


@pytest.mark.parametrize("form", [(), ("--json",)], ids=["text", "json"])
def test_the_same_question_gives_the_same_bytes(run, form):
    outs = [run("cover", "sky-2024-10k-full", *form, PYTHONHASHSEED=seed).out for seed in ("0", "1", "4711")]
    assert outs == outs[:1] * 3


def test_the_output_is_the_same_under_another_locale_and_encoding(run):
    plain = run("cover", "sky-2024-10k-full").out
    assert run("cover", "sky-2024-10k-full", LC_ALL="C", PYTHONUTF8="1", COLUMNS="40").out == plain


@pytest.mark.parametrize("heavy", ["streamlit", "plotly", "pandas", "scipy.special", "hypothesis", "rich"])
def test_bare_cover_does_not_import(heavy):
    code = "import sys; from sim.cli import main; main(['cover', 'sky-2024-10k']); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True, cwd=ROOT)
    assert heavy not in done.stderr.split()


def test_a_process_of_its_own_says_what_the_call_does(run, process):
    """Answers with nothing on standard error, not even a warning, and the exit code of a refusal."""
    assert [process("cover", name) for name in ("classroom", "clasroom")] == [
        run("cover", name) for name in ("classroom", "clasroom")
    ]


# ------------------------------------------------------------------------------------------------------- looking up


def test_list_names_every_shipped_scenario(run):
    out = run("list", COLUMNS="200").out
    assert [name for name in NAMES if name not in out] == []


def test_list_as_json_holds_name_title_and_answer(run):
    assert [row["name"] for row in strict(run("list", "--json").out) if row["title"] and row["answer"]] == NAMES


@each("name", NAMES)
def test_show_prints_every_source_and_grade(run, name):
    out = " ".join(run("show", name).out.split())
    missing = [q.key for q in load(name).quantities if " ".join(q.source.split()) not in out or q.grade not in out]
    assert missing == []


def test_show_as_json_says_what_is_stated_and_what_is_neutral(run):
    rows = {row["quantity"]: row for row in strict(run("show", "sky-2024-10k", "--json").out)["quantities"]}
    assert (rows["troops"]["stated"], rows["line_share"]["stated"], rows["line_share"]["grade"]) == (
        True, False, "assumption",
    )  # fmt: skip


def test_schema_prints_the_schema(run):
    assert strict(run("schema").out) == json_schema()


def test_selftest_names_every_law_and_fails_with_one(run, monkeypatch):
    """That all shipped laws hold is asked in test_laws.py, law by law."""
    broken = replace(LAWS[0], holds=lambda subject, case: False)
    monkeypatch.setattr("sim.laws.shipped.LAWS", (broken, LAWS[1]))
    done = run("selftest")
    named = [line.strip() for line in done.out.splitlines() if not line.startswith("        ")]
    expected = [f"FAILED  {broken.sentence}", f"ok  {LAWS[1].sentence}", "1 passed, 1 failed"]
    assert (named, f"{broken.name} fails for" in done.out, done.code) == (expected, True, 1)


def test_the_version_is_printed(run):
    assert run("--version").out.split()[-1] == __version__


@each("command", ["", "cover", "list", "show", "compare", "schema", "selftest", "app"], ids=lambda c: c or "attrition")
def test_every_command_has_its_help(run, command):
    done = run(*command.split(), "--help")
    assert (done.code, done.out.startswith("Usage: "), done.err) == (0, True, "")


# ------------------------------------------------------------------------------------------------------- comparing


@pytest.mark.parametrize("settings", [(), NEVER], ids=["used up", "never used up"])
def test_identical_scenarios_differ_by_exactly_zero(run, settings):
    found = strict(run("compare", "classroom", "classroom", *settings, "--json").out)
    assert (found["difference"], found["differing"]) == ([0, 0], [])


def test_compare_prints_the_difference_of_identical_scenarios_as_0(run):
    out = run("compare", "classroom", "classroom").out
    (line,) = [line for line in out.splitlines() if "less the first" in line]
    assert re.findall(r"[-+]?\d[\d.,]*", line) == ["0", "0"]


def test_compare_prints_the_days_of_each_and_their_difference(run):
    out = run("compare", "sky-2024-10k", "sky-2024-10k-friction").out
    (days,), (less,) = (
        [line for line in out.splitlines() if word in line] for word in ("days covered", "less the first")
    )
    assert re.findall(r"\d[\d.]*", days + less) == ["7.9", "2.3", "0", "5.57"]


@each(("other", "drawn"), [("sky-2024-10k-friction", False), ("sky-2024-10k-full", True)])
def test_compare_speaks_of_draws_only_where_something_is_drawn(run, other, drawn):
    out = run("compare", "sky-2024-10k", other, "--error", "0.1").out
    assert ("of draws" in out, "5 to 95 %" in out) == (drawn, drawn)


def test_compare_names_exactly_the_quantities_that_differ_and_by_how_many_days(run):
    found = strict(run("compare", "sky-2024-10k", "sky-2024-10k-friction", "--json").out)
    first, second = found["days_covered"]
    assert found["difference"] == [0, second - first]
    named = {row["quantity"] for row in found["differing"]}
    assert named == {
        "delivered_share",
        "line_share",
        "desertion_share",
        "starting_effectiveness",
        "integration_days",
        "lag_days",
    }


def test_compare_with_one_that_is_never_used_up_has_no_number(run, tmp_path):
    path = tmp_path / "never.toml"
    path.write_text(GOOD + "[quantities.returning_share]\nvalue = 1\n", "utf-8")
    assert strict(run("compare", "classroom", str(path), "--json").out)["difference"] == [0, None]


def test_compare_takes_three(run):
    assert len(strict(run("compare", *NAMES[:3], "--json").out)["days_covered"]) == 3


# ------------------------------------------------------------------------------------------------------ wrong input


@each(
    ("arguments", "words"),
    [
        (("cover", "sky-2024-10"), "did you mean sky-2024-10k?"),
        (("cover", "none/such.toml"), "none/such.toml: cannot be read"),
        (("cover", "."), "is a folder"),
        (("cover", ""), "is "),
        (("cover",), "SCENARIO"),
        (("cover", "classroom", "--set", "trops=5"), "did you mean troops?"),
        (("cover", "classroom", "--set", "troops"), "must be KEY=VALUE"),
        (("cover", "classroom", "--set", "troops=-1"), "allowed 0 to 1,000,000,000 people"),
        (("cover", "classroom", "--set", "troops=nan"), "not finite"),
        (("cover", "classroom", "--set", "troops=0x" + "f" * 6000), "troops"),
        (("cover", "classroom", "--seed", "-1"), "--seed"),
        (("cover", "classroom", "--seed", "one"), "--seed"),
        (("cover", "classroom", "--jsn"), "--json"),
        (("cite", "classroom", "--url", "javascript:alert(1)"), "must be an address, as in https://example.org/"),
        (("cite", "classroom", "--url", "https://example.org/a b"), "must be an address"),
        (("cower", "classroom"), "cower"),
        (("show", "clasroom"), "did you mean classroom?"),
        (("cover", "x" * 5000), "no shipped scenario and no file"),
        (("cover", "classroom", "--set", "quantities=5"), "unknown quantity"),
        (("cover", "classroom", "--set", "remark=5"), "name one field of the remark"),
        (
            ("cover", "sky-2024-10k", "--set", "line_share.note=half"),
            "quantities.line_share.value: missing; allowed 0 to 1",
        ),
        (("compare", "classroom"), "two scenarios"),
        (("compare", "classroom", "clasroom"), "did you mean classroom?"),
    ],
)
def test_wrong_input_is_exit_2_and_one_line_on_stderr_only(run, arguments, words):
    done = run(*arguments)
    assert (done.code, done.out, done.err.count("\n"), words in done.err) == (2, "", 1, True), done


@each(
    "content",
    [
        b"", b"\xff", b"schema = 1", b"[", b"\x00", b"schema = 7", b'schema = 1\ntitle = "\\u001b[2J"\n',
        GOOD.encode() + b'"\\u001b]0;x\\u0007" = 1', GOOD.replace("1000\n", "1" + "0" * 400 + "\n").encode(),
        GOOD.replace("1000\n", "0x" + "f" * 6000 + "\n").encode(), GOOD.encode() + b"x = " + b"[" * 100_000,
        GOOD.encode() + b"source = 0x" + b"f" * 6000, b"#" * 50_000_000,
    ],
    ids=["empty", "no UTF-8", "schema only", "half a table", "null byte", "newer", "escape in title", "escape in key",
         "huge integer", "huge hexadecimal", "deep", "huge source", "50 MB"],
)  # fmt: skip
def test_a_bad_file_is_exit_2_and_plain_lines(run, tmp_path, content):
    path = tmp_path / "bad.toml"
    path.write_bytes(content)
    done = run("cover", str(path))
    plain = all(line.startswith("attrition: ") and line.isprintable() for line in done.err.splitlines())
    assert (done.code, done.out, plain, done.err != "", "Traceback" in done.err) == (2, "", True, True, False), done


def test_all_problems_of_a_file_and_its_settings_are_one_line_each(run, tmp_path):
    path = tmp_path / "bad.toml"
    path.write_text(GOOD.replace("1000\n", "nan\n").replace("10000", "-1") + "[remark]\nclaim = 'x'\n", "utf-8")
    lines = run("cover", str(path), "--set", "line_share=2", "--set", "lin_share=1").err.splitlines()
    named = ["reported_rate", "troops", "remark.claim", "line_share", "lin_share"]
    assert (len(lines), all(any(name in line for line in lines) for name in named)) == (5, True)


def test_all_problems_of_several_scenarios_are_one_line_each(run):
    lines = run("compare", "no-1", "classroom", "no-2", "--set", "trops=3").err.splitlines()
    assert (len(lines), ["no-1" in lines[0], "trops" in lines[1], "no-2" in lines[2]]) == (3, 3 * [True])


@each(
    ("arguments", "named"),
    [
        (("flip", "classroom", "--days", "0", "--error", "0", "--seed", "-1", "--set", "troops=-3"),
         ["--error", "--seed", "--days", "troops"]),
        (("cover", "classroom", "--error", "nan", "--set", "trops=1"), ["--error", "trops"]),
        (("nomogram", "-o", "x.txt", "--set", "troops=-1"), ["x.txt", "troops"]),
        (("months", "--days", "nan"), ["--days"]),
        (("compare", "classroom", "--error", "0"), ["--error", "two scenarios"]),
    ],
    ids=lambda found: found[0],
)  # fmt: skip
def test_problems_of_options_stand_beside_those_of_files_and_settings(run, arguments, named):
    done = run(*arguments)
    lines = done.err.splitlines()
    assert (done.code, [any(name in line for line in lines) for name in named], len(lines)) == (
        2, [True] * len(named), len(named),
    )  # fmt: skip


MARKUP = r"\u001b[31mred\u0007 [bold]loud[/bold] :smile: \u202eback line\nbreak"


@pytest.mark.parametrize("command", ["cover", "show"])
def test_terminal_codes_in_texts_stay_inert(run, tmp_path, command):
    path = tmp_path / "loud.toml"
    remark = f'[remark]\nwords = "{MARKUP}"\nspeaker = "{MARKUP}"\nsource = "{MARKUP}"\n'
    path.write_text(GOOD.replace("Test", MARKUP) + f'source = "{MARKUP}"\ndefinition = "{MARKUP}"\n' + remark, "utf-8")
    out = run(command, str(path), "--set", "troops=7", "--set", f"title={MARKUP}", COLUMNS="400").out
    assert all(line.isprintable() for line in out.splitlines())


@pytest.mark.parametrize("command", ["cover", "show"])
def test_markup_in_texts_is_printed_as_it_is(run, tmp_path, command):
    path = tmp_path / "loud.toml"
    path.write_text(GOOD.replace("Test", "[bold]loud[/bold] :smile:"), "utf-8")
    assert "[bold]loud[/bold] :smile:" in run(command, str(path), COLUMNS="400").out


def test_a_reader_who_leaves_is_no_error():
    command = f'"{sys.executable}" -m sim cover classroom | true; exit ${{PIPESTATUS[0]}}'
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.returncode, done.stderr) == (0, "")


def test_no_command_prints_the_help(run):
    assert run() == run("--help")


def test_a_closed_output_is_no_error():
    command = f'"{sys.executable}" -m sim cover classroom >&-'
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.returncode, done.stderr) == (0, "")


def test_characters_that_the_output_lacks_become_question_marks(run):
    title = "title=\u20ac \U0001f600"
    assert run("cover", "classroom", "--set", title, PYTHONIOENCODING="latin-1").out.startswith("? ?\n")
    found = strict(run("cover", "classroom", "--set", title, "--json", PYTHONIOENCODING="latin-1").out)
    assert found["title"] == "\u20ac \U0001f600"


@pytest.mark.parametrize(("name", "shown"), [("[bold].toml", "[bold]"), ("a\x1b[31mb.toml", "a\ufffd[31mb")])
def test_file_names_head_their_column_as_plain_text(run, tmp_path, name, shown):
    path = tmp_path / name
    path.write_text(GOOD, "utf-8")
    out = run("compare", str(path), "classroom", COLUMNS="400").out
    assert (shown in out, all(line.isprintable() for line in out.splitlines())) == (True, True)


@pytest.mark.parametrize("settings", [("troops=12345.67",), ("troops=12345.67", "returning_share=0.142857")])
def test_the_printed_quotient_can_be_redone_to_its_last_digit(run, settings):
    out = run("cover", "volunteers-2022-100k", *(x for setting in settings for x in ("--set", setting))).out
    lines = re.findall(r"([\d.,]+)(?: troops)? / ([\d.,]+)(?: casualties a day)? = ([\d.,]+) days", out)
    ((troops, drain, days),) = [[float(number.replace(",", "")) for number in line] for line in lines]
    assert troops / drain == pytest.approx(days, abs=6e-4)


def test_a_rate_next_to_zero_prints_no_infinity(run):
    out = run("cover", "sky-2024-10k", "--set", "reported_rate=1e-300").out
    assert ("= inf" in out, "next to zero" in out) == (False, True)


def test_a_closed_pipe_is_no_error():
    command = f'"{sys.executable}" -m sim schema | head -c 10'
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.stdout[:1], done.stderr) == ("{", "")


def test_a_file_named_like_a_shipped_scenario_is_read_by_its_path(run, tmp_path):
    path = tmp_path / "classroom.toml"
    path.write_text(GOOD, "utf-8")
    assert strict(run("cover", str(path), "--json").out)["days_covered"]["point"] == 10


@pytest.mark.parametrize(
    "arguments", [("cover", "classroom"), ("flip", "classroom"), ("compare", "classroom", "classroom")]
)
@pytest.mark.parametrize("error", ["nan", "0", "1"])
def test_a_target_error_out_of_limits_is_refused(run, arguments, error):
    found = run(*arguments, "--error", error)
    assert (found.code, "allowed 1e-05 to 0.1" in found.err, found.err.count("\n")) == (2, True, 1)


def test_a_smaller_target_error_is_reached_by_compare(run):
    pair = ("compare", "sky-2024-10k-full", "sky-2024-10k", "--json", "--error", "0.0005")
    assert json.loads(run(*pair).out)["distribution_of_difference"][1]["standard_error"] <= 0.0005


def elsewhere(folder, code):
    """A program in a folder of its own, which holds a `sim.py` that is not ours."""
    (folder / "sim.py").write_text("raise SystemExit('the wrong module')\n", "utf-8")
    command = [sys.executable, "-P", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{code}"]
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


START = "from sim.__main__ import main\nsys.exit(main())"
SLOW = """
import os, signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # tests that run in the background pass on that it is ignored
class Slow:
    def find_spec(self, name, *_):
        if name == "click":
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Slow())
"""
"""A loader on which Ctrl-C falls while the first of the libraries is being loaded."""


def test_stopping_while_modules_are_loaded_is_one_line(tmp_path):
    done = elsewhere(tmp_path, SLOW + START)
    assert (*done.communicate(), done.returncode) == ("", "attrition: stopped\n", 130)


def test_selftest_leaves_nothing_where_it_stands(tmp_path):
    few = "from sim.laws import shipped as laws\nlaws.LAWS = laws.LAWS[:2]\nsys.argv = ['attrition', 'selftest']\n"
    out, err = (done := elsewhere(tmp_path, few + START)).communicate()
    left = [path.name for path in tmp_path.iterdir()]
    assert (left, done.returncode, out.splitlines()[-1:], err) == (["sim.py"], 0, ["2 passed, 0 failed"], "")
