"""A question → what it is about → entries → a Reply. Knows nothing of how a Reply is shown."""
