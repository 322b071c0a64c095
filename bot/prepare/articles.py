"""A State's name as it stands inside an English sentence."""

from __future__ import annotations

import re

_OF = re.compile(r"(.+) \((.+) of( the)?\)$")
_WITH_ARTICLE = re.compile(
    r"(?:United|Democratic|Republic|Russian|Syrian|Lao|Dominican Republic|Central African|Holy See"
    r"|State of|Marshall|Solomon|Cook|Bahamas|Comoros|Gambia|Maldives|Philippines)"
)


def state_in_text(name: str) -> str:
    """'the Gambia', 'the Islamic Republic of Iran'."""
    if match := _OF.match(name):
        article = "the " if match[3] else ""
        return f"the {match[2]} of {article}{match[1]}"
    return f"the {name}" if _WITH_ARTICLE.match(name) else name
