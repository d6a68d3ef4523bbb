"""Addresses and secrets from the environment (or `.env`), read once by each process, printed without secrets."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from dotenv import dotenv_values
from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from core import crash
from core.errors import ConfigError

ROOT = Path(__file__).resolve().parent.parent
CALLER_HASH_KEY_DEMO = "citybrain-demonstration-key"
LOCAL_DATABASE = "postgresql://citybrain@127.0.0.1:{}/citybrain?sslmode=disable"
SECRET = {"kafka_sasl_password", "kafka_ssl_keyfile", "caller_hash_key"}
# A variable that begins so is meant for us: one we do not know is a slip of the pen, not somebody else's.
OURS = (
    "CITYBRAIN_",
    "CRASH_",
    "DATABASE_URL",
    "KAFKA_BOOTSTRAP",
    "KAFKA_SASL_",
    "KAFKA_SECURITY_",
    "KAFKA_SSL_",
    "DEMO_",
)


class Settings(BaseSettings):
    """Every setting of the product; `docs/settings.md` explains each one."""

    model_config = SettingsConfigDict(env_file=ROOT / ".env", env_ignore_empty=True, extra="ignore", frozen=True)

    city: str = Field("zhengzhou", description="City pack: a folder name under config/cities/")
    postgres_port: int = Field(15432, ge=1, le=65535, description="Port of the local database")
    kafka_port: int = Field(19092, ge=1, le=65535, description="Port of the local broker")
    database_url: str = Field(
        default_factory=lambda given: LOCAL_DATABASE.format(given["postgres_port"]),
        description="TimescaleDB; when given, no local database is started",
    )
    kafka_bootstrap: str = Field(
        default_factory=lambda given: f"127.0.0.1:{given['kafka_port']}",
        description="Kafka; when given, no local broker is started",
    )
    kafka_security_protocol: str = Field("PLAINTEXT", description="PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL")
    kafka_sasl_mechanism: str | None = Field(None, description="SASL mechanism, for example SCRAM-SHA-512")
    kafka_sasl_username: str | None = Field(None, description="SASL user")
    kafka_sasl_password: str | None = Field(None, description="SASL password (secret)")
    kafka_ssl_cafile: str | None = Field(None, description="CA file of the broker's certificate")
    kafka_ssl_certfile: str | None = Field(None, description="Client certificate file")
    kafka_ssl_keyfile: str | None = Field(None, description="Client key file (secret)")
    host: str = Field("127.0.0.1", description="Address the web app listens on")
    port: int = Field(8050, ge=1, le=65535, description="Port of the web app")
    demo: str = Field("live", description="live, replay:<folder>, or 0")
    demo_speed: float = Field(
        0, ge=0, description="Replay speed: 1 = as recorded, 60 = a minute a second, 0 = as fast as possible"
    )
    health_silence_min: float = Field(
        default_factory=lambda given: 0 if given["demo"].startswith("replay:") else 15,
        ge=0,
        description="Minutes without any record after which /healthz answers 503; 0 = never",
    )
    workers: int = Field(2, ge=1, le=64, description="Ingest workers in one consumer group")
    caller_hash_key: str = Field(
        CALLER_HASH_KEY_DEMO,
        min_length=16,
        description="Key of the callers' hash (secret); the default is public and for demonstrations only",
    )
    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR")
    crash_point: str | None = Field(None, description="Rehearsals only: where a process ends itself (core/crash.py)")

    @field_validator("demo")
    @classmethod
    def _demo_is_known(cls, value: str) -> str:
        if value in ("live", "0") or value.startswith("replay:"):
            return value
        raise ValueError("allowed: live, replay:<folder>, 0")

    @field_validator("crash_point")
    @classmethod
    def _crash_is_a_rehearsal(cls, value: str | None, given: ValidationInfo) -> str | None:
        """A key of one's own means real callers: that is production, and nobody rehearses a crash there."""
        if value is None:
            return None
        if given.data.get("caller_hash_key") != CALLER_HASH_KEY_DEMO:
            raise ValueError("refused in production, which a CALLER_HASH_KEY of your own means; allowed: not set")
        crash.parse(value)
        return value

    def kafka_client(self) -> dict[str, Any]:
        """How every client reaches the broker, secrets included; only what is set, so that the client's own defaults hold."""
        given = {
            "bootstrap_servers": self.kafka_bootstrap.split(","),
            "security_protocol": self.kafka_security_protocol,
            "sasl_mechanism": self.kafka_sasl_mechanism,
            "sasl_plain_username": self.kafka_sasl_username,
            "sasl_plain_password": self.kafka_sasl_password,
            "ssl_cafile": self.kafka_ssl_cafile,
            "ssl_certfile": self.kafka_ssl_certfile,
            "ssl_keyfile": self.kafka_ssl_keyfile,
        }
        return {name: value for name, value in given.items() if value is not None}

    def public(self) -> dict[str, object]:
        """The settings as they may be printed."""
        shown = self.model_dump(exclude=SECRET)
        return shown | {"database_url": without_password(self.database_url)}


def without_password(url: str) -> str:
    parts = urlsplit(url)
    host = parts.netloc.rsplit("@", 1)
    user = host[0].split(":", 1)[0] + "@" if len(host) == 2 else ""
    return urlunsplit(
        parts._replace(netloc=user + host[-1], query=re.sub(r"password=[^&]*", "password=***", parts.query))
    )


def load() -> Settings:
    problems = list(_unknown())
    try:
        settings = Settings()
    except ValidationError as error:
        problems += [_sentence(e) for e in error.errors() if e["type"] != "default_factory_not_called"]
    if problems:
        raise ConfigError(problems)
    return settings


def _unknown() -> Iterator[str]:
    """In `.env` every name must be ours; in the environment those that look like ours."""
    known = {name.upper() for name in Settings.model_fields}
    ours = {name for name in os.environ if name.upper().startswith(OURS)}
    written = {name.upper() for name in ours | dotenv_values(ROOT / ".env").keys()}
    for name in sorted(written - known):
        close = get_close_matches(name, known, 1)
        yield f"setting {name}: not known{f'; did you mean {close[0]}?' if close else ''} (all of them: docs/settings.md)"


def _sentence(error: object) -> str:
    entry = dict(error)  # type: ignore[call-overload]
    name = str(entry["loc"][0])
    value = "(secret)" if name in SECRET else repr(entry.get("input"))
    return f"setting {name.upper()} = {value}: {entry['msg']}"
