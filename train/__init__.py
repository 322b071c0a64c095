"""Makes the model of meaning that the desk ships, and fits how much its evidence counts.

For maintainers: it needs the extra `train` (torch), which the desk itself never does.
docs/training.md says how to run it, how long it takes and how the outcome is checked.
"""

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # before any module here loads onnxruntime
