"""The settings of a running bot: tokens, addresses, the database, how long things are kept."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Literal

from pydantic import (
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.settings import user_data

Mode = Literal["socket", "http"]
SLACK = "https://slack.com/api/"

NEEDED: dict[str, str] = {
    "SLACK_BOT_TOKEN": "the bot token (xoxb-…) from the app's page “OAuth & Permissions”",
    "SLACK_APP_TOKEN": "the app-level token (xapp-…) with the scope connections:write, from the"
    " app's page “Basic Information”",
    "SLACK_SIGNING_SECRET": "the signing secret from the app's page “Basic Information”",
    "SLACK_CLIENT_ID": "the client id from the app's page “Basic Information”",
    "SLACK_CLIENT_SECRET": "the client secret from the app's page “Basic Information”",
}
"""Settings of Slack → what each is, and where it stands."""
_AROUND = " \t\r\n\v\f\x00\x85\xa0\u200b\u200e\u200f\u2028\u2029\u2060\ufeff"
"""Blanks, and signs without width, that stand around a copied value."""
_EXPECTED: dict[str, str] = {
    "SLACK_BOT_TOKEN": "it begins with xoxb- and is one word",
    "SLACK_APP_TOKEN": "it begins with xapp- and is one word",
    "SLACK_SIGNING_SECRET": "it is one word of plain letters and digits",
    "SLACK_CLIENT_SECRET": "it is one word of plain letters and digits",
    "SLACK_API_URL": "write an address that ends with a slash, such as https://slack.com/api/",
    "SLACK_REDIRECT_URI": "write the address that ends with /slack/oauth_redirect, as it stands on"
    " the app's page “OAuth & Permissions”",
    "ADVOCACY_DATABASE": "write the path of a file, or postgresql://USER@HOST/DATABASE",
    "ADVOCACY_KEY": "write what advocacy database key prints; of several the newest first, with"
    " commas",
    "ADVOCACY_COMMAND": "write a slash and small letters, such as /advocacy",
    "ADVOCACY_CURATORS": "write a channel's id such as C0123ABCD, or for many workspaces"
    " T0123:C0123,T0456:C0456",
    "ADVOCACY_LOG_LEVEL": "write INFO, WARNING or ERROR",
}
"""How a value looks; of numbers the library says it well enough."""


_KEY = re.compile(r"[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]=")
"""32 bytes in base64 for addresses."""


class Unset(Exception):
    """Settings are missing or can't be used; `sentences` says which, one each."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


class Deployment(BaseSettings):
    """Settings from the environment, or from a file `.env` where the bot is started."""

    model_config = SettingsConfigDict(
        env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    slack_bot_token: SecretStr | None = None
    """`SLACK_BOT_TOKEN`: for one workspace."""
    slack_app_token: SecretStr | None = None
    """`SLACK_APP_TOKEN`: for Socket Mode."""
    slack_signing_secret: SecretStr | None = None
    """`SLACK_SIGNING_SECRET`: for HTTP."""
    slack_client_id: str | None = None
    """`SLACK_CLIENT_ID`: for many workspaces, with the next."""
    slack_client_secret: SecretStr | None = None
    """`SLACK_CLIENT_SECRET`."""
    slack_redirect_uri: str | None = Field(default=None, pattern=r"^https?://\S+$")
    """`SLACK_REDIRECT_URI`: where an installation ends, for an app with several such addresses."""
    slack_api_url: str = Field(default=SLACK, pattern=r"^https?://\S+/$")
    """`SLACK_API_URL`: another base address than Slack's, ending with a slash."""
    advocacy_database: Path | SecretStr = Field(default_factory=lambda: user_data() / "desk.sqlite")
    """`ADVOCACY_DATABASE`: the file of what must last, or postgresql://…, which may hold a
    password."""
    advocacy_key: SecretStr | None = None
    """`ADVOCACY_KEY`: seals the tokens of workspaces in the database; several with commas, the
    newest first."""
    advocacy_command: str = Field(default="/advocacy", pattern=r"^/[a-z0-9_-]{1,31}$")
    """`ADVOCACY_COMMAND`: the slash command's name."""
    advocacy_curators: str = Field(default="", pattern=r"^$|^(T\w+:)?[CG]\w+(,(T\w+:)?[CG]\w+)*$")
    """`ADVOCACY_CURATORS`: the curators' channel (C…, or G… for an older private one); for many
    workspaces T…:C…,T…:C…."""
    advocacy_thread_days: int = Field(default=30, ge=1, le=365)
    """`ADVOCACY_THREAD_DAYS`: how long a thread's ids are remembered."""
    advocacy_gap_days: int = Field(default=180, ge=1, le=3650)
    """`ADVOCACY_GAP_DAYS`: how long a question sent to the curators is kept once it is done."""
    advocacy_feedback_days: int = Field(default=365, ge=1, le=3650)
    """`ADVOCACY_FEEDBACK_DAYS`: how long “helped / did not help” is kept."""
    advocacy_preparation_days: int = Field(default=180, ge=1, le=3650)
    """`ADVOCACY_PREPARATION_DAYS`: how long a preparation is kept once it is closed."""
    advocacy_log_level: Literal["INFO", "WARNING", "ERROR"] = "INFO"
    """`ADVOCACY_LOG_LEVEL`. There is no DEBUG: it would print what people write."""

    @model_validator(mode="before")
    @classmethod
    def _without_blanks(cls, given: Any) -> Any:
        """What an editor, a copied line or a mounted secret leaves around a value is no part of
        it; a value of blanks alone is not set."""
        if not isinstance(given, dict):
            return given
        bare = {
            name: value.strip(_AROUND) if isinstance(value, str) else value
            for name, value in given.items()
        }
        return {name: value for name, value in bare.items() if value != "" or not given[name]}

    @field_validator("slack_bot_token", "slack_app_token", "slack_signing_secret",
                     "slack_client_secret")  # fmt: skip
    @classmethod
    def _one_word(cls, secret: SecretStr | None) -> SecretStr | None:
        """None has a blank or a letter beyond ASCII in it: such a header can't be sent, and the
        error over it would show the secret."""
        if secret and not re.fullmatch(r"[!-~]+", secret.get_secret_value()):
            raise ValueError("a blank or a strange sign in it")
        return secret

    @field_validator("slack_bot_token", "slack_app_token")
    @classmethod
    def _kind_of_token(cls, token: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        """The two kinds of token are easily exchanged."""
        begins = "xoxb-" if info.field_name == "slack_bot_token" else "xapp-"
        if token and not token.get_secret_value().startswith(begins):
            raise ValueError("a token of another kind")
        return token

    @field_validator("advocacy_database", mode="before")
    @classmethod
    def _kind_of_database(cls, given: Any) -> Any:
        return database(given) if isinstance(given, str) else given

    @field_validator("advocacy_key")
    @classmethod
    def _keys(cls, given: SecretStr | None) -> SecretStr | None:
        if given and not all(_KEY.fullmatch(key) for key in given.get_secret_value().split(",")):
            raise ValueError("no key")
        return given

    @property
    def keys(self) -> list[str]:
        """The keys that seal tokens, the newest first."""
        return self.advocacy_key.get_secret_value().split(",") if self.advocacy_key else []

    @property
    def many(self) -> bool:
        """Whether workspaces install the app themselves (OAuth): there is a client id, no token."""
        return self.slack_bot_token is None and self.slack_client_id is not None

    @property
    def secrets(self) -> list[str]:
        """All values that must not be read anywhere: tokens, secrets, the database's address."""
        given = [getattr(self, name) for name in type(self).model_fields]
        secrets = [value.get_secret_value() for value in given if isinstance(value, SecretStr)]
        return [*secrets, *self.keys]

    def missing(self, mode: Mode) -> list[str]:
        """A sentence for each setting that `mode` needs and that is not there."""
        if self.many and mode == "socket":
            return [
                "Workspaces install the app over HTTP: start it with --http, or set SLACK_BOT_TOKEN"
                " to run it for one workspace."
            ]
        needed = ["SLACK_APP_TOKEN"] if mode == "socket" else ["SLACK_SIGNING_SECRET"]
        if self.many:
            needed += ["SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"]
        else:
            needed.insert(0, "SLACK_BOT_TOKEN")
        return [
            f"{name} is not set: give {NEEDED[name]}."
            for name in needed
            if not getattr(self, name.lower())
        ]

    def curators_of(self, team: str) -> str | None:
        """The id of the curators' channel of a workspace (`team`); None where none is set for
        it."""
        for item in filter(None, self.advocacy_curators.split(",")):
            team_of, _, channel = item.rpartition(":")
            if not team_of or team_of == team:
                return channel
        return None


def deployment() -> Deployment:
    """The settings as the environment gives them now. Raises Unset where one can't be used."""
    try:
        return Deployment()
    except ValidationError as error:
        raise Unset(
            [sentence(str(e["loc"][0]).upper(), e["msg"]) for e in error.errors()]
        ) from None


def database(text: str) -> Path | SecretStr:
    """Which database a text means. Raises ValueError for one that the desk does not know."""
    if re.match(r"postgres(ql)?://", text):
        return SecretStr(text)
    if "://" in text:
        raise ValueError("neither a path nor postgresql://…")
    return Path(text)


def sentence(name: str, problem: str) -> str:
    """What is wrong with a setting, and what to write; `problem` where nothing better is known."""
    return f"{name} can't be used: {_EXPECTED.get(name, problem)}."
