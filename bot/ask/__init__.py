"""A question → what it is about → entries → a Reply. Knows nothing of how a Reply is shown.

Public: `Desk` in `bot.ask.desk` (open once, ask many times) and the shapes in `bot.ask.models`.
"""

import os

# Where two threads of the model meet another busy process, they wait for each other, and a question
# takes a second instead of 20 ms. One thread a question is steady; the vectors of a whole base are
# made by several processes instead.
for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")
