"""What the supervisor is told: what is given is not started, and the settings decide the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.settings import Settings
from deploy.local import paths, programs
from deploy.local.environment import given


@pytest.fixture(autouse=True)
def nothing_given(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(paths, "ROOT", tmp_path)
    for name in ("DATABASE_URL", "KAFKA_BOOTSTRAP"):
        monkeypatch.delenv(name, raising=False)


def names(found: list[programs.Program]) -> list[str]:
    return [program.name for program in found]


def test_services_run_unless_given(monkeypatch: pytest.MonkeyPatch) -> None:
    assert names(programs.services(Settings())) == ["postgres", "kafka"]
    monkeypatch.setenv("DATABASE_URL", "postgresql://db/city")
    assert names(programs.services(Settings())) == ["kafka"]
    monkeypatch.setenv("KAFKA_BOOTSTRAP", "broker:9092")
    assert names(programs.services(Settings())) == []


def test_the_settings_decide_what_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKERS", "3")
    monkeypatch.setenv("DEMO", "0")
    assert names(programs.application(Settings())) == ["worker-1", "worker-2", "worker-3", "indicators", "app"]


def test_what_the_file_of_settings_gives_is_given(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("# DATABASE_URL=postgresql://old/city\nexport KAFKA_BOOTSTRAP=broker:9092\n")
    assert not given("DATABASE_URL")
    assert given("KAFKA_BOOTSTRAP")


def test_a_folder_with_a_per_cent_sign_reaches_the_supervisor_whole(tmp_path: Path) -> None:
    found = programs.application(Settings())
    config = programs.supervisor_config("application", found, tmp_path / "100%" / "socket", 3, autostart=False)
    programs.write(config, tmp_path / "supervisord.conf")
    assert "100%%" in (tmp_path / "supervisord.conf").read_text()
