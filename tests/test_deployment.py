"""The settings of a running bot: what is missing or can't be used is said in sentences."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.deployment import Deployment, Unset, deployment

BOT, APP = "xoxb-1-secret", "xapp-1-secret"


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """In a folder without `.env`, and with nothing set."""
    monkeypatch.chdir(tmp_path)
    for name in Deployment.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SLACK_API_URL", "https://slack.com/api", "ends with a slash"),
        ("SLACK_API_URL", "slack.com/api/", "an address"),
        ("ADVOCACY_CURATORS", "#curators", "C0123ABCD"),
        ("ADVOCACY_CURATORS", "T1:C1,,C2", "C0123ABCD"),
        ("ADVOCACY_CURATORS", "D0123ABCD", "C0123ABCD"),
        ("ADVOCACY_COMMAND", "Advocacy", "/advocacy"),
        ("ADVOCACY_THREAD_DAYS", "0", "greater than or equal to 1"),
        ("ADVOCACY_LOG_LEVEL", "DEBUG", "INFO, WARNING or ERROR"),
        ("SLACK_BOT_TOKEN", APP, "xoxb-"),
        ("SLACK_APP_TOKEN", BOT, "xapp-"),
        ("SLACK_APP_TOKEN", "xapp-1 secret", "one word"),
        ("ADVOCACY_KEY", "secret", "advocacy database key"),
        ("ADVOCACY_KEY", "secret" * 7 + "AA", "advocacy database key"),
        ("SLACK_BOT_TOKEN", "xoxb-1\r\nsecret", "one word"),
        ("SLACK_SIGNING_SECRET", "“secret”", "one word"),
        ("SLACK_CLIENT_SECRET", "secret\tsecret", "one word"),
    ],
)
def test_a_value_that_cannot_be_used_is_named_without_being_shown(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(Unset) as refused:
        deployment()
    [sentence] = refused.value.sentences
    assert sentence.startswith(f"{name} can't be used: ") and said in sentence
    assert "secret" not in sentence


def test_values_come_from_the_environment_before_a_file_and_an_empty_one_is_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    text = f"SLACK_BOT_TOKEN={BOT}\nSLACK_APP_TOKEN=\nADVOCACY_COMMAND=/desk\nOTHER=1\n"
    (tmp_path / ".env").write_text(text)
    monkeypatch.setenv("ADVOCACY_COMMAND", "/geneva")
    found = deployment()
    assert found.advocacy_command == "/geneva"
    assert found.slack_bot_token and found.slack_bot_token.get_secret_value() == BOT
    assert [line.split()[0] for line in found.missing("socket")] == ["SLACK_APP_TOKEN"]
    assert BOT not in repr(found)


@pytest.mark.parametrize("around", ["\n", "\r\n", " ", "\t", "\ufeff", "\u200b", "\xa0"])
def test_blanks_around_a_value_are_no_part_of_it(
    monkeypatch: pytest.MonkeyPatch, around: str
) -> None:
    for name in ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_CLIENT_SECRET"):
        monkeypatch.setenv(name, f"{around}{BOT}{around}")
    monkeypatch.setenv("ADVOCACY_DATABASE", f"postgresql://u:p@h/d{around}")
    found = deployment()
    for secret in (found.slack_bot_token, found.slack_signing_secret, found.slack_client_secret):
        assert secret is not None and secret.get_secret_value() == BOT
    assert isinstance(found.advocacy_database, SecretStr)
    assert found.advocacy_database.get_secret_value() == "postgresql://u:p@h/d"


@pytest.mark.parametrize("blank", [" ", "   ", "\n", "\t\r\n", "\u200b"])
def test_a_signing_secret_of_blanks_is_not_set_and_the_bot_does_not_start(
    monkeypatch: pytest.MonkeyPatch, blank: str
) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", BOT)
    monkeypatch.setenv("SLACK_SIGNING_SECRET", blank)
    monkeypatch.setenv("ADVOCACY_COMMAND", blank)
    found = deployment()
    [sentence] = found.missing("http")
    assert sentence.startswith("SLACK_SIGNING_SECRET is not set: give")
    assert found.advocacy_command == "/advocacy"


def test_each_workspace_has_its_curators() -> None:
    one = Deployment(advocacy_curators="C1")
    many = Deployment(advocacy_curators="T1:C1,T2:C2")
    private = Deployment(advocacy_curators="T1:G1,T2:C2")
    assert [private.curators_of(team) for team in ("T1", "T2")] == ["G1", "C2"]
    assert Deployment(advocacy_curators="G01AB").curators_of("T1") == "G01AB"
    assert [one.curators_of(team) for team in ("T1", "T2")] == ["C1", "C1"]
    assert [many.curators_of(team) for team in ("T1", "T2", "T3")] == ["C1", "C2", None]
