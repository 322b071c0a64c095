"""Works on what Slack delivers, and acknowledges in time what takes long."""

from __future__ import annotations

import hashlib
import json
import logging
import time
from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError, wait
from functools import partial
from typing import Any

from slack_bolt import BoltRequest, BoltResponse

from bot.app import Built
from bot.gate import is_well_formed
from bot.handlers.checklists import CHECKLIST_WORD, OUTLINE_WORD
from bot.handlers.delivery import CLAIM, LAST
from bot.handlers.drafts import DRAFT_CHECK, DRAFT_WHOLE
from bot.handlers.kernel.refs import DATES_PICTURE
from bot.handlers.kernel.sending import leads_to_slack
from bot.handlers.kernel.slack_errors import CALL_ERRORS, described
from bot.handlers.mechanisms import CYCLE_PICTURE
from bot.handlers.messages import MESSAGE_WORD
from bot.handlers.recommendations import PAST_PICTURE
from bot.lanes import Bounds, Lane, Who

ACKNOWLEDGED = 0.8
"""Seconds after which Slack, which waits three, gets its acknowledgement while work goes on."""
LIGHT = Bounds(threads=16, each=8, person=150, workspace=400)
"""Questions, windows, ticks: mostly waiting for Slack and the database. Of more, Slack is told to
come again."""
LONG = Bounds(threads=2, each=1, person=6, workspace=60)
"""Drafts, pictures, Word documents: seconds of a core each."""
PAUSE = 5.0
"""Seconds that the desk waits at most before it tries again by itself."""
COME_AGAIN = 503
UNSOUND = BoltResponse(status=400, body="not a request of Slack's\n")

_logger = logging.getLogger(__name__)
Make = Callable[[dict[str, Any]], BoltRequest]
"""Makes the request of a delivery, given what its context holds from the start."""


class _Delivery:
    """One delivery, and the one answer that Slack gets: the work's or the clock's, whichever
    comes first."""

    def __init__(self, request: BoltRequest, make: Make) -> None:
        self.request = request
        self.make = make
        self.answer: Future[BoltResponse] = Future()
        self.said: BoltResponse | None = None
        """What the listener had said when the clock was first."""

    def answered(self, response: BoltResponse) -> bool:
        """Whether this became the answer; False where the clock was first."""
        try:
            self.answer.set_result(response)
        except InvalidStateError:
            return False
        return True


class Work:
    """Works on deliveries in lanes: what takes a core for seconds holds up no question."""

    def __init__(self, built: Built) -> None:
        self.use(built)
        self._light = Lane("work", LIGHT)
        self._long = Lane("long-work", LONG)

    def use(self, built: Built) -> None:
        """Work with this bot from now on; what has begun ends with the one before."""
        self._app = built.app
        self._notices = built.services.notices
        self._measures = built.services.measures
        self._api = built.services.deployment.slack_api_url

    def dispatch(self, make: Make) -> BoltResponse:
        """The answer to Slack: what the work gives, or an acknowledgement while it goes on.

        `make` makes the request, and for another try makes it again. What has not the form that
        Slack gives it is refused.
        """
        try:
            request = make({})
        except (ValueError, AttributeError, TypeError, LookupError, RecursionError):
            return self._unsound()  # Bolt can't read it
        if not is_well_formed(request) or not leads_to_slack(request.body, self._api):
            return self._unsound()
        delivery = _Delivery(request, make)
        mark = heavy(request.body)
        if mark and self._long.has(mark):  # pressed again while it is being made
            return BoltResponse(status=200)
        lane = self._long if mark else self._light
        context = request.context
        who = Who(context.team_id or context.enterprise_id or "", context.user_id or "")
        if not lane.take(who, partial(self._work, delivery), mark or ""):
            self._measures.refused.labels("too many").inc()
            return BoltResponse(status=COME_AGAIN)
        wait([delivery.answer], ACKNOWLEDGED)
        return self._meanwhile(delivery) if delivery.answer.cancel() else delivery.answer.result()

    def _unsound(self) -> BoltResponse:
        self._measures.refused.labels("without form").inc()
        return UNSOUND

    def finish(self) -> None:
        """Take nothing more in, and wait for all that was."""
        self._light.finish()
        self._long.finish()

    def _work(self, delivery: _Delivery) -> None:
        try:
            self._answer(delivery)
        except Exception as error:  # whatever it is, Slack gets an answer and the thread lives on
            _logger.error("a delivery failed", extra=described(error))
            delivery.answered(BoltResponse(status=COME_AGAIN))

    def _answer(self, delivery: _Delivery) -> None:
        request = delivery.request
        response = self._app.dispatch(request)
        refused = response.status == COME_AGAIN
        # Slack sends events again, and nothing else.
        if not (refused and "event_id" not in request.body) and delivery.answered(response):
            return
        if refused:
            time.sleep(_pause(response))
            held = {CLAIM: request.context[CLAIM]} if CLAIM in request.context else {}
            request = delivery.make({LAST: True, **held})
            response = self._app.dispatch(request)
        if not delivery.answered(response) and response is not delivery.said:
            self._show(request, response)

    def _meanwhile(self, delivery: _Delivery) -> BoltResponse:
        """What Slack hears while the work goes on: what the listener has said already; for a window
        that was sent off, which an empty answer would close, that it stays open; of an event that
        nobody has claimed yet, as it waits or the database does, that it should come again."""
        request = delivery.request
        if "event_id" in request.body and CLAIM not in request.context:
            return BoltResponse(status=COME_AGAIN)
        said = request.context.ack.response
        if said is not None and said.status == 200:
            delivery.said = said
            return said
        if request.body.get("type") != "view_submission":
            return BoltResponse(status=200)
        view = self._notices.notice("looking", "en")
        return BoltResponse(status=200, body={"response_action": "update", "view": view})

    def _show(self, request: BoltRequest, response: BoltResponse) -> None:
        """Put into a window that stayed open what came too late to be its answer."""
        view = json.loads(response.body).get("view") if response.body.startswith("{") else None
        if request.body.get("type") != "view_submission" or view is None:
            return
        try:
            request.context.client.views_update(view_id=request.body["view"]["id"], view=view)
        except CALL_ERRORS as error:
            _logger.error("a window was not brought up to date", extra=described(error))


def _pause(response: BoltResponse) -> float:
    return min(float(response.first_headers().get("retry-after", 1)), PAUSE)


HEAVY = frozenset({
    DRAFT_CHECK,
    DRAFT_WHOLE,
    MESSAGE_WORD,
    PAST_PICTURE,
    CYCLE_PICTURE,
    DATES_PICTURE,
    CHECKLIST_WORD,
    OUTLINE_WORD,
})  # fmt: skip
"""Buttons upon which a draft is checked, a picture drawn or a Word document made."""


def heavy(body: dict[str, Any]) -> str | None:
    """The mark of a heavy delivery: the same for another press of the same button by the same
    person. None for what is light."""
    if body.get("type") != "block_actions":
        return None
    action = body["actions"][0]
    if action["action_id"] not in HEAVY:
        return None
    place = body.get("container") or {}
    pressed = [
        action["action_id"],
        action.get("value"),
        place.get("channel_id"),
        place.get("message_ts") or place.get("view_id"),
        body["user"]["id"],
        body.get("state"),
    ]
    return hashlib.sha256(json.dumps(pressed, sort_keys=True).encode()).hexdigest()
