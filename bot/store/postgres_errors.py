"""What PostgreSQL answers when it can't be used, as sentences that say what to do.

Its own messages are never repeated: they may hold a part of the address, or of what was written.
"""

from __future__ import annotations

NOT_AN_ADDRESS = (
    "ADVOCACY_DATABASE is no address of PostgreSQL: write postgresql://USER:PASSWORD@HOST/DATABASE,"
    " and in the password %40 for @, %2F for /, %3A for :, %25 for %"
)
_CONNECTING: tuple[tuple[tuple[str, ...], str], ...] = (
    (
        ("password authentication failed", "no password supplied"),
        "the user or the password is wrong; see ADVOCACY_DATABASE, or PGPASSWORD",
    ),
    (
        ("no pg_hba.conf entry", "ssl", "certificate"),
        "the server does not take connections like this one; see its pg_hba.conf, and sslmode in"
        " ADVOCACY_DATABASE",
    ),
    (("too many", "remaining connection slots"), "the server has no connection left; allow more"),
    (("starting up", "shutting down"), "the server is starting or stopping; try again"),
    (("role ",), "there is no such user; make it, or name another in ADVOCACY_DATABASE"),
    (
        ("database ",),
        "there is no such database; make it with: createdb --encoding=UTF8 --owner=USER DATABASE",
    ),
    (
        ("refused", "no such file", "timeout", "resolve", "translate host", "unreachable"),
        "no server answers there; see that PostgreSQL runs, and the host and port in"
        " ADVOCACY_DATABASE",
    ),
)
"""Words of an answer → what it means. A server of another language gets the last sentence of
`refusal`."""
_BY_STATE = {
    "08": "the server can't be reached any more; see that it runs",
    "57P": "the server is starting or stopping; try again in a moment",
    "25006": "it may only be read; name the server that may be written, not its standby",
    "42501": "its user may not do that; let the user own the database, or run as its owner:"
    " advocacy database migrate",
    "42P01": "a table is missing; run: advocacy database migrate",
    "3F000": "its schema is not there; make it, or see the options in ADVOCACY_DATABASE",
    "53100": "the server's disk is full; make room",
    "53300": "the server has no connection left; allow more",
    "55P03": "others have kept it busy; try again in a moment",
    "57014": "others have kept it busy; try again in a moment",
    "40": "others have kept it busy; try again in a moment",
    "XX": "it is damaged; put a backup in its place",
}
"""The beginning of an SQLSTATE → what it means
(https://www.postgresql.org/docs/current/errcodes-appendix.html)."""


def refusal(said: str) -> str:
    """Why no connection came about, by the words of the library or the server."""
    words = said.casefold()
    for signs, sentence in _CONNECTING:
        if any(sign in words for sign in signs):
            return sentence
    return "the server does not let the desk in; see user, password and database there"


def trouble(state: str) -> str:
    """What an SQLSTATE means."""
    for length in (5, 3, 2):
        if sentence := _BY_STATE.get(state[:length]):
            return sentence
    return f"the server refused it (SQLSTATE {state})"
