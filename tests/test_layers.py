"""The house rules that can be measured: floors, circles, who may touch what, docstrings, names, length."""

from __future__ import annotations

import ast
import importlib
import re
import tokenize
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import get_args

from documents import FLOORS
from each import each

from sim.inputs.remarks import CLAIMS, COMPARISONS, YARDSTICKS
from sim.study.answer import Status
from sim.study.verdict import BANDS

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "sim").rglob("*.py"))
TREES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): ast.parse(path.read_text("utf-8"))
    for path in SOURCES
}
PACKAGES = {".".join(path.relative_to(ROOT).parts[:-1]) for path in SOURCES if path.name == "__init__.py"}
MODULES = [name for name in TREES if name not in PACKAGES and not name.endswith(("__main__", "entry"))]
LONGEST_FUNCTION, MOST_ARGUMENTS, LONGEST_MODULE = 40, 6, 300
"""Code lines, arguments, and lines of a module, from the style table."""


def imported(tree):
    """Every module or name of a module that a tree imports, anywhere in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def floor(name):
    """The number of a module's floor; -1 for what stands on none: the package itself."""
    part = (name.split(".") + [""])[1]
    return FLOORS.index(part) if part in FLOORS else -1


def climbs(trees):
    """Imports of a higher floor."""
    pairs = ((name, x) for name, tree in trees.items() for x in imported(tree) if x.startswith("sim."))
    return [pair for pair in pairs if -1 < floor(pair[0]) < floor(pair[1])]


def circles(trees):
    """A circle of imports that are made when a module is loaded, or nothing."""
    graph = {}
    for name, tree in trees.items():
        loaded = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
        graph[name] = {x for x in imported(ast.Module(loaded, [])) if x in trees and x != name and x not in PACKAGES}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return error.args[1]
    return []


def users_of(package):
    return {name for name, tree in TREES.items() if any(x.split(".")[0] == package for x in imported(tree))}


def called(tree):
    """Plain names and attributes that a tree calls."""
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {f.id if isinstance(f, ast.Name) else f.attr for f in calls if isinstance(f, ast.Name | ast.Attribute)}


def callers(names, allowed):
    """Modules, other than those on the allowed places, that call one of the names."""
    return [name for name, tree in TREES.items() if not name.startswith(allowed) and set(names.split()) & called(tree)]


def test_imports_go_downwards_only():
    assert climbs(TREES) == []


def test_an_import_upwards_is_noticed():
    low = next(name for name in MODULES if name.startswith("sim.core."))
    assert climbs({low: ast.parse("from sim.study import verdict")}) != []


def test_no_imports_go_in_circles():
    assert circles(TREES) == []


def test_a_circle_is_noticed():
    assert circles({f"sim.core.{x}": ast.parse(f"import sim.core.{y}") for x, y in ("ab", "ba")}) != []


def test_every_module_stands_on_a_floor_that_says_what_lives_there():
    told = {name: ast.get_docstring(TREES[f"sim.{name}"]) for name in FLOORS if f"sim.{name}" in TREES}
    assert ({name for name in MODULES if floor(name) < 0 and name != "sim"}, all(told.values())) == (set(), True)


@each(
    ("package", "allowed"),
    [("plotly", ("sim.show.figures", "sim.show.series_figures")),
     ("streamlit", ("sim.ui", "sim.cli")), ("click", ("sim.cli", "sim.commands")),
     ("rich", ("sim.cli", "sim.commands")), ("hypothesis", ("sim.laws",)), ("jinja2", ("sim.show",)),
     ("scoringrules", ("sim.study.scores",))],
)  # fmt: skip
def test_one_place_knows_a_package(package, allowed):
    assert {name for name in users_of(package) if not name.startswith(allowed)} == set()


def test_only_readers_and_commands_touch_files():
    files = "open mkstemp fdopen read_text write_text read_bytes write_bytes mkdir unlink glob iterdir"
    assert (
        callers(
            files, ("sim.inputs", "sim.study.battles", "sim.study.ardennes", "sim.ui.drawn", "sim.commands", "sim.cli")
        )
        == []
    )


def test_only_commands_print():
    assert callers("print echo", ("sim.cli", "sim.commands", "sim.__main__")) == []


def test_only_points_duels_and_resampling_make_random_numbers():
    allowed = ("sim.core.points", "sim.core.sobol", "sim.core.duels", "sim.core.resampling")
    made = [name for name, tree in TREES.items() if not name.startswith(allowed)
            and any(re.match(r"random\b|numpy\.random|scipy\.stats\.(qmc|rv)", x) for x in imported(tree))]  # fmt: skip
    assert (made, callers("default_rng RandomState Generator", allowed)) == ([], [])


def test_asserts_are_for_tests():
    assert [name for name, tree in TREES.items() if any(isinstance(node, ast.Assert) for node in ast.walk(tree))] == []


def test_all_names_what_the_module_has_once_and_what_others_import():
    wrong = []
    wanted = {x for tree in TREES.values() for x in imported(tree)}
    for name in MODULES:
        module = importlib.import_module(name)
        used = {x.removeprefix(f"{name}.") for x in wanted if x.startswith(f"{name}.") and x not in TREES}
        names = getattr(module, "__all__", [])
        wrong += [(name, x) for x in names if not hasattr(module, x) or names.count(x) > 1]
        wrong += [(name, x) for x in used - set(names) if not x.startswith("__")]
    assert wrong == []


def documented(tree):
    """The module, its public functions and classes and their public methods; not functions inside functions."""
    kinds = (ast.FunctionDef, ast.ClassDef)
    public = [node for node in tree.body if isinstance(node, kinds) and not node.name.startswith("_")]
    methods = [x for node in public if isinstance(node, ast.ClassDef) for x in node.body if isinstance(x, kinds)]
    return [tree, *public, *(x for x in methods if not re.match(r"_[^_]", x.name))]


def test_every_public_name_has_a_docstring():
    bare = [(name, getattr(x, "name", "")) for name, tree in TREES.items() for x in documented(tree)]
    assert [pair for pair, x in zip(bare, [x for t in TREES.values() for x in documented(t)], strict=True)
            if not ast.get_docstring(x)] == []  # fmt: skip


def functions():
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [(name, node) for name, tree in TREES.items() for node in ast.walk(tree) if isinstance(node, kinds)]


def test_no_function_takes_more_than_six_arguments():
    counted = [(name, f.name, [a.arg for a in (*f.args.args, *f.args.kwonlyargs)]) for name, f in functions()]
    assert [(name, f) for name, f, given in counted if len(set(given) - {"self", "cls"}) > MOST_ARGUMENTS] == []


def code_lines(path):
    """Numbers of the lines that hold code, without comments and blank lines."""
    ignored = (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER)
    with path.open("rb") as file:
        tokens = [t for t in tokenize.tokenize(file.readline) if t.type not in ignored]
    return {line for t in tokens for line in range(t.start[0], t.end[0] + 1)}


def test_no_function_is_longer_than_forty_lines_of_code():
    long = []
    for path in SOURCES:
        lines = code_lines(path)
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef):
                doc = len((ast.get_docstring(node, clean=False) or "").splitlines())
                length = len([x for x in lines if node.lineno <= x <= node.end_lineno]) - doc
                long += [(path.name, node.name, length)] if length > LONGEST_FUNCTION else []
    assert long == []


def test_no_module_is_longer_than_three_hundred_lines():
    lengths = {path.relative_to(ROOT): len(path.read_text("utf-8").splitlines()) for path in SOURCES}
    long = {".".join(path.with_suffix("").parts) for path, length in lengths.items() if length > LONGEST_MODULE}
    assert long == set()


def test_no_file_names_a_path_of_one_machine():
    folders = "|".join(("home", "Users", "root", "work", "tmp", "mnt"))
    patterns = ("*.md", "*.toml", "*.py", "*.cff", "Makefile", ".ci/*", "docs/*.md", "sim/**/*", "tests/**/*.py",
                "benchmarks/*.py", "scenarios/*")  # fmt: skip
    kept = [path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file()]
    texts = {path.name: path.read_text("utf-8") for path in kept if path.suffix not in (".pyc", ".lock", ".png")}
    found = {name: re.findall(rf"(?<![\w.\])}}/-])/(?:{folders})/\S*", text) for name, text in texts.items()}
    assert {name: paths for name, paths in found.items() if paths} == {}


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


def test_a_published_comparison_is_stated_once():
    stated = [x.value for tree in TREES.values() for x in ast.walk(tree) if isinstance(x, ast.Constant)]
    assert [stated.count(name) for name in COMPARISONS] == [1] * len(COMPARISONS)


def test_no_branch_depends_on_a_sentence():
    assert {(name, x) for name, tree in TREES.items() for x in asked_for(tree) if x not in KEYS} == set()


def test_a_branch_on_a_sentence_is_noticed():
    code = 'if output == "days covered" or x.startswith("set by"): pass'
    assert set(asked_for(ast.parse(code))) == {"days covered", "set by"}


def test_no_function_of_a_module_is_defined_twice():
    names = [f"{name}:{node.name}" for name, tree in TREES.items() for node in tree.body if hasattr(node, "name")]
    assert len(names) == len(set(names))
