"""What the buttons and windows of the digest are called. Those that stand under a digest that was
posted are named below, where that is rendered."""

from __future__ import annotations

from bot.render.slack.ids import DIGEST as DIGEST
from bot.render.slack.ids import DIGEST_DETAILS as DIGEST_DETAILS

NEW = "digest_new"
CHANGE = "digest_change"
PAUSE = "digest_pause"
RESUME = "digest_resume"
END = "digest_end"
PREVIEW = "digest_preview"
FORM = "digest_form"
LIST = "digest_list"
