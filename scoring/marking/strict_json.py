"""JSON from people's files, read strictly: what two readers could take differently is refused, in a sentence."""

from __future__ import annotations

import json
from typing import Any, NoReturn

DEEPEST = 100
"""Brackets within brackets; the documents of Sparring have fewer than twenty."""


class NotJSON(ValueError):
    """Text that is no JSON. Carries the rest of a sentence about it, and the line, from 1; 0 where it is not known."""

    def __init__(self, sentence: str, line: int = 0) -> None:
        super().__init__(sentence)
        self.line = line


class TwiceTheSame(NotJSON):
    """A key that stands twice in one object: one reader takes the first, another the last."""


def read_json(data: bytes | str) -> Any:
    """The value. Raises NotJSON; of NaN and Infinity too, of a key that stands twice, and of nesting beyond 100."""
    try:
        text = data if isinstance(data, str) else data.decode(json.detect_encoding(data))
        value = json.loads(text.removeprefix("\ufeff"), object_pairs_hook=_once, parse_constant=_no_number)
    except NotJSON:
        raise
    except UnicodeDecodeError:
        raise NotJSON("it is not JSON: it is no text") from None
    except json.JSONDecodeError as error:
        raise NotJSON("it is not JSON", error.lineno) from None
    except RecursionError:
        raise NotJSON("it is nested too deeply") from None
    except ValueError:  # Python reads whole numbers up to some thousand digits.
        raise NotJSON("a number in it is too long") from None
    if _deeper(value, DEEPEST):
        raise NotJSON("it is nested too deeply")
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise TwiceTheSame(f"the key '{twice[:60]}' stands twice in one object")
    return found


def _no_number(name: str) -> NoReturn:
    raise NotJSON(f"it is not JSON: {name} is no number")


def _deeper(value: Any, most: int) -> bool:
    """Whether lists and objects stand within one another more than `most` deep."""
    level = [value]
    for _ in range(most + 1):
        level = [
            part
            for item in level
            if isinstance(item, dict | list)
            for part in (item.values() if isinstance(item, dict) else item)
        ]
        if not level:
            return False
    return any(isinstance(item, dict | list) for item in level)
