"""Settings from the environment: what is wrong is named, what is secret is not shown."""

import pytest

from core import settings
from core.errors import ConfigError


def test_defaults_are_those_of_the_contract(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CITY", "PORT", "HOST", "DEMO", "WORKERS"):
        monkeypatch.delenv(name, raising=False)
    given = settings.Settings(_env_file=None)  # type: ignore[call-arg]
    assert (given.city, given.port, given.host, given.demo, given.workers) == (
        "zhengzhou",
        8050,
        "127.0.0.1",
        "live",
        2,
    )


@pytest.mark.parametrize(("name", "value"), [("PORT", "90000"), ("WORKERS", "0"), ("DEMO", "yes"), ("PORT", "web")])
def test_a_bad_setting_is_named_with_its_value(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigError, match=f"{name} = '{value}'"):
        settings.load()


def test_no_secret_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://city:topsecret@db:5432/city?password=topsecret")
    monkeypatch.setenv("KAFKA_SASL_PASSWORD", "topsecret")
    shown = str(settings.load().public())
    assert "topsecret" not in shown
    assert "postgresql://city@db:5432/city" in shown
