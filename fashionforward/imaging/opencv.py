"""OpenCV, computing on the thread that calls it: a run's threads each have an item of their own."""

from __future__ import annotations

import importlib
from typing import Any

cv2: Any = importlib.import_module("cv2")  # its stubs know neither float32 results nor missing values
cv2.setNumThreads(0)
