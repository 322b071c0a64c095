"""What the inputs of the windows of preparations are called."""

from __future__ import annotations

from bot.store import Item


class Field:
    """What the inputs are called, and their blocks."""

    REMIND = "preparation_remind"
    OWNER = "preparation_owner"
    DUE = "preparation_due"
    LEAD = "preparation_hand_to"
    OUTCOME = "preparation_outcome"

    @staticmethod
    def of(field: str, item: Item) -> str:
        """The block of a step's input; it names the version of the step that was seen."""
        return f"{field}/{item.id}/{item.version}"

    @staticmethod
    def read(block: str) -> tuple[str, str, int] | None:
        """The input, the step and the version that a block names."""
        field, _, rest = block.partition("/")
        item, _, version = rest.rpartition("/")
        known = field in (Field.OWNER, Field.DUE) and item and version.isdecimal()
        return (field, item, int(version)) if known else None
