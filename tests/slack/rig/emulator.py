"""The emulated Slack: one Node process, one emulator a workspace, on free ports of this machine.

The emulator (npm `emulate`) keeps the state and speaks the Web API. What it lacks, and what it
lets pass that Slack refuses, is in answers.py; nothing but the rig talks to it directly.
"""

from __future__ import annotations

import http.client
import json
import socket
import subprocess
from typing import Any
from urllib.parse import urlencode

from tests.slack.rig import node

HOST = "127.0.0.1"


class Emulator:
    """The running emulators, told apart by their place in the list of seeds."""

    def __init__(self, seeds: list[dict[str, Any]], base_urls: list[str]) -> None:
        """Start them; raises NodeUnavailable when Node or its packages are not to be had."""
        scripts = node.ready()
        self.ports = _free_ports(len(seeds))
        self._process = subprocess.Popen(
            [node.NODE, "emulate.mjs"],
            cwd=scripts,
            env=node.environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        wanted = zip(self.ports, base_urls, seeds, strict=True)
        self._tell({"start": [{"port": p, "baseUrl": url, "slack": s} for p, url, s in wanted]})

    def reset(self, seeds: list[dict[str, Any]]) -> None:
        """Forget all that happened and begin again from these seeds, with new ids."""
        self._tell({"reset": seeds})

    def expire_triggers(self) -> None:
        """Make every trigger so far too old to open a view."""
        self._tell({"expire": True})

    def stop(self) -> None:
        """End the process."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()

    def send(
        self, which: int, verb: str, path: str, body: bytes, headers: dict[str, str]
    ) -> tuple[int, dict[str, str], bytes]:
        """One HTTP request to one emulator: status, headers in lower case, body."""
        connection = http.client.HTTPConnection(HOST, self.ports[which], timeout=30)
        try:
            connection.request(verb, path, body, headers)
            response = connection.getresponse()
            found = {key.lower(): value for key, value in response.getheaders()}
            return response.status, found, response.read()
        finally:
            connection.close()

    def call(self, which: int, method: str, token: str, **args: Any) -> dict[str, Any]:
        """One Web API call past the proxy, neither recorded nor checked; raises when refused."""
        headers = {
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        given = {key: value for key, value in args.items() if value is not None}
        form = urlencode({k: v if isinstance(v, str) else json.dumps(v) for k, v in given.items()})
        _, _, body = self.send(which, "POST", f"/api/{method}", form.encode(), headers)
        answer: dict[str, Any] = json.loads(body)
        if not answer["ok"]:
            raise RuntimeError(f"the emulator refused {method}: {answer}")
        return answer

    def _tell(self, command: dict[str, Any]) -> None:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps(command) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line or not json.loads(line)["ok"]:
            raise node.NodeUnavailable(f"the emulator did not start or obey: {line or 'it ended'}")


def _free_ports(count: int) -> list[int]:
    """Ports that nobody listens on now; held open together so that they differ."""
    held = [socket.create_server((HOST, 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports
