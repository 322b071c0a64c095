"""The command setup: asks for what the bot needs, tries it with Slack, writes settings and unit."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from bot.cli.parts import Unusable
from bot.knowledge.cache import replace

TRANSPORTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "socket": (
        "Socket Mode: one workspace, no public address. Start here.",
        ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"),
    ),
    "http": (
        "HTTP: one workspace, behind your own web server with HTTPS.",
        ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"),
    ),
    "many": (
        "HTTP, many workspaces: each installs the app itself.",
        ("SLACK_SIGNING_SECRET", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"),
    ),
}
"""How Slack and the bot reach each other → what it is, and the settings that it needs."""
PORT = {"socket": 3001, "http": 3000, "many": 3000}
SIGNING_SECRET = re.compile(r"[0-9a-f]{32}")
"""What a signing secret looks like; Slack has no call that tests one."""
SYSTEMD = Path("/run/systemd/system")
"""Is there where systemd runs the machine (sd_booted(3))."""
HEAD = "# Settings of Advocacy Desk. Whoever reads this file can act as the bot.\n"
UNIT = Path("/etc/systemd/system/advocacy-desk.service")


@dataclass(frozen=True)
class SetupPlan:
    """What setup writes, and where."""

    transport: str
    settings: Path
    user: str
    unit: Path | None
    """None where systemd does not run the machine, or the person is not root."""

    @property
    def command(self) -> str:
        """What starts the bot."""
        http = "" if self.transport == "socket" else " --http"
        return f"{program()} serve{http} --port {PORT[self.transport]}"


@click.command()
@click.option("--transport", type=click.Choice(list(TRANSPORTS)), help="Asked for if not given.")
@click.option(
    "--settings", "place", type=click.Path(path_type=Path), help="The settings file to write."
)
@click.option("--user", default="advocacy", show_default=True, help="Who runs the bot.")
@click.option(
    "--dry-run", is_flag=True, help="Say what would be asked and written. Writes nothing."
)
def setup(transport: str | None, place: Path | None, user: str, dry_run: bool) -> None:
    """Ask for the tokens, try them with Slack, write the settings and the systemd unit.

    A value that is set in the environment is not asked for. Tokens are never shown.
    """
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    if transport is None:
        transport = "socket" if dry_run else _transport()
    unit = UNIT if root and SYSTEMD.is_dir() else None
    default = Path("/etc/advocacy-desk.env") if unit else Path(".env")
    plan = SetupPlan(transport, place or default, user, unit)
    if dry_run:
        _foretell(plan)
        return
    group_of(user)  # before anybody pastes a token
    values = {name: _value(name) for name in TRANSPORTS[transport][1]}
    values |= _places(plan)
    _check_tokens(values)
    others = {name for _, names in TRANSPORTS.values() for name in names} - values.keys()
    text = merged(plan.settings, values, without=others)
    if plan.settings.exists():
        click.confirm(f"{plan.settings} exists. Put the new values into it?", abort=True)
    owner = write_private(plan.settings, text, user)
    click.echo(f"Written: {plan.settings} ({owner}).")
    if plan.unit:
        _write_unit(plan)
    _remains(plan)


def _transport() -> str:
    click.echo("How do Slack and the desk reach each other?")
    names = list(TRANSPORTS)
    for number, name in enumerate(names, 1):
        click.echo(f"  {number}  {TRANSPORTS[name][0]}")
    chosen = click.prompt("Number", type=click.IntRange(1, len(names)), default=1)
    return names[chosen - 1]


def _value(name: str) -> str:
    """One setting: from the environment, or asked for until it looks right."""
    from bot.deployment import NEEDED

    value = os.environ.get(name, "").strip()
    if value and not (wrong := _wrong(name, value)):
        click.echo(f"{name}: taken from the environment.")
        return value
    while True:
        click.echo(f"{name}: {NEEDED[name]}.")
        value = click.prompt("  paste it (it is not shown)", hide_input=True).strip()
        wrong = _wrong(name, value)
        if not wrong:
            return value
        click.echo(f"  {wrong}")


def _wrong(name: str, value: str) -> str:
    """What is wrong with a value, as a sentence; nothing where it looks right."""
    from pydantic import ValidationError

    from bot.deployment import Deployment, sentence

    if re.search(r"\s", value):
        return f"{name} has a blank or a line break inside. Copy it again."
    if name == "SLACK_SIGNING_SECRET" and not SIGNING_SECRET.fullmatch(value):
        return "A signing secret has 32 digits and letters from a to f. Copy it again."
    fields: dict[str, Any] = {name.lower(): value}
    try:
        Deployment(**fields)
    except ValidationError as error:
        faults = [e for e in error.errors() if str(e["loc"][0]) == name.lower()]
        return sentence(name, faults[0]["msg"]) if faults else ""
    return ""


def _places(plan: SetupPlan) -> dict[str, str]:
    """Where the bot under systemd keeps its data; elsewhere its own defaults hold."""
    if plan.unit is None:
        return {}
    return {
        "ADVOCACY_DATABASE": "/var/lib/advocacy-desk/desk.sqlite",
        "ADVOCACY_CACHE": "/var/cache/advocacy-desk",
    }


def _check_tokens(given: Mapping[str, str]) -> None:
    """Slack's word on the tokens, as doctor shows it. Raises Unusable where one is refused."""
    from bot.cli.doctor_slack import slack
    from bot.deployment import Deployment

    fields: dict[str, Any] = {n.lower(): v for n, v in given.items() if n.startswith("SLACK_")}
    click.echo("Trying it with Slack…")
    findings = list(slack(Deployment(**fields)))
    for finding in findings:
        finding.echo("  ")
    if "SLACK_SIGNING_SECRET" in given:
        click.echo("  Slack has no test for a signing secret: its first request will show it.")
    # The curators' channel can be mended later: the bot is invited there once it runs.
    if any(finding.mend for finding in findings if finding.name != "curators"):
        raise Unusable(
            "nothing was written; correct what has an arrow and run advocacy setup again"
        )


def _write_unit(plan: SetupPlan) -> None:
    write_public(UNIT, unit_text(plan))
    click.echo(f"Written: {UNIT}.")


def unit_text(plan: SetupPlan) -> str:
    """The systemd unit of this installation: that of deploy/, with its own paths and user."""
    from bot.settings import unit_file

    text = unit_file().read_text(encoding="utf-8")
    for key, value in (
        ("User", plan.user),
        ("EnvironmentFile", str(plan.settings.resolve())),
        ("ExecStart", plan.command),
    ):
        text = re.sub(rf"(?m)^{key}=.*$", lambda _, k=key, v=value: f"{k}={v}", text)  # type: ignore[misc]
    return text


def program() -> Path:
    """The command `advocacy` of this installation."""
    return Path(sys.executable).with_name("advocacy")


def _foretell(plan: SetupPlan) -> None:
    from bot.deployment import NEEDED

    what, names = TRANSPORTS[plan.transport]
    click.echo(what)
    click.echo("Would ask for:")
    for name in names:
        click.echo(f"  {name}: {NEEDED[name]}")
    click.echo("Would try them with Slack, and write nothing if Slack refuses one.")
    click.echo(f"Would write {plan.settings}, readable by its owner and {plan.user} alone.")
    if plan.unit:
        click.echo(f"Would write {plan.unit}:\n")
        click.echo(unit_text(plan))
    _remains(plan)


def _remains(plan: SetupPlan) -> None:
    click.echo("What remains:")
    if plan.unit:
        lines = ["systemctl daemon-reload", "systemctl enable --now advocacy-desk"]
    else:
        click.echo(
            "  (systemd does not run this machine, or you are not root: no unit was written)"
        )
        lines = [f"cd {plan.settings.resolve().parent} && {plan.command}"]
    if plan.transport != "socket":
        lines.append("your web server with HTTPS before it: docs/installing.md, HTTP")
    lines.append("in Slack: /invite @Advocacy Desk, then @Advocacy Desk What can CEDAW do?")
    for number, line in enumerate(lines, 1):
        click.echo(f"  {number}  {line}")


def merged(place: Path, values: Mapping[str, str], without: Collection[str] = ()) -> str:
    """The file's text with these values and `without` those settings; its other lines stay.

    Raises Unusable where a file is there that can't be read.
    """
    try:
        before = place.read_text(encoding="utf-8") if place.exists() else HEAD
    except (OSError, UnicodeDecodeError) as error:
        raise Unusable(f"{place} is there and can't be read; move it away first") from error
    gone = {*values, *without}
    lines = [
        line
        for line in before.splitlines()
        if line.lstrip().removeprefix("export ").partition("=")[0].strip() not in gone
    ]
    return "\n".join([*lines, *(f"{name}={value}" for name, value in values.items())]) + "\n"


def write_private(place: Path, text: str, user: str) -> str:
    """Write a file whole that its owner alone can read, and the group of `user` where root writes.

    Gives its rights and owner in words. The file never stands there with wider rights. Raises
    Unusable where it can't be written.
    """
    group = group_of(user)
    _write(place, text, 0o640 if group is not None else 0o600, group)
    if group is None:
        return "rights 600, yours alone"
    return f"rights 640, owner root, group {user}"


def write_public(place: Path, text: str) -> None:
    """Write a file whole that everybody may read. Raises Unusable where it can't be written."""
    _write(place, text, 0o644, None)


def _write(place: Path, text: str, mode: int, group: int | None) -> None:
    try:
        replace(place, text.encode(), mode, group)
    except OSError as error:
        raise Unusable(f"{place} can't be written: {error.strerror}") from error


def group_of(user: str) -> int | None:
    """The group of the bot's user, where root writes. Raises Unusable where there is no user."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return None
    import pwd

    try:
        return pwd.getpwnam(user).pw_gid
    except KeyError as error:
        raise Unusable(
            f"there is no user '{user}' on this machine; make one first:"
            f" adduser --system --group --home /opt/advocacy-desk {user}"
        ) from error
