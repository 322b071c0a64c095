"""What stands at SLACK_API_URL: it records every call, checks tokens, breaks what a test breaks,
and hands the rest to the emulator of the workspace that the token belongs to.
"""

from __future__ import annotations

import json
import threading
from collections import defaultdict, deque
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.slack.rig import answers
from tests.slack.rig.emulator import HOST
from tests.slack.rig.record import Call, Record
from tests.slack.rig.responses import Responses
from tests.slack.rig.wire import UNDONE, Fault, Reply, Request, Server, handler
from tests.slack.rig.workspace import EMULATED_TEAM, Workspace

WITHOUT_TOKEN = ("oauth.v2.access", "api.test")


@dataclass(frozen=True)
class Holder:
    """Whom a token belongs to and what it may do."""

    workspace: Workspace
    scopes: tuple[str, ...]


class Proxy:
    """A running proxy; `workspaces` are put in once they are known."""

    def __init__(self) -> None:
        """Listen on a free port of this machine, in threads of its own."""
        self.record = Record()
        self.workspaces: list[Workspace] = []
        self.holders: dict[str, Holder] = {}
        self.revoked: set[str] = set()
        self.socket_url: str | None = None
        """What apps.connections.open answers; none while no socket server runs."""
        self.told_of_files: dict[str, Any] = {}
        """What files.info says otherwise than it is."""
        self._faults: dict[str, deque[tuple[Fault, float]]] = defaultdict(deque)
        self._codes: dict[str, Workspace] = {}
        self._server = Server((HOST, 0), handler(self.answer))
        self.url = f"http://{HOST}:{self._server.server_address[1]}"
        self.responses = Responses(self.record, self.url)
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def forget(self) -> None:
        """Drop all calls, faults and addresses given out."""
        self.record.clear()
        self.responses.clear()
        self.revoked.clear()
        self.told_of_files.clear()
        self._faults.clear()
        self._codes.clear()

    def break_next(self, method: str, how: Fault, times: int = 1, seconds: float = 1) -> None:
        """Break the next calls of a method (or `response_url`); `seconds` is the Retry-After of a
        429, the silence of a time-out, the length of a slow answer."""
        self._faults[method].extend([(how, seconds)] * times)

    def fault(self, method: str) -> tuple[Fault, float] | None:
        """The fault that this call of a method meets."""
        waiting = self._faults[method]
        return waiting.popleft() if waiting else None

    # One request

    def answer(self, request: Request) -> tuple[Reply, tuple[Fault, float] | None]:
        """The reply to a request and how it is to be broken; records the call."""
        with self.record.running():
            return self._route(request)

    def _route(self, request: Request) -> tuple[Reply, tuple[Fault, float] | None]:
        head, _, rest = request.path.lstrip("/").partition("/")
        if head == "api":
            return self._api(request, rest)
        if head == "response":
            fault = self.fault("response_url")
            if fault and fault[0] in UNDONE:
                self.record.add(Call("response_url", request.arguments(), {}, fault=fault[0]))
                return Reply(200, b"ok"), fault
            status, body = self.responses.take(rest, request.arguments())
            return Reply(status, body), fault
        if head == "team":
            team, _, path = rest.partition("/")
            space = next(one for one in self.workspaces if one.id == team)
            return self._beside(request, space, f"/{path}"), None
        if head == "oauth":
            wanted = parse_qs(request.query).get("team", [self.workspaces[0].id])[0]
            space = next(one for one in self.workspaces if one.id == wanted)
            return self._beside(request, space, request.path), None
        return Reply(404, b"not found", "text/plain"), None

    def _api(self, request: Request, method: str) -> tuple[Reply, tuple[Fault, float] | None]:
        args = request.arguments()
        bearer = request.headers.get("authorization", "").removeprefix("Bearer ").strip()
        token = str(args.pop("token", "") or bearer)
        holder = self.holders.get(token)
        team = holder.workspace.id if holder else ""
        fault = self.fault(method)
        if fault and fault[0] in UNDONE:
            self.record.add(Call(method, args, {}, token, team, fault=fault[0]))
            return Reply.of({"ok": False, "error": "ratelimited"}), fault
        try:
            answer = self._decide(request, method, args, token)
        except answers.Refusal as refusal:
            answer = refusal.answer
        self.record.add(Call(method, args, answer, token, team, fault=fault[0] if fault else None))
        scopes = ",".join(holder.scopes) if holder else ""
        return Reply.of(answer, **{"x-oauth-scopes": scopes}), fault

    def _decide(
        self, request: Request, method: str, args: dict[str, Any], token: str
    ) -> dict[str, Any]:
        if method == "apps.connections.open":
            return self._connection(token)
        if method == "oauth.v2.access":
            return self._install(request, args)
        holder = self.holders.get(token)
        if token in self.revoked:
            raise answers.Refusal("token_revoked")
        if holder is None and method not in WITHOUT_TOKEN:
            raise answers.Refusal("invalid_auth" if token else "not_authed")
        holder = holder or Holder(self.workspaces[0], ())
        ask = answers.Ask(holder.workspace, method, args, token, holder.scopes)
        if method == "auth.revoke":
            self.revoked.add(token)
            return {"ok": True, "revoked": True}
        if method in answers.OWN:
            needed, own = answers.OWN[method]
            if not set(needed) & set(holder.scopes):
                provided = ",".join(holder.scopes)
                raise answers.Refusal("missing_scope", needed=needed[0], provided=provided)
            return own(ask)
        answers.check_place(ask)
        reply = self._beside(request, holder.workspace, f"/api/{method}")
        if reply.status == 404:
            raise answers.Refusal("unknown_method", req_method=method)
        answer = answers.complete(ask, json.loads(reply.body))
        if method == "files.info" and "file" in answer:
            answer["file"] |= self.told_of_files
        return answer

    def _connection(self, token: str) -> dict[str, Any]:
        if not token.startswith("xapp-"):
            raise answers.Refusal("not_allowed_token_type" if token else "not_authed")
        if self.socket_url is None:
            raise answers.Refusal("internal_error")
        return {"ok": True, "url": self.socket_url}

    def _install(self, request: Request, args: dict[str, Any]) -> dict[str, Any]:
        space = self._codes.pop(str(args.get("code", "")), self.workspaces[0])
        answer: dict[str, Any] = json.loads(
            self._beside(request, space, "/api/oauth.v2.access").body
        )
        if answer.get("ok"):
            scopes = tuple(answer["scope"].split(","))
            self.holders[answer["access_token"]] = Holder(space, scopes)
        return answer

    def _beside(self, request: Request, space: Workspace, path: str) -> Reply:
        """What the emulator says, under the workspace's id; a GET of a method becomes a POST."""
        verb, body, query = request.verb, request.body, request.query
        headers = {
            k: v for k, v in request.headers.items() if k in ("authorization", "content-type")
        }
        if path.startswith("/api/") and verb == "GET":
            verb, body, query = "POST", query.encode(), ""
            headers["content-type"] = "application/x-www-form-urlencoded"
        there, here = EMULATED_TEAM.encode(), space.id.encode()
        target = f"{path}?{query}" if query else path
        status, told, answer = space.emulator.send(
            space.which,
            verb,
            target.replace(space.id, EMULATED_TEAM),
            body.replace(here, there),
            headers,
        )
        if path.startswith("/upload/"):
            upload = {"content": request.body, "path": path}
            self.record.add(Call("upload", upload, {"ok": status == 200}, team=space.id))
        if path == "/oauth/v2/authorize":
            answer = answer.replace(b'"/oauth/v2/', f'"/team/{space.id}/oauth/v2/'.encode())
        location = told.get("location", "")
        for code in parse_qs(urlsplit(location).query).get("code", []):
            self._codes[code] = space
        kept = {"location": location} if location else {}
        return Reply(status, answer.replace(there, here), told.get("content-type", ""), kept)
