"""Replies, cards, windows and the home as Slack's blocks. Uses `slack_sdk.models` alone.

Public: `SlackReplies`, `SlackMechanisms`, `SlackWindows`, `SlackHome`, `SlackDates`, the
shape `Message`, and `ids`: what buttons and windows are called and carry.
"""

from bot.render.slack.dates import SlackDates
from bot.render.slack.home import SlackHome
from bot.render.slack.mechanisms import SlackMechanisms
from bot.render.slack.parts import Message
from bot.render.slack.reply import SlackReplies
from bot.render.slack.windows import SlackWindows

__all__ = ["Message", "SlackDates", "SlackHome", "SlackMechanisms", "SlackReplies", "SlackWindows"]
