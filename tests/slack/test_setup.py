"""`advocacy setup` against Slack: what it asks, tries and writes, and what it never shows."""

# ruff: noqa: F811 (fixtures are imported and then asked for by name)

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import installation, main
from tests.slack.bot import slack_scopes  # noqa: F401
from tests.slack.rig.slack import Slack
from tests.slack.rig.socket import Socket
from tests.slack.serving import database, environment  # noqa: F401

SECRET = "0123456789abcdef0123456789abcdef"  # noqa: S105


@pytest.fixture
def place(slack: Slack, database: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that setup is called in; Slack is the emulated one, no token is set."""
    folder = database.parent
    monkeypatch.chdir(folder)
    monkeypatch.setattr(installation, "SYSTEMD", folder / "no systemd")
    monkeypatch.setattr(installation, "group_of", lambda _: None)
    served = environment(slack, database)
    for name in served:
        if name.startswith(("SLACK_", "ADVOCACY_")):
            monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SLACK_API_URL", served["SLACK_API_URL"])
    return folder / ".env"


def run(*given: str, lines: list[str] | None = None) -> Result:
    return CliRunner().invoke(main, ["setup", *given], input="\n".join(lines or []) + "\n")


def tokens(slack: Slack, database: Path) -> dict[str, str]:
    found = environment(slack, database)
    return {name: found[name] for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN")}


def test_tokens_are_tried_and_written_for_the_owner_alone(
    slack: Slack, socket_server: Socket, database: Path, place: Path
) -> None:
    bot, app = tokens(slack, database).values()
    ended = run(lines=["1", "xapp-the-other-kind", f"  {bot} ", app])
    assert ended.exit_code == 0, ended.output
    assert "it begins with xoxb-" in ended.output
    assert "works in Cluster North" in ended.output and "Socket Mode can connect" in ended.output
    written = place.read_text()
    assert f"SLACK_BOT_TOKEN={bot}\n" in written and f"SLACK_APP_TOKEN={app}\n" in written
    assert place.stat().st_mode & 0o777 == 0o600
    assert bot not in ended.output and app not in ended.output
    assert "serve --port 3001" in ended.output


def test_a_user_that_is_not_there_is_named_before_a_token_is_pasted(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    ended = run("--user", "nobody-here", "--settings", str(tmp_path / "x.env"), lines=["1"])
    assert ended.exit_code == 2
    assert "there is no user 'nobody-here'" in ended.output and "paste" not in ended.output


def test_nothing_is_written_where_slack_refuses_a_token(
    slack: Slack, socket_server: Socket, database: Path, place: Path
) -> None:
    _, app = tokens(slack, database).values()
    ended = run("--transport", "socket", lines=["xoxb-0-wrong", app])
    assert ended.exit_code == 2
    assert "the bot token is refused" in ended.output and "nothing was written" in ended.output
    assert not place.exists() and not list(place.parent.glob(".env*"))


def test_other_lines_of_the_settings_stay_and_old_tokens_go(
    slack: Slack, socket_server: Socket, database: Path, place: Path
) -> None:
    bot, app = tokens(slack, database).values()
    place.write_text(
        "# ours\nADVOCACY_CURATORS=C0123ABCD\nSLACK_BOT_TOKEN=xoxb-old\n"
        f"export SLACK_SIGNING_SECRET={SECRET}\n"
    )
    ended = run("--transport", "socket", lines=[bot, app, "y"])
    assert ended.exit_code == 0, ended.output
    written = place.read_text()
    assert written.startswith("# ours\nADVOCACY_CURATORS=C0123ABCD\n")
    assert "xoxb-old" not in written and SECRET not in written


@pytest.mark.parametrize("given", ["short", SECRET.upper(), f"{SECRET[:16]} {SECRET[16:]}"])
def test_a_signing_secret_that_cannot_be_one_is_asked_for_again(
    given: str, slack: Slack, socket_server: Socket, database: Path, place: Path
) -> None:
    bot = tokens(slack, database)["SLACK_BOT_TOKEN"]
    ended = run("--transport", "http", lines=[bot, given, SECRET])
    assert ended.exit_code == 0, ended.output
    assert "Copy it again" in ended.output
    assert "no test for a signing secret" in ended.output
    assert f"SLACK_SIGNING_SECRET={SECRET}\n" in place.read_text()


def test_a_dry_run_asks_nothing_and_writes_nothing(place: Path) -> None:
    ended = run("--dry-run")
    assert ended.exit_code == 0
    assert "SLACK_APP_TOKEN: the app-level token" in ended.output
    assert f"Would write {place.name}" in ended.output
    assert not place.exists()


def test_the_unit_starts_this_installation_as_the_user_that_was_given(tmp_path: Path) -> None:
    settings = tmp_path / "desk.env"
    plan = installation.SetupPlan("http", settings, "desk", installation.UNIT)
    text = installation.unit_text(plan)
    assert "\nUser=desk\n" in text and f"\nEnvironmentFile={settings}\n" in text
    assert f"\nExecStart={installation.program()} serve --http --port 3000\n" in text
    assert "ProtectSystem=strict" in text and "Restart=always" in text


def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(
    slack: Slack, socket_server: Socket, database: Path, place: Path
) -> None:
    bot, app = tokens(slack, database).values()
    ended = run("--settings", "no/such/folder/x.env", lines=["1", bot, app])
    assert ended.exit_code == 2
    assert "can't be written: No such file or directory" in ended.output
