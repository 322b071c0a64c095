"""What stands in the inputs of a window or message, as Slack tells it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Inputs:
    """What stands in each block's input; a block that is not there is empty."""

    def __init__(self, values: Mapping[str, Mapping[str, Any]]) -> None:
        self._values = values

    @classmethod
    def of(cls, body: Mapping[str, Any]) -> Inputs:
        """Those of a window that was sent off, or in which something was pressed; of a message."""
        state = (body.get("view") or body).get("state") or {}
        return cls(state.get("values") or {})

    def __contains__(self, block: str) -> bool:
        """Whether there is such a block."""
        return block in self._values

    def blocks(self) -> list[str]:
        """The ids of all blocks."""
        return list(self._values)

    def text(self, block: str) -> str:
        """What was typed or chosen there; empty where nothing was."""
        held = self._held(block)
        option = held.get("selected_option") or {}
        chosen = (held.get(f"selected_{kind}") for kind in ("date", "time", "user"))
        return str(held.get("value") or option.get("value") or next(filter(None, chosen), ""))

    def several(self, block: str) -> tuple[str, ...]:
        """All that was chosen there."""
        chosen = self._held(block).get("selected_options") or []
        return tuple(dict.fromkeys(str(option["value"]) for option in chosen))

    def _held(self, block: str) -> Mapping[str, Any]:
        return next(iter(self._values.get(block, {}).values()), {})
