"""The base of all settings models, and the errors that name what would have been right."""

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator
from pydantic_core import PydanticCustomError


def closest(word: str, allowed: Iterable[str]) -> str:
    """Return `` (did you mean 'encoding'?)`` or nothing."""
    matches = get_close_matches(word, list(allowed), n=1, cutoff=0.6)
    return f" (did you mean {matches[0]!r}?)" if matches else ""


def unknown_key(key: str, allowed: Iterable[str], *, at: tuple[str | int, ...] = ()) -> PydanticCustomError:
    """Return the error for a key that is not allowed; `at` leads from the model to the mapping it is in."""
    names = sorted(allowed)
    return problem(
        f"unknown key {key!r}{closest(key, names)}; allowed keys: {', '.join(names)}", at=(*at, key)
    )


def problem(message: str, *, at: tuple[str | int, ...] = ()) -> PydanticCustomError:
    """Return an error for a rule that the types cannot say; `at` leads from the model to the culprit."""
    return PydanticCustomError("koe_setting", "{message}", {"message": message, "at": at})


def one_of(allowed: tuple[str, ...]) -> Callable[[str], str]:
    """Return a validator for a closed list of words."""

    def check(value: str) -> str:
        if value not in allowed:
            hint = closest(value, allowed)
            raise problem(f"{value!r} is not known{hint}; allowed values: {', '.join(allowed)}")
        return value

    return check


class SettingsModel(BaseModel):
    """Frozen, and strict about keys: an unknown one is named beside those that are allowed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _know_all_keys(cls, data: Any) -> Any:
        if isinstance(data, dict):
            for key in data:
                if key not in cls.model_fields:
                    raise unknown_key(str(key), cls.model_fields)
        return data
