"""The house rules hold in the tree, and each of them finds the defect that it is for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import pytest

from tests.house import exceptions, gates
from tests.house.tree import ROOT, Finding, Module, modules

pytestmark = pytest.mark.no_cover

Gate = Callable[[Module], Iterator[Finding]]
PROGRAM = ("crm_desktop",)
OWN_CODE = ("crm_desktop", "packaging")
EVERYTHING = ("crm_desktop", "packaging", "tests")

RULES: dict[str, tuple[Gate, tuple[str, ...]]] = {
    "every module begins with a sentence": (gates.docstring, EVERYTHING),
    "the time comes from the system clock only": (gates.clock, PROGRAM),
    "boxes are opened in ui/ask.py only": (gates.boxes, PROGRAM),
    "there are no globals": (gates.no_global, EVERYTHING),
    "tooltips are escaped": (gates.tooltips, ("crm_desktop/ui",)),
    "no attribute hides a method of Qt": (gates.shadows_of_qt, ("crm_desktop/ui",)),
    "names say something": (gates.empty_names, EVERYTHING),
    "domain and runtime import the standard library only": (
        gates.only_standard_library,
        ("crm_desktop/domain", "crm_desktop/runtime"),
    ),
}
Named = Callable[[Module], Iterator[tuple[str, Finding]]]
RULES_WITH_EXCEPTIONS: dict[str, tuple[Named, tuple[str, ...], dict[str, str]]] = {
    "files are short": (gates.long_file, OWN_CODE, exceptions.LONG_FILES),
    "functions are short": (gates.long_functions, OWN_CODE, exceptions.LONG_FUNCTIONS),
    "exceptions are caught by name": (gates.broad_excepts, OWN_CODE, exceptions.BROAD_EXCEPTS),
    "tests wait for events": (gates.fixed_waits, ("tests",), exceptions.FIXED_WAITS),
}


def _listing(findings: Iterable[Finding]) -> str:
    return "\n".join(map(str, findings))


@pytest.fixture(scope="module")
def tree() -> list[Module]:
    """Every module, so that each is parsed once for all rules."""
    return list(modules(*EVERYTHING))


def _below(folders: Sequence[str], tree: Iterable[Module]) -> list[Module]:
    return [module for module in tree if module.path.startswith(tuple(f"{folder}/" for folder in folders))]


@pytest.mark.parametrize("rule", RULES)
def test_the_rule_holds(rule: str, tree: list[Module]) -> None:
    gate, folders = RULES[rule]
    found = [finding for module in _below(folders, tree) for finding in gate(module)]
    assert not found, f"{rule}:\n{_listing(found)}"


@pytest.mark.parametrize("rule", RULES_WITH_EXCEPTIONS)
def test_the_rule_holds_but_for_exceptions_with_a_reason(rule: str, tree: list[Module]) -> None:
    gate, folders, excepted = RULES_WITH_EXCEPTIONS[rule]
    found = [(name, finding) for module in _below(folders, tree) for name, finding in gate(module)]
    unexcused = [finding for name, finding in found if len(excepted.get(name, "")) < len("a reason")]
    assert not unexcused, f"{rule} (mend it, or give the reason in tests/house/exceptions.py):\n{_listing(unexcused)}"
    assert set(excepted) <= {name for name, _ in found}, "an exception that nothing needs any more"


def test_every_folder_of_the_program_is_a_package() -> None:
    folders = {file.parent for file in (ROOT / "crm_desktop").rglob("*.py")}
    bare = sorted(str(folder.relative_to(ROOT)) for folder in folders if not (folder / "__init__.py").is_file())
    assert not bare, "without __init__.py the import contracts do not see these"


UI = "crm_desktop/ui/thing.py"
DEFECTS: dict[str, tuple[Gate, str, str]] = {
    "no docstring": (gates.docstring, UI, "import os\n"),
    "a docstring that is no sentence": (gates.docstring, UI, '"""Thing"""\n'),
    "datetime.now": (gates.clock, UI, "from datetime import datetime\nx = datetime.now()\n"),
    "datetime.now of the module": (gates.clock, UI, "import datetime\nx = datetime.datetime.now(tz=None)\n"),
    "date.today": (gates.clock, UI, "from datetime import date\nx = date.today()\n"),
    "time.time": (gates.clock, UI, "import time\nx = time.time()\n"),
    "Qt's clock": (gates.clock, UI, "x = QDate.currentDate()\n"),
    "SQLite's clock": (gates.clock, UI, "x = \"UPDATE t SET at = datetime('now')\"\n"),
    "SQLite's other clock": (gates.clock, UI, 'x = "at TEXT DEFAULT CURRENT_TIMESTAMP"\n'),
    "a message box": (gates.boxes, UI, "from PySide6.QtWidgets import QMessageBox\n"),
    "a file dialog": (gates.boxes, UI, "x = QtWidgets.QFileDialog.getOpenFileName()\n"),
    "a global": (gates.no_global, UI, "def f():\n    global x\n    x = 1\n"),
    "a raw tooltip": (gates.tooltips, UI, "label.setToolTip(contact.name)\n"),
    "a tooltip put together": (gates.tooltips, UI, "self.label.setToolTip(f'{contact.name}')\n"),
    "a translated tooltip with a name in it": (gates.tooltips, UI, 'x.setToolTip(tr("Call {name}", name=name))\n'),
    "a tooltip that is raw in one case": (gates.tooltips, UI, 'label.setToolTip(name if name else "")\n'),
    "an attribute named parent": (
        gates.shadows_of_qt,
        UI,
        "class A(QWidget):\n    def __init__(self):\n        self.parent = 1\n",
    ),
    "an attribute named update in a grandchild": (
        gates.shadows_of_qt,
        UI,
        "class A(QtWidgets.QLabel): ...\nclass B(A):\n    update: int = 1\n",
    ),
    "an attribute named actions": (
        gates.shadows_of_qt,
        UI,
        "class A(QMainWindow):\n    def f(self):\n        self.actions: list = []\n",
    ),
    "a file named utils": (gates.empty_names, "crm_desktop/ui/utils.py", ""),
    "a file named contact_helper": (gates.empty_names, "crm_desktop/ui/contact_helper.py", ""),
    "Qt in domain": (gates.only_standard_library, "crm_desktop/domain/x.py", "from PySide6.QtCore import Qt\n"),
    "platformdirs in domain": (gates.only_standard_library, "crm_desktop/domain/x.py", "import platformdirs\n"),
    "pydantic inside a function": (
        gates.only_standard_library,
        "crm_desktop/runtime/x.py",
        "def f():\n    import pydantic.main\n",
    ),
}
FINE: dict[str, tuple[Gate, str, str]] = {
    "a module with a sentence": (gates.docstring, UI, '"""One thing."""\n'),
    "a module with a long sentence": (gates.docstring, UI, '"""One thing that goes on\nto the next line."""\n'),
    "the clock itself": (gates.clock, gates.THE_CLOCK, "x = datetime.now(UTC)\n"),
    "the monotonic clock": (gates.clock, UI, "x = time.monotonic()\n"),
    "the box itself": (gates.boxes, gates.THE_BOXES, "from PySide6.QtWidgets import QMessageBox\n"),
    "an escaped tooltip": (gates.tooltips, UI, "label.setToolTip(tooltip(contact.name))\n"),
    "a translated tooltip": (gates.tooltips, UI, 'label.setToolTip(tr("Delete the stage"))\n'),
    "a tooltip or none": (gates.tooltips, UI, 'label.setToolTip(tooltip(name) if name else "")\n'),
    "an own method that overrides": (gates.shadows_of_qt, UI, "class A(QWidget):\n    def update(self): ...\n"),
    "an attribute of a plain class": (gates.shadows_of_qt, UI, "class A:\n    parent = 1\n"),
    "platformdirs in runtime": (gates.only_standard_library, "crm_desktop/runtime/x.py", "import platformdirs\n"),
}
_LONG_BODY = "".join(f"    x{line} = {line}\n" for line in range(41))
NAMED_DEFECTS: dict[str, tuple[Named, str, str]] = {
    "a bare except": (
        gates.broad_excepts,
        "class A:\n    def f(self):\n        try: pass\n        except: pass\n",
        "A.f",
    ),
    "except Exception": (gates.broad_excepts, "def f():\n    try: pass\n    except Exception as e: log(e)\n", "f"),
    "Exception among others": (
        gates.broad_excepts,
        "def f():\n    try: pass\n    except (OSError, Exception): pass\n",
        "f",
    ),
    "a long function": (gates.long_functions, f"def f():\n    '''Say it.'''\n{_LONG_BODY}", "f"),
    "a sleep": (gates.fixed_waits, "def test_x():\n    time.sleep(1)\n", "test_x"),
    "a wait of qtbot": (gates.fixed_waits, "def test_x(qtbot):\n    qtbot.wait(100)\n", "test_x"),
}


@pytest.mark.parametrize("defect", DEFECTS)
def test_a_planted_defect_is_found(defect: str) -> None:
    gate, path, text = DEFECTS[defect]
    assert [finding.path for finding in gate(Module(path, text))] == [path]


@pytest.mark.parametrize("case", FINE)
def test_what_is_allowed_is_not_found(case: str) -> None:
    gate, path, text = FINE[case]
    assert list(gate(Module(path, text))) == []


@pytest.mark.parametrize("defect", NAMED_DEFECTS)
def test_a_planted_defect_is_found_by_name(defect: str) -> None:
    gate, text, name = NAMED_DEFECTS[defect]
    assert [found for found, _ in gate(Module(UI, text))] == [f"{UI}::{name}"]


def test_a_long_file_is_found_and_a_handler_that_raises_again_is_not() -> None:
    assert [name for name, _ in gates.long_file(Module(UI, "x = 1\n" * 301))] == [UI]
    assert not list(gates.long_file(Module(UI, "x = 1\n" * 300)))
    again = "def f():\n    try: pass\n    except BaseException:\n        undo()\n        raise\n"
    assert not list(gates.broad_excepts(Module(UI, again)))
    assert not list(gates.long_functions(Module(UI, f"def f():\n{_LONG_BODY}".rsplit("    x40", 1)[0])))
