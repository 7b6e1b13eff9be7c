"""The house rules that can be measured: layers, who may touch what, docstrings, hints, names, length."""

from __future__ import annotations

import ast
import importlib
import re
import tokenize
from pathlib import Path
from typing import get_args

import pytest
from documents import LAYERS

from sim.answer import Status
from sim.quantities import CLAIMS, YARDSTICKS
from sim.verdict import BANDS

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "sim").rglob("*.py"))
TREES = {
    path.relative_to(ROOT / "sim").with_suffix("").as_posix(): ast.parse(path.read_text("utf-8")) for path in SOURCES
}
MODULES = [name for name in TREES if not name.endswith(("__init__", "__main__", "entry"))]
FUNCTIONS = [
    (f"{name}:{node.name}", node)
    for name, tree in TREES.items()
    for node in ast.walk(tree)
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
]
LONGEST_FUNCTION, MOST_ARGUMENTS = 40, 6
"""Code lines and arguments, from the style table."""


def imported(tree):
    """Every module a tree imports, anywhere in it, with its names joined on."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def layer(name):
    """The place of a module in the order; the package itself and its entries have none."""
    return LAYERS.index(name.split("/")[0])


def users_of(package):
    return {name for name, tree in TREES.items() if any(x.split(".")[0] == package for x in imported(tree))}


def called(tree):
    """Plain names and attributes that a tree calls."""
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {f.id if isinstance(f, ast.Name) else f.attr for f in calls if isinstance(f, ast.Name | ast.Attribute)}


@pytest.mark.parametrize("name", MODULES)
def test_imports_go_downwards_only(name):
    below = [x.split(".")[1] for x in imported(TREES[name]) if x.startswith("sim.")]
    within = name.split("/")[0] if "/" in name else ""
    assert [x for x in below if x in LAYERS and x != within and layer(x) >= layer(name)] == []


def test_every_module_has_its_layer():
    assert {name.split("/")[0] for name in MODULES} <= set(LAYERS)


@pytest.mark.parametrize(
    ("package", "allowed"),
    [("plotly", "figures"), ("streamlit", "ui/"), ("click", "cli"), ("rich", "cli"), ("hypothesis", "laws")],
)
def test_one_module_knows_a_package(package, allowed):
    assert {name for name in users_of(package) if not name.startswith(allowed)} == set()


READERS = ("scenario", "files", "facts", "battles", "cli", "cli_reading", "cli_classroom")


@pytest.mark.parametrize("name", [n for n in TREES if n not in READERS])
def test_only_readers_of_files_and_commands_touch_files(name):
    files = {"open", "mkstemp", "fdopen", "read_text", "write_text", "read_bytes", "write_bytes", "mkdir", "unlink",
             "glob", "iterdir"}  # fmt: skip
    assert files & called(TREES[name]) == set()


@pytest.mark.parametrize("name", [n for n in TREES if n not in ("cli", "cli_reading", "cli_series", "cli_classroom")])
def test_only_the_command_line_prints(name):
    assert {"print", "echo"} & called(TREES[name]) == set()


@pytest.mark.parametrize("name", [n for n in TREES if n not in ("points", "resampling", "duels")])
def test_only_points_resampling_and_duels_make_random_numbers(name):
    assert [x for x in imported(TREES[name]) if re.match(r"random\b|numpy\.random|scipy\.stats", x)] == []
    assert {"default_rng", "RandomState", "Generator"} & called(TREES[name]) == set()


@pytest.mark.parametrize("name", TREES)
def test_asserts_are_for_tests(name):
    assert [node.lineno for node in ast.walk(TREES[name]) if isinstance(node, ast.Assert)] == []


@pytest.mark.parametrize("name", MODULES)
def test_all_names_what_the_module_has(name):
    module = importlib.import_module(f"sim.{name.replace('/', '.')}")
    assert [x for x in module.__all__ if not hasattr(module, x)] == []


@pytest.mark.parametrize("name", MODULES)
def test_all_names_nothing_twice(name):
    names = importlib.import_module(f"sim.{name.replace('/', '.')}").__all__
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", MODULES)
def test_what_other_modules_import_is_in_all(name):
    module = f"sim.{name.replace('/', '.')}"
    wanted = {
        x.removeprefix(f"{module}.") for tree in TREES.values() for x in imported(tree) if x.startswith(f"{module}.")
    }
    assert wanted - set(importlib.import_module(module).__all__) == set()


@pytest.mark.parametrize("name", MODULES)
def test_no_module_imports_a_private_name_of_another(name):
    assert [x for x in imported(TREES[name]) if x.startswith("sim.") and re.search(r"\._[a-z]", x)] == []


def documented(tree):
    """The module, its public functions and classes and their public methods; not functions inside functions."""
    kinds = (ast.FunctionDef, ast.ClassDef)
    public = [node for node in tree.body if isinstance(node, kinds) and not node.name.startswith("_")]
    methods = [x for node in public if isinstance(node, ast.ClassDef) for x in node.body if isinstance(x, kinds)]
    return [tree, *public, *(x for x in methods if not re.match(r"_[^_]", x.name))]


@pytest.mark.parametrize("name", TREES)
def test_every_public_name_has_a_docstring(name):
    assert [getattr(x, "name", name) for x in documented(TREES[name]) if not ast.get_docstring(x)] == []


@pytest.mark.parametrize(("name", "function"), FUNCTIONS, ids=[name for name, _ in FUNCTIONS])
def test_every_argument_and_result_has_its_hint(name, function):
    arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    bare = [a.arg for a in arguments if a.annotation is None and a.arg not in ("self", "cls")]
    assert (bare, function.returns is not None) == ([], True)


@pytest.mark.parametrize(("name", "function"), FUNCTIONS, ids=[name for name, _ in FUNCTIONS])
def test_no_function_takes_more_than_six_arguments(name, function):
    arguments = [a.arg for a in (*function.args.args, *function.args.kwonlyargs) if a.arg not in ("self", "cls")]
    assert len(arguments) <= MOST_ARGUMENTS


def code_lines(path):
    """Numbers of the lines that hold code, without comments and blank lines."""
    ignored = (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER)
    with path.open("rb") as file:
        tokens = [t for t in tokenize.tokenize(file.readline) if t.type not in ignored]
    return {line for t in tokens for line in range(t.start[0], t.end[0] + 1)}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_function_is_longer_than_forty_lines_of_code(path):
    lines, long = code_lines(path), []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef):
            doc = len((ast.get_docstring(node, clean=False) or "").splitlines())
            length = len([x for x in lines if node.lineno <= x <= node.end_lineno]) - doc
            long += [(node.name, length)] if length > LONGEST_FUNCTION else []
    assert long == []


KEPT = [
    path
    for pattern in ("*.md", "*.toml", "*.py", "Makefile", ".ci/*", "sim/**/*", "tests/*.py", "scenarios/*")
    for path in sorted(ROOT.glob(pattern))
    if path.is_file() and path.suffix not in (".pyc", ".lock")
]


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_file_names_a_path_of_one_machine(path):
    folders = "|".join(("home", "Users", "root", "work", "tmp", "mnt"))
    assert re.findall(rf"(?<![\w.\])}}/-])/(?:{folders})/\S*", path.read_text("utf-8")) == []


KEYS = {*get_args(Status), *CLAIMS, *YARDSTICKS, *(band.phrase for band in BANDS)}
"""Names of the data that are English words too."""


def asked_for(tree):
    """Texts of several words that a tree compares with, or looks for at the start or the end of another."""
    for node in ast.walk(tree):
        compared = [node.left, *node.comparators] if isinstance(node, ast.Compare) else []
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            compared = node.args if node.func.attr in ("startswith", "endswith", "partition", "split") else []
        constants = [x.value for part in compared for x in ast.walk(part) if isinstance(x, ast.Constant)]
        yield from (x for x in constants if isinstance(x, str) and " " in x.strip())


@pytest.mark.parametrize("name", TREES)
def test_no_branch_depends_on_a_sentence(name):
    assert set(asked_for(TREES[name])) - KEYS == set()


def test_a_branch_on_a_sentence_is_noticed():
    assert set(asked_for(ast.parse('if output == "days covered" or x.startswith("set by"): pass'))) == {
        "days covered", "set by"
    }  # fmt: skip


def test_no_function_of_a_module_is_defined_twice():
    names = [f"{name}:{node.name}" for name, tree in TREES.items() for node in tree.body if hasattr(node, "name")]
    assert len(names) == len(set(names))
