"""One error family. A message names the thing, the value, what is allowed, and the file when there is one."""


class CityError(Exception):
    """Base of every error this product raises on purpose."""


class ConfigError(CityError):
    """Settings or a city pack cannot be used; `problems` holds one sentence each."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


class RegistryError(CityError):
    """A folder of units holds a duplicate, a missing constant or a bad header."""


class RequestError(CityError):
    """What a caller asked for over HTTP cannot be answered; the sentence goes back with 400."""


class FencedError(CityError):
    """Another worker owns this partition now; this process must stop."""
