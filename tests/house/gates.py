"""The house rules as functions from a module to its findings, so that each can be shown a planted defect."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import PurePosixPath

from tests.house.tree import Finding, Module

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
THE_CLOCK = "crm_desktop/integrations/system_clock.py"
THE_BOXES = "crm_desktop/ui/ask.py"
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "misc", "common", "manager", "managers", "stuff", "tools"}
# What may stand between text from the database and a tooltip; Qt takes tooltips for HTML and cannot be told otherwise.
THE_TOOLTIP_ESCAPE = "tooltip"  # of crm_desktop/ui/texts.py

_CLOCK_CALLS = {
    "datetime.now", "datetime.today", "datetime.utcnow", "date.today", "time.time", "time.time_ns", "time.localtime",
    "time.gmtime", "QDateTime.currentDateTime", "QDateTime.currentDateTimeUtc", "QDateTime.currentSecsSinceEpoch",
    "QDateTime.currentMSecsSinceEpoch", "QDate.currentDate", "QTime.currentTime",
}  # fmt: skip
_CLOCK_IN_SQL = re.compile(
    r"CURRENT_(TIMESTAMP|DATE|TIME)\b|\b(date|time|datetime|julianday|unixepoch|strftime)\s*\([^)]*'now'|unixepoch\(\s*\)"
)
_BOXES = {"QMessageBox", "QFileDialog", "QInputDialog", "QErrorMessage", "QColorDialog", "QFontDialog"}
_THIRD_PARTY_OF_RUNTIME = {"platformdirs"}


def names_in(module: Module) -> Iterator[tuple[str, ast.AST]]:
    """Every function and class with its qualified name as `path::Class.function`."""

    def walk(node: ast.AST, prefix: str) -> Iterator[tuple[str, ast.AST]]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                name = f"{prefix}{child.name}"
                yield f"{module.path}::{name}", child
                yield from walk(child, f"{name}.")
            else:
                yield from walk(child, prefix)

    yield from walk(module.syntax, "")


def _dotted(node: ast.expr) -> str:
    """`a.b.c` of such an expression, else an empty string."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=name):
            before = _dotted(value)
            return f"{before}.{name}" if before else name
        case _:
            return ""


def _calls(module: Module) -> Iterator[tuple[ast.Call, str]]:
    for node in ast.walk(module.syntax):
        if isinstance(node, ast.Call):
            yield node, _dotted(node.func)


def _texts(module: Module) -> Iterator[ast.Constant]:
    """String constants that are not docstrings."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(module.syntax)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(module.syntax):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node


def docstring(module: Module) -> Iterator[Finding]:
    """A module begins with a sentence that says what it is for."""
    text = ast.get_docstring(module.syntax)
    if not text:
        yield Finding(module.path, 1, "has no docstring")
    elif not re.match(r"[^\n]+([.!?:]|\.\")(\s|$)|[^\n]+\n[^\n]+[.;]", text):
        yield Finding(module.path, 1, "the docstring does not begin with a sentence")


def clock(module: Module) -> Iterator[Finding]:
    """The time comes from one place, or tests could not set it."""
    if module.path == THE_CLOCK:
        return
    for call, name in _calls(module):
        if ".".join(name.split(".")[-2:]) in _CLOCK_CALLS:
            yield Finding(module.path, call.lineno, f"{name}() outside {THE_CLOCK}")
    for text in _texts(module):
        if _CLOCK_IN_SQL.search(str(text.value)):
            yield Finding(module.path, text.lineno, "the clock of SQLite, which no test can set")


def boxes(module: Module) -> Iterator[Finding]:
    """Boxes that ask the user are opened in one place, where tests answer them."""
    if module.path == THE_BOXES:
        return
    for node in ast.walk(module.syntax):
        names = [alias.name for alias in node.names] if isinstance(node, ast.ImportFrom) else []
        names += [node.attr] if isinstance(node, ast.Attribute) else []
        for name in _BOXES.intersection(names):
            yield Finding(module.path, getattr(node, "lineno", 1), f"{name} outside {THE_BOXES}")


def no_global(module: Module) -> Iterator[Finding]:
    """State lives in objects that are handed on."""
    for node in ast.walk(module.syntax):
        if isinstance(node, ast.Global):
            yield Finding(module.path, node.lineno, f"global {', '.join(node.names)}")


def broad_excepts(module: Module) -> Iterator[tuple[str, Finding]]:
    """Handlers that catch everything and do not raise it again, each with the name of its function."""
    innermost: dict[int, str] = {}
    for name, node in names_in(module):
        innermost.update({id(inner): name for inner in ast.walk(node)})
    for node in ast.walk(module.syntax):
        if isinstance(node, ast.ExceptHandler) and _is_broad(node.type) and not _raises_again(node):
            name = innermost.get(id(node), f"{module.path}::")
            yield name, Finding(module.path, node.lineno, "catches everything")


def _is_broad(caught: ast.expr | None) -> bool:
    if caught is None:
        return True
    parts = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return any(_dotted(part) in {"Exception", "BaseException"} for part in parts)


def _raises_again(handler: ast.ExceptHandler) -> bool:
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def tooltips(module: Module) -> Iterator[Finding]:
    """A tooltip that is not a literal goes through an escape: Qt takes it for HTML, which may read local files."""
    for call, name in _calls(module):
        if name.split(".")[-1] != "setToolTip" or not call.args:
            continue
        if not _is_plain(call.args[-1]):
            yield Finding(
                module.path, call.lineno, "setToolTip with a text that was not escaped (ui/texts.py: tooltip)"
            )


def _is_plain(shown: ast.expr) -> bool:
    if isinstance(shown, ast.IfExp):
        return _is_plain(shown.body) and _is_plain(shown.orelse)
    if not isinstance(shown, ast.Call):
        return isinstance(shown, ast.Constant)
    function = _dotted(shown.func).split(".")[-1]
    # Our own sentence, translated, with nothing filled in.
    own_words = function == "tr" and not shown.keywords and all(isinstance(part, ast.Constant) for part in shown.args)
    return own_words or function == THE_TOOLTIP_ESCAPE


@cache
def _names_of_qt(class_name: str) -> frozenset[str]:
    from PySide6 import QtCore, QtGui, QtWidgets

    for library in (QtWidgets, QtGui, QtCore):
        found = getattr(library, class_name, None)
        if isinstance(found, type) and issubclass(found, QtCore.QObject):
            return frozenset(name for name in dir(found) if not name.startswith("__"))
    return frozenset()


def shadows_of_qt(module: Module) -> Iterator[Finding]:
    """An attribute with the name of a Qt method (`parent`, `update`, `actions`) hides it from everybody, Qt's Python side too."""
    classes = {node.name: node for node in ast.walk(module.syntax) if isinstance(node, ast.ClassDef)}

    def taken(node: ast.ClassDef, seen: frozenset[str] = frozenset()) -> frozenset[str]:
        names: frozenset[str] = frozenset()
        for base in (_dotted(base).split(".")[-1] for base in node.bases):
            own = classes.get(base)
            names |= taken(own, seen | {base}) if own is not None and base not in seen else _names_of_qt(base)
        return names

    for node in classes.values():
        qt = taken(node)
        for target in _assigned_attributes(node):
            if target[0] in qt:
                yield Finding(module.path, target[1], f"{node.name}.{target[0]} hides the method of Qt")


def _assigned_attributes(node: ast.ClassDef) -> Iterator[tuple[str, int]]:
    for inner in ast.walk(node):
        targets: list[ast.expr] = []
        if isinstance(inner, ast.Assign):
            targets = inner.targets
        elif isinstance(inner, ast.AnnAssign | ast.AugAssign):
            targets = [inner.target]
        for target in targets:
            if isinstance(target, ast.Attribute) and _dotted(target.value) == "self":
                yield target.attr, target.lineno
            elif isinstance(target, ast.Name) and inner in node.body:
                yield target.id, target.lineno


def long_file(module: Module) -> Iterator[tuple[str, Finding]]:
    """More lines than one reads in one go."""
    lines = len(module.text.splitlines())
    if lines > LONGEST_FILE:
        yield module.path, Finding(module.path, 1, f"has {lines} lines, more than {LONGEST_FILE}")


def long_functions(module: Module) -> Iterator[tuple[str, Finding]]:
    """Functions with more lines than one keeps in mind, the docstring not counted."""
    for name, node in names_in(module):
        if isinstance(node, ast.ClassDef) or not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        first, last = node.body[0], node.body[-1]
        if ast.get_docstring(node, clean=False) is not None:
            first = node.body[min(1, len(node.body) - 1)]
        lines = (last.end_lineno or last.lineno) - first.lineno + 1
        if lines > LONGEST_FUNCTION:
            yield (
                name,
                Finding(module.path, node.lineno, f"{node.name} has {lines} lines, more than {LONGEST_FUNCTION}"),
            )


def empty_names(module: Module) -> Iterator[Finding]:
    """A name that says nothing refuses nothing."""
    for part in PurePosixPath(module.path).with_suffix("").parts:
        if part in EMPTY_NAMES or part.rsplit("_", maxsplit=1)[-1] in EMPTY_NAMES:
            yield Finding(module.path, 1, f"the name {part!r} says nothing")


def only_standard_library(module: Module) -> Iterator[Finding]:
    """`domain` and `runtime` are importable in a few milliseconds, by anything."""
    parts = PurePosixPath(module.path).parts
    allowed = set(sys.stdlib_module_names) | {"crm_desktop"}
    if parts[1] == "runtime":
        allowed |= _THIRD_PARTY_OF_RUNTIME
    for node in ast.walk(module.syntax):
        if not isinstance(node, ast.Import | ast.ImportFrom):
            continue
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
        for name in names:
            if name and name.split(".")[0] not in allowed:
                yield Finding(module.path, node.lineno, f"{parts[1]} imports {name}")


def fixed_waits(module: Module) -> Iterator[tuple[str, Finding]]:
    """A test that waits for a time instead of an event is slow when all is well and fails when the machine is busy."""
    innermost: dict[int, str] = {}
    for name, node in names_in(module):
        innermost.update({id(inner): name for inner in ast.walk(node)})
    for call, called in _calls(module):
        if (
            called in {"time.sleep", "sleep", "QTest.qWait", "QThread.sleep", "QThread.msleep"}
            or called == "qtbot.wait"
        ):
            yield innermost.get(id(call), f"{module.path}::"), Finding(module.path, call.lineno, f"{called}()")
