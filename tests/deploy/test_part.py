"""Parts are made once, made again when what they are made of changes or when they were cut short."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from deploy.local import paths, setup
from deploy.local.part import Part, SetupError, Work, clear, replace
from deploy.local.wait import until


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(paths, "LOCAL", tmp_path)
    monkeypatch.setattr(paths, "STAMPS", tmp_path / "stamps")
    monkeypatch.setattr(paths, "LOGS", tmp_path / "log")


class Bread:
    """A part whose making is counted, and can fail halfway."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.version = "1"
        self.command = "true"
        self.made = 0

    def make(self, work: Work) -> None:
        new = clear(self.folder.with_name("new"))
        new.mkdir()
        work.run("sh", "-c", self.command)
        replace(self.folder, new)
        self.made += 1

    def part(self) -> Part:
        return Part("bread", lambda: self.version, self.folder.is_dir, self.make)


@pytest.fixture
def bread(tmp_path: Path) -> Bread:
    return Bread(tmp_path / "bread")


def test_it_is_made_once(bread: Bread) -> None:
    assert [bread.part().ensure(), bread.part().ensure()] == [True, False]
    assert bread.made == 1


def test_it_is_made_again_when_its_version_changes(bread: Bread) -> None:
    bread.part().ensure()
    bread.version = "2"
    assert bread.part().ensure()
    assert bread.made == 2


def test_it_is_made_again_when_it_was_removed(bread: Bread) -> None:
    bread.part().ensure()
    bread.folder.rmdir()
    assert bread.part().ensure()


def test_what_was_cut_short_is_not_taken_for_whole(bread: Bread) -> None:
    bread.part().ensure()
    bread.version, bread.command = "2", "exit 1"
    with pytest.raises(SetupError):
        bread.part().ensure()
    assert not bread.part().is_current()
    bread.command = "true"
    assert bread.part().ensure()
    assert bread.part().is_current()


def test_a_failure_names_the_part_the_reason_and_the_log(bread: Bread) -> None:
    bread.command = "echo started; echo no flour >&2; exit 1"
    with pytest.raises(SetupError, match=r"bread: sh failed: no flour \(all of it: .*setup-bread.log\)"):
        bread.part().ensure()


def test_parts_are_made_side_by_side_and_after_what_they_need(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    done: list[str] = []

    def part(name: str, seconds: float, *needs: str) -> Part:
        def make(work: Work) -> None:
            work.run("sleep", str(seconds))
            done.append(name)

        return Part(name, lambda: "1", lambda: name in done, make, needs)

    monkeypatch.setattr(setup, "ALL", (part("first", 0.2), part("slow", 0.6, "first"), part("quick", 0.2, "first")))
    setup.setup(("first", "slow", "quick"))
    assert done == ["first", "quick", "slow"]
    assert len(capsys.readouterr().out.splitlines()) == 4


def test_a_failed_part_is_said_once_and_the_others_are_kept(monkeypatch: pytest.MonkeyPatch, bread: Bread) -> None:
    def fail(work: Work) -> None:
        work.run("false")

    broken = Part("broken", lambda: "1", lambda: False, fail)
    after = Part("after", lambda: "1", lambda: False, fail, needs=("broken",))
    monkeypatch.setattr(setup, "ALL", (broken, after, bread.part()))
    with pytest.raises(SetupError) as caught:
        setup.setup(("broken", "after", "bread"))
    assert str(caught.value).count("broken: false failed") == 1
    assert bread.part().is_current()


SLOW = """
import sys
from pathlib import Path
from deploy.local import paths, setup
from deploy.local.part import Part
from deploy.local.process import interrupt_on_signals

paths.LOCAL = Path(sys.argv[1])
paths.STAMPS, paths.LOGS = paths.LOCAL / "stamps", paths.LOCAL / "log"
slow = Part("slow", lambda: "1", lambda: True, lambda work: work.run("sleep", "4747"))
setup.ALL = (slow,)
interrupt_on_signals()
setup.setup(("slow",))
"""


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
@pytest.mark.faults
def test_nothing_of_it_is_left_when_it_is_stopped(tmp_path: Path, by: signal.Signals) -> None:
    process = subprocess.Popen([sys.executable, "-c", SLOW, tmp_path], cwd=paths.ROOT, stderr=subprocess.DEVNULL)
    until(lambda: bool(children(process.pid)), "the slow command", 10)
    [child] = children(process.pid)
    began = time.monotonic()
    process.send_signal(by)
    assert process.wait(5) != 0
    until(lambda: not Path(f"/proc/{child}").exists(), "the end of the slow command", 5)
    assert time.monotonic() - began < 5
    assert not (tmp_path / "stamps" / "slow").exists()


def children(pid: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
        if parent == pid and os.readlink(stat.with_name("exe")).endswith("sleep"):
            found.append(int(stat.parent.name))
    return found
