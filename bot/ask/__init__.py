"""A question → what it is about → entries → a Reply. Knows nothing of how a Reply is shown.

Public: `Desk` in `bot.ask.desk` (open once, ask many times) and the shapes in `bot.ask.models`.
"""

import os

# The model and numpy would each start threads of their own and wait for each other, which makes a
# question four times slower on two cores. The products of numpy here are small.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
