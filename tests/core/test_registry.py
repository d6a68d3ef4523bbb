"""A folder of units: files in, units or an error that names the file out."""

import importlib
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from core.errors import RegistryError
from core.model import Label
from core.registry import collect

Folder = Callable[[dict[str, str]], ModuleType]
UNIT = "from core.model import Label\nUNIT = Label({zh!r}, 'x')\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    def make(files: dict[str, str]) -> ModuleType:
        name = f"units_{tmp_path.name.replace('-', '_')}"
        package = tmp_path / name
        package.mkdir()
        (package / "__init__.py").write_text("")
        for file, text in files.items():
            (package / file).write_text(text)
        monkeypatch.syspath_prepend(str(tmp_path))
        importlib.invalidate_caches()
        sys.modules.pop(name, None)
        return importlib.import_module(name)

    return make


def test_units_come_by_key_in_order(folder: Folder) -> None:
    package = folder({"b.py": UNIT.format(zh="乙"), "a.py": UNIT.format(zh="甲"), "_help.py": ""})
    assert list(collect(package, Label, "UNIT", key="zh")) == ["乙", "甲"]


def test_a_duplicate_names_both_files(folder: Folder) -> None:
    package = folder({"a.py": UNIT.format(zh="甲"), "b.py": UNIT.format(zh="甲")})
    with pytest.raises(RegistryError, match=r"/b\.py: UNIT\.zh = '甲' is taken by .*/a\.py"):
        collect(package, Label, "UNIT", key="zh")


def test_a_missing_constant_names_the_file(folder: Folder) -> None:
    with pytest.raises(RegistryError, match=r"/a\.py: no constant UNIT"):
        collect(folder({"a.py": "x = 1\n"}), Label, "UNIT", key="zh")


def test_a_constant_of_another_type_names_the_file(folder: Folder) -> None:
    with pytest.raises(RegistryError, match=r"/a\.py: UNIT is a int, allowed is Label"):
        collect(folder({"a.py": "UNIT = 1\n"}), Label, "UNIT", key="zh")
