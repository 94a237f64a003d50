"""The import contracts of pyproject.toml hold in the tree, and each of them finds the import that it forbids."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house.tree import ROOT

_LAYERS = ("runtime", "domain", "storage", "services", "formats", "integrations", "ui")
_SKELETON = (
    "bootstrap.py",
    "cli.py",
    "__main__.py",
    *(f"{layer}/__init__.py" for layer in _LAYERS),
    "domain/errors.py",
    "runtime/paths.py",
    "storage/queries.py",
    "services/ports.py",
    "services/reminders.py",
    "services/contacts.py",
    "formats/csv.py",
    "integrations/keyring_secrets.py",
    *(f"ui/{part}/__init__.py" for part in ("theme", "tables", "widgets", "forms", "dialogs", "views")),
    "ui/views/today/__init__.py",
    "ui/views/today/page.py",
    "ui/views/contacts/__init__.py",
)
_ALLOWED = {
    "bootstrap.py": "import crm_desktop.ui, crm_desktop.formats.csv, crm_desktop.integrations, crm_desktop.storage\n",
    "__main__.py": "import crm_desktop.bootstrap, crm_desktop.cli\n",
    "ui/views/today/page.py": "import PySide6.QtCore, crm_desktop.services.reminders, crm_desktop.ui.theme\n",
    "services/reminders.py": "import crm_desktop.storage.queries, crm_desktop.services.ports\n",
    "storage/queries.py": "import sqlmodel, sqlcipher3, crm_desktop.domain.errors\n",
    "formats/csv.py": "import crm_desktop.services.ports, crm_desktop.domain.errors\n",
    "integrations/keyring_secrets.py": "import keyring, crm_desktop.services.ports\n",
    "domain/errors.py": "import crm_desktop.runtime.paths\n",
}
# What is planted, and the name of the contract that has to find it.
_PLANTED = {
    ("domain/errors.py", "crm_desktop.storage"): "Imports only go down",
    ("services/contacts.py", "crm_desktop.ui"): "Imports only go down",
    ("storage/queries.py", "crm_desktop.services"): "Imports only go down",
    ("runtime/paths.py", "crm_desktop.domain.errors"): "Imports only go down",
    ("services/contacts.py", "PySide6.QtCore"): "Qt in ui only",
    ("integrations/keyring_secrets.py", "PySide6.QtDBus"): "Qt in ui only",
    ("bootstrap.py", "PySide6.QtWidgets"): "What starts the program leaves Qt to ui",
    ("services/contacts.py", "sqlalchemy"): "SQL in storage only",
    ("cli.py", "sqlite3"): "SQL in storage only",
    ("ui/theme/__init__.py", "sqlmodel"): "SQL in storage only",
    (
        "ui/dialogs/__init__.py",
        "crm_desktop.storage.queries",
    ): "ui calls services and sees nothing below or beside them",
    (
        "ui/views/contacts/__init__.py",
        "crm_desktop.formats.csv",
    ): "ui calls services and sees nothing below or beside them",
    ("formats/csv.py", "crm_desktop.services.contacts"): "formats and integrations know the ports and domain values",
    (
        "integrations/keyring_secrets.py",
        "crm_desktop.storage",
    ): "formats and integrations know the ports and domain values",
    ("ui/views/contacts/__init__.py", "crm_desktop.ui.views.today.page"): "Views do not know each other",
    ("ui/widgets/__init__.py", "crm_desktop.services.contacts"): "Bricks of the user interface know neither services",
    ("ui/tables/__init__.py", "crm_desktop.ui.views.today"): "Bricks of the user interface know neither services",
}


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    program = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
    command = [sys.executable, "-c", program, "--no-cache", "--no-logo", "--config", str(ROOT / "pyproject.toml")]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def _plant(folder: Path, *additions: tuple[str, str]) -> Path:
    """A small house with every room, in which only what is allowed is imported, and the additions."""
    texts = {name: _ALLOWED.get(name, "") for name in ("__init__.py", *_SKELETON)}
    for name, imported in additions:
        texts[name] += f"import {imported}\n"
    for name, text in texts.items():
        file = folder / "crm_desktop" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def _broken(outcome: subprocess.CompletedProcess[str]) -> set[str]:
    """Names of the contracts that import-linter reports as broken."""
    return {line.split(" BROKEN")[0].strip() for line in outcome.stdout.splitlines() if " BROKEN" in line}


def test_the_tree_keeps_its_contracts() -> None:
    outcome = _lint(ROOT)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


def test_a_house_built_as_planned_keeps_the_contracts(tmp_path: Path) -> None:
    outcome = _lint(_plant(tmp_path))
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


@pytest.mark.parametrize(("planted", "contract"), _PLANTED.items(), ids=[" imports ".join(each) for each in _PLANTED])
def test_a_forbidden_import_breaks_its_contract(tmp_path: Path, planted: tuple[str, str], contract: str) -> None:
    outcome = _lint(_plant(tmp_path, planted))
    assert any(name.startswith(contract) for name in _broken(outcome)), outcome.stdout + outcome.stderr


def test_two_modules_that_import_each_other_break_a_contract(tmp_path: Path) -> None:
    circle = [
        ("services/contacts.py", "crm_desktop.services.reminders"),
        ("services/reminders.py", "crm_desktop.services.contacts"),
    ]
    assert _broken(_lint(_plant(tmp_path, *circle))) == {"No two packages or modules import each other in a circle"}


def test_every_contract_is_shown_broken() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    shown = {*_PLANTED.values(), "No two packages or modules import each other in a circle"}
    never = [contract["name"] for contract in contracts if not any(contract["name"].startswith(name) for name in shown)]
    assert not never
