"""A full set of values for every message, as a team could give them."""

from __future__ import annotations

ASK = (
    "The Ministry of Interior should issue replacement identity documents free of charge to"
    " displaced people in two provinces within 12 months"
)
WEAK = "Consider ratifying the Convention against Torture and continue efforts"
ISSUE = "identity documents for displaced people"
PROBLEM = (
    "Families who fled left their papers behind. Without papers they cannot pass checkpoints, enrol"
    " children or prove that land is theirs"
)
EVIDENCE = (
    "Members asked 1,240 displaced families in 14 sites from June to October 2026. Two in three"
    " have no valid document. The sites were not chosen at random"
)
SENDER = "Coalition of NGOs"
CONTACT = "advocacy focal point, advocacy@example.org"
LINES = "1,240 families asked, June to October 2026\nTwo in three have no valid document"

SAMPLES: dict[str, dict[str, str]] = {
    "embassy": {
        "recommender": "Norway",
        "why": "Norway recommended better protection of displaced people in the last review",
        "issue": ISSUE,
        "problem": PROBLEM,
        "evidence": EVIDENCE,
        "ask": ASK,
        "question": "How many displaced people received new documents in the last 12 months?",
        "by": "2027-03-01",
        "sender": SENDER,
        "contact": CONTACT,
    },
    "minister": {
        "office": "Minister of Interior",
        "issue": ISSUE,
        "problem": PROBLEM,
        "evidence": EVIDENCE,
        "commitment": "The State supported a recommendation on civil registration in its last UPR",
        "ask": ASK,
        "by": "2027-12-31",
        "offer": "mobile teams of our members can bring applicants to the offices",
        "sender": SENDER,
    },
    "national-mechanism": {
        "office": "Inter-ministerial committee on human rights",
        "recommendation": "Adopt measures to register all displaced children",
        "source": "CRC, 2025, paragraph 24",
        "problem": PROBLEM,
        "evidence": EVIDENCE,
        "lead": "Ministry of Interior",
        "ask": ASK,
        "indicator": "number of documents issued each month, by sex and age",
        "by": "2027-12-31",
        "sender": SENDER,
        "contact": CONTACT,
    },
    "committee": {
        "office": "rapporteur",
        "issue": ISSUE,
        "problem": PROBLEM,
        "evidence": EVIDENCE,
        "ask": "Please put the question below to the State and follow it up",
        "question": "How many displaced children have been registered since 2024?",
        "recommendation": ASK,
        "now": "the questions to the State are being prepared",
        "use": "public",
        "sender": SENDER,
        "contact": CONTACT,
    },
    "special-procedure": {
        "mandate": "Special Rapporteur on the human rights of internally displaced persons",
        "haste": "urgent",
        "issue": "planned eviction of a displacement site",
        "problem": "On 3 November 2026 the authorities told 900 displaced people to leave a site",
        "responsible": "the municipality",
        "evidence": "Two members were present. We hold a copy of the notice",
        "tried": "A letter to the governor on 5 November has no answer",
        "ask": "Please urge the Government to stop the eviction until there is another place",
        "next": "The eviction is announced for 15 December 2026",
        "consent": "nobody",
        "sender": SENDER,
        "contact": CONTACT,
    },
    "hct-note": {
        "to": "hct",
        "risk": "detention of displaced people without papers",
        "problem": PROBLEM,
        "responsible": "the border police",
        "evidence": EVIDENCE,
        "tried": "The cluster raised it with the police in September; nothing changed",
        "asked_by": "CCPR, 2025, paragraph 30",
        "first": "The HC speaks with the minister in private. Risk: no answer",
        "second": "The HCT writes a joint letter. Risk: access of partners",
        "ask": "The HC raises it with the Minister of Interior before 15 December",
        "by": "2026-12-08",
        "sentence": "People without papers must not be locked up for having fled",
        "sender": "Protection Cluster",
    },
    "donors": {
        "to": "humanitarian donor group",
        "issue": ISSUE,
        "problem": PROBLEM,
        "evidence": LINES,
        "ask": "Fund mobile registration teams for 12 months\nRaise it with the Ministry",
        "good": "40,000 people could move, enrol children and inherit land",
        "by": "2027-01-31",
        "sender": "Protection Cluster",
    },
    "factsheet": {
        "to": "missions that speak in the review",
        "issue": ISSUE,
        "earlier": "Norway, last review: protect displaced people; supported",
        "problem": PROBLEM,
        "evidence": LINES,
        "ask": f"{ASK}\nParliament should adopt the law on displaced persons by the end of 2027",
        "question": "How many documents were issued in the last 12 months?",
        "sender": SENDER,
    },
    "talking-points": {
        "with": "the political section of an embassy",
        "issue": ISSUE,
        "problem": PROBLEM,
        "evidence": LINES,
        "ask": ASK,
        "least": "They ask the question in advance",
        "avoid": "Names of sites\nWhich partner collected the data",
        "now": "Statements are drafted from December on",
        "sender": SENDER,
    },
    "oral-statement": {
        "time": "2min",
        "sender": "an NGO with consultative status, with a coalition of members",
        "issue": ISSUE,
        "problem": PROBLEM,
        "evidence": "Two in three of 1,240 families asked in 2026 have no valid document",
        "ask": ASK,
        "council": "ask the State to report on progress in a year",
        "now": "Without papers, nobody can vote next year",
    },
    "public-statement": {
        "risk_check": "done",
        "to": "the Government",
        "issue": ISSUE,
        "problem": PROBLEM,
        "evidence": EVIDENCE,
        "ask": ASK,
        "now": "The rains begin in May",
        "sender": SENDER,
        "contact": CONTACT,
    },
    "follow-up-note": {
        "to": "the political section of the embassy",
        "met": "on 20 November",
        "issue": ISSUE,
        "evidence": "the factsheet with the figures of June to October",
        "promised": "You send our question to your capital by 5 December",
        "ours": "we send the newest figures by 1 December",
        "ask": "a short call before the question is filed",
        "by": "2026-12-07",
        "sender": SENDER,
    },
}
"""By the id of the message; the State concerned is given apart."""
