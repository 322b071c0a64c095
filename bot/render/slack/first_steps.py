"""First steps in Slack: what to do, what was understood, and three buttons that carry it on."""

from __future__ import annotations

from slack_sdk.models.blocks import ActionsBlock, Block

from bot.ask.models import FirstSteps
from bot.knowledge.models import Base
from bot.render.front_door import numbered, resting_on
from bot.render.slack import ids
from bot.render.slack.advocating_ids import CHOOSE, ChooseRef
from bot.render.slack.ids import Pick
from bot.render.slack.parts import button, context, mrkdwn, section
from bot.render.slack.prepare_ids import OUTLINE, PrepareRef
from bot.render.slack.text import escape


def first_steps_blocks(base: Base, reply: FirstSteps, *, makes: bool, ways: bool) -> list[Block]:
    """The blocks of first steps.

    `makes` and `ways`: whether texts can be made and ways be chosen here. The buttons carry kinds
    (detention, group, goes on) and a State, and no word of the message.
    """
    language, state = reply.language, reply.state
    row = []
    if ways:
        choose = ChooseRef(
            language=language,
            state=state,
            who=reply.who,
            about=reply.about,
            danger=(reply.harm,),
        )
        row.append(button(reply.ways, f"{CHOOSE}.0", choose.value, style="primary"))
    if makes:
        write = PrepareRef(language=language, action=reply.action, state=state, outline=True)
        row.append(button(reply.write, f"{OUTLINE}.0", write.value))
    consent = Pick(language=language, entry=reply.consent_entry)
    row.append(button(reply.consent, f"{ids.RELATED}.0", consent.value))
    return [
        mrkdwn(f"*{escape(reply.heading)}*"),
        section("\n".join(numbered(reply))),
        section(reply.closing),
        context(f"{reply.read}\n{resting_on(base, reply)}"),
        ActionsBlock(elements=row),
    ]
