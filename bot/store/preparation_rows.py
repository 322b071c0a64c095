"""A preparation and its steps as rows, and what is to be written of them."""

from __future__ import annotations

from typing import Any

from bot.store.preparation_models import Item, Preparation
from bot.store.times import as_text

Row = dict[str, Any]


class Change:
    """What is to be written of a preparation and its steps."""

    def __init__(self, items: dict[str, Item]) -> None:
        self.items = items
        self.values: Row = {}
        self.steps: dict[str, Row] = {}
        self.touched = False

    def put(self, item: str, **values: Any) -> None:
        """Write these columns of a step."""
        self.steps.setdefault(item, {}).update(values)
        self.steps[item]["version"] = self.items[item].version + 1
        self.touched = True

    def touch(self) -> None:
        """Write a new version of the preparation."""
        self.touched = True


def columns(preparation: Preparation) -> Row:
    """A preparation's columns, but for its workspace."""
    days = {name: getattr(preparation, name) for name in ("counted_from", "shown_on")}
    moments = {name: getattr(preparation, name) for name in ("since", "changed", "closed")}
    return {
        **preparation.model_dump(exclude={"workspace"}),
        "joint": int(preparation.joint),
        **{name: day.isoformat() if day else None for name, day in days.items()},
        **{name: as_text(at) if at else None for name, at in moments.items()},
    }


def item_columns(item: Item) -> Row:
    """A step's columns, but for its preparation's."""
    days = {"due": item.due, "reminded": item.reminded}
    moments = {"dated": item.dated, "done": item.done}
    return {
        "item": item.id,
        **item.model_dump(exclude={"id"}),
        "own": int(item.own),
        **{name: day.isoformat() if day else None for name, day in days.items()},
        **{name: as_text(at) if at else None for name, at in moments.items()},
    }


def preparation_of(row: Row) -> Preparation:
    """The preparation in a row."""
    workspace = {"enterprise": row["enterprise"], "team": row["team"]}
    rest = {name: value for name, value in row.items() if name not in workspace}
    return Preparation.model_validate({**rest, "workspace": workspace})


def item_of(row: Row) -> Item:
    """The step in a row."""
    ours = ("enterprise", "team", "preparation", "item")
    values = {name: value for name, value in row.items() if name not in ours}
    return Item(id=row["item"], **values)
