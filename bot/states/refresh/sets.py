"""What can be refreshed, from which official page, and how the file is saved."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Set:
    """Facts that one official file holds."""

    id: str
    title: str
    publisher: str
    page: str
    """The official address."""
    how: str
    """What to do there, in one sentence."""
    headings: str
    """What the table is known by: these words stand in its headings."""


SETS: dict[str, Set] = {
    official.id: official
    for official in (
        Set("dashboard", "Ratification status by treaty, with accepted procedures", "OHCHR",
            "https://indicators.ohchr.org",
            "Choose a treaty, press “Underlying data” and save the Excel file.",
            "“Country” and “Date of Ratification”"),
        Set("depositary", "Status of a treaty: participants", "UN Treaty Collection",
            "https://treaties.un.org/Pages/Treaties.aspx?id=4&subid=A&clang=_en",
            "Open the treaty, save the whole page as HTML, or copy the table into a text file.",
            "“Participant” and “Ratification” or “Accession”"),
        Set("african-union", "Status list of a treaty of the African Union", "African Union",
            "https://au.int/en/treaties",
            "Open the treaty’s status list and copy its text into a .txt file, title included.",
            "the treaty’s title, then lines of number, country and dates"),
        Set("upr-calendar", "Calendar of the UPR", "OHCHR",
            "https://www.ohchr.org/en/hr-bodies/upr/upr-home",
            "Copy the table of States, sessions and deadlines into a spreadsheet.",
            "“State” and “Session”"),
        Set("committee-calendar", "Sessions and reviews of the committees", "OHCHR",
            "https://tbinternet.ohchr.org/_layouts/15/TreatyBodyExternal/MasterCalendar.aspx",
            "Copy the table of sessions or reviews into a spreadsheet.",
            "“Committee” and “Session”"),
        Set("ganhri", "Chart of the status of national institutions", "GANHRI",
            "https://ganhri.org/membership/",
            "Open the accreditation chart and copy its text or table into a file.",
            "“Country” and “Status”, or the lines “A status”, “B status”"),
        Set("npm", "National preventive mechanisms by State", "APT; OHCHR (SPT)",
            "https://www.ohchr.org/en/treaty-bodies/spt/national-preventive-mechanisms",
            "Save the whole page as HTML, or copy the table into a text file.",
            "“State” and “NPM”"),
    )
}  # fmt: skip
"""By id, in the order in which they are offered."""
