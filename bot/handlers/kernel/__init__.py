"""What all features at Slack's surface stand on. Each module here is public:

`listeners`, `interaction`: what somebody does, read and checked, and who listens to it; `services`:
what they work with, and what is counted; `forms`, `inputs`: windows that draw and read themselves;
`blocks`, `text`: messages and windows; `refs`: what buttons carry, and the buttons that lead from
one feature into another; `naming`: what a typed text names; `sending`: where answers go; `people`,
`slack_errors`.
"""
