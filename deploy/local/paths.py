"""Where the local parts live. Standard library only, like all of `setup`: it runs before there is any package."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCAL = ROOT / ".local"
STAMPS = LOCAL / "stamps"
VENV = LOCAL / "venv"
PYTHON = VENV / "bin" / "python"
DB_ROOT = LOCAL / "db" / "root"
KAFKA_LIBS = LOCAL / "kafka" / "libs"
KAFKA_CLASSES = LOCAL / "kafka" / "classes.jsa"
DATA = LOCAL / "data"
LOGS = LOCAL / "log"
RUN = LOCAL / "run"
