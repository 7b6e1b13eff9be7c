"""`each`: one test for many cases that take milliseconds, where a test item a case would take longer than the case."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import pytest

__all__ = ["each"]

Test = Callable[..., None]


def each(names: str | tuple[str, ...], cases: Iterable[Any], *, ids: Any = None) -> Callable[[Test], Test]:
    """Run a test once a case, as `pytest.mark.parametrize` does, but as one item that names every case that fails.

    `names`, `cases` and `ids` are those of `parametrize`. All cases share the fixtures of the one item.

    >>> @each("number", [1, -2, -3])
    ... def test(number):
    ...     assert number > 0, "not positive"
    >>> test()
    Traceback (most recent call last):
    AssertionError: 2 of 3 cases failed:
    number=-2: AssertionError: not positive
    number=-3: AssertionError: not positive
    """
    wanted = [name.strip() for name in names.split(",")] if isinstance(names, str) else list(names)
    rows = list(cases)
    given = [dict(zip(wanted, _values(row, len(wanted)), strict=True)) for row in rows]
    called = [getattr(row, "id", None) or _called(ids, number, given[number]) for number, row in enumerate(rows)]

    def loop(test: Test) -> Test:
        def all_of_them(**fixtures: Any) -> None:
            assert given, "a law that is asked about nothing is no law"
            found = [_failure(partial(test, **fixtures, **case)) for case in given]
            wrong = [f"{name}: {why}" for name, why in zip(called, found, strict=True) if why]
            if wrong:
                raise AssertionError("\n".join([f"{len(wrong)} of {len(given)} cases failed:", *wrong]))

        return _dressed(all_of_them, test, wanted)

    return loop


def _values(row: Any, count: int) -> tuple[Any, ...]:
    if isinstance(row, type(pytest.param())):
        assert not row.marks, "a mark is for a test item of its own"
        return tuple(row.values)
    return tuple(row) if count > 1 else (row,)


def _called(ids: Any, number: int, case: dict[str, Any]) -> str:
    if ids is None:
        return ", ".join(f"{name}={value!r:.200}" for name, value in case.items())
    return "-".join(str(ids(value)) for value in case.values()) if callable(ids) else str(list(ids)[number])


def _failure(test: Callable[[], None]) -> str:
    """What a test says where it fails, else nothing; `pytest.raises` and `pytest.fail` raise no `Exception`."""
    try:
        test()
    except (Exception, pytest.fail.Exception) as error:
        return f"{type(error).__name__}: {error}"
    return ""


def _dressed(loop: Test, test: Test, hidden: list[str]) -> Test:
    """The loop under the name and with the marks of the test, asking for the other arguments as fixtures only."""
    signature = inspect.signature(test)
    kept = [parameter for name, parameter in signature.parameters.items() if name not in hidden]
    if missing := set(hidden) - set(signature.parameters):
        raise TypeError(f"{test.__name__} takes no {', '.join(sorted(missing))}")  # noqa: EM102 (as Python says it)
    loop.__name__, loop.__qualname__, loop.__doc__ = test.__name__, test.__qualname__, test.__doc__
    loop.__module__ = test.__module__
    vars(loop)["pytestmark"] = list(getattr(test, "pytestmark", []))
    vars(loop)["__signature__"] = signature.replace(parameters=kept)
    return loop
