"""A Slack to test against: an emulator behind a proxy that records, checks and breaks things.

`Slack` (slack.py) is what a test holds; `Person` (people.py) acts as someone in a workspace;
`Http` (http.py) and `Socket` (socket.py) are the two doors through which Slack reaches the desk.
"""
