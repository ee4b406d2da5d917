"""The house's rules that a machine can check."""

from __future__ import annotations

import ast
import functools
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "voiceguide").rglob("*.py"))
LOCKS = [ROOT / "requirements" / name for name in ("run.txt", "web.txt", "dev.txt")]


def test_imports_go_down_only() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--no-logo"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@functools.cache
def trees() -> dict[str, ast.Module]:
    """All modules, parsed when they are first asked for: not while tests are collected."""
    return {module.relative_to(ROOT).as_posix(): ast.parse(module.read_bytes()) for module in MODULES}


# One test for all modules: a test of its own for each would cost far more than what it looks at.


def test_every_module_says_what_it_is() -> None:
    assert [module for module, tree in trees().items() if not ast.get_docstring(tree)] == []


def test_rooms_have_names() -> None:
    nameless = {"util", "utils", "helper", "helpers", "manager", "misc", "common"}
    assert [module for module in trees() if nameless & set(Path(module).stem.split("_"))] == []


def test_rooms_are_small() -> None:
    lines = {module: len((ROOT / module).read_text("utf-8").splitlines()) for module in trees()}
    assert {module: count for module, count in lines.items() if count > 400} == {}


def test_only_the_command_line_exits() -> None:
    exits = [
        f"{module}:{line}"
        for module, tree in trees().items()
        if not module.startswith("voiceguide/cli/")
        for line in exits_of(tree)
    ]
    assert exits == []


def exits_of(tree: ast.Module) -> list[int]:
    """The lines that exit; a module that is a process of its own may under ``if __name__ == "__main__"``."""
    return [
        node.lineno
        for statement in tree.body
        if not (isinstance(statement, ast.If) and "__main__" in ast.dump(statement.test))
        for node in ast.walk(statement)
        if (isinstance(node, ast.Name) and node.id in {"SystemExit", "exit", "quit"})
        or (isinstance(node, ast.Attribute) and ast.unparse(node) == "sys.exit")
    ]


def test_the_package_can_be_run_as_a_module() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "voiceguide", "--help"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "export" in done.stdout


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_the_locks_hold_hashes_and_no_machine(lock: Path) -> None:
    text = lock.read_text("utf-8")
    assert "://" not in text
    assert not any(line.startswith(("-", "/")) for line in text.splitlines())
    # older pips compare this with the kernel's release, which need not be a version, and stop
    assert "platform_release" not in text
    requirements = text.replace("\\\n", " ").splitlines()
    pinned = [line for line in requirements if line and not line.lstrip().startswith("#")]
    assert pinned
    assert all("==" in line and "--hash=sha256:" in line for line in pinned)


def test_the_locks_satisfy_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    groups = project["dependency-groups"]
    asked = [
        Requirement(text)
        for text in [
            *project["project"]["dependencies"],
            *(text for name in ("build", "web", "test", "lint") for text in groups[name]),
        ]
    ]
    locked: dict[str, list[Requirement]] = {}
    for lock in LOCKS:
        for line in lock.read_text("utf-8").splitlines():
            if "==" in line and not line.startswith((" ", "#")):
                requirement = Requirement(line.rstrip("\\ "))
                locked.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    for requirement in asked:
        pins = locked.get(canonicalize_name(requirement.name), [])
        assert pins, f"{requirement} is not locked: run make lock"
        for pin in pins:
            (version,) = (specifier.version for specifier in pin.specifier)
            assert requirement.specifier.contains(version), (
                f"{pin} does not satisfy {requirement}: run make lock"
            )
