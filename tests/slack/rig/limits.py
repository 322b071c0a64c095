"""Slack's documented limits, as tables: what is measured, its least and its most.

From the reference pages of Block Kit, views and chat.postMessage. A text object is measured by its
text. `field[]` measures each item of a list. Two figures are stricter than the pages: an option's
value (the pages say 75 and 150) and the characters of a whole message, whose limit of about
13,200 Slack does not document.
"""

from __future__ import annotations

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
MESSAGE_CHARACTERS = 12_000
MESSAGE_TEXT = 4_000
TABLE_COLUMNS = 20

_CHOICE = {"options": (1, 100), "option_groups": (1, 100), "placeholder": (1, 150)}
_MENU = {"placeholder": (1, 150)}
_FEW = {"options": (1, 10)}
_PRESSED = {"text": (1, 75), "value": (0, 2000), "accessibility_label": (1, 75)}

EVERYWHERE = {"block_id": (1, 255), "action_id": (1, 255)}

OF_TYPE: dict[str, dict[str, tuple[int, int]]] = {
    "section": {"text": (1, 3000), "fields": (1, 10), "fields[]": (1, 2000)},
    "header": {"text": (1, 150)},
    "context": {"elements": (1, 10), "elements[]": (1, 3000)},
    "actions": {"elements": (1, 25)},
    "context_actions": {"elements": (1, 5)},
    "markdown": {"text": (1, 12_000)},
    "image": {"image_url": (1, 3000), "alt_text": (1, 2000), "title": (1, 2000)},
    "input": {"label": (1, 2000), "hint": (1, 2000)},
    "alert": {"text": (1, 200)},
    "card": {"title": (1, 150), "subtitle": (1, 150), "body": (1, 200)},
    "carousel": {"elements": (1, 10)},
    "container": {"title": (1, 150), "subtitle": (1, 150), "child_blocks": (1, 10)},
    "table": {"rows": (1, 100), "column_settings": (1, TABLE_COLUMNS)},
    "button": {**_PRESSED, "url": (1, 3000)},
    "icon_button": _PRESSED,
    "feedback_button": _PRESSED,
    "overflow": {"options": (1, 5)},
    "radio_buttons": _FEW,
    "checkboxes": _FEW,
    "static_select": _CHOICE,
    "multi_static_select": _CHOICE,
    "external_select": _MENU,
    "multi_external_select": _MENU,
    "users_select": _MENU,
    "multi_users_select": _MENU,
    "conversations_select": _MENU,
    "multi_conversations_select": _MENU,
    "channels_select": _MENU,
    "multi_channels_select": _MENU,
    "datepicker": _MENU,
    "timepicker": _MENU,
    "email_text_input": _MENU,
    "url_text_input": _MENU,
    "number_input": _MENU,
    "plain_text_input": {**_MENU, "initial_value": (0, 3000)},
    "option": {"text": (1, 75), "value": (1, 75), "description": (1, 75), "url": (1, 3000)},
    "option_group": {"label": (1, 75), "options": (1, 100)},
    "confirm": {"title": (1, 100), "text": (1, 300), "confirm": (1, 30), "deny": (1, 30)},
    "view": {
        "title": (1, 24),
        "submit": (1, 24),
        "close": (1, 24),
        "callback_id": (1, 255),
        "external_id": (1, 255),
        "private_metadata": (0, 3000),
    },
}

KIND_OF_KEY = {
    "options": "option",
    "initial_option": "option",
    "initial_options": "option",
    "option_groups": "option_group",
    "confirm": "confirm",
    "positive_button": "feedback_button",
    "negative_button": "feedback_button",
}
"""What an object without a type is, by the key that holds it."""

ONLY_IN = {
    "alert": {"modal"},  # slackapi/node-slack-sdk #2567, java-slack-sdk #1610
    "card": {"message"},
    "carousel": {"message"},
    "context_actions": {"message"},
    "data_table": {"message"},
    "file": {"message"},
    "markdown": {"message"},
    "plan": {"message"},
    "table": {"message"},
    "task_card": {"message"},
}
"""Blocks that Slack draws on some surfaces only; the others go everywhere."""
