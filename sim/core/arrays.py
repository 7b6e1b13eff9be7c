"""What the model's numbers are stored in: double precision, of any shape."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["Array"]

Array = npt.NDArray[np.float64]
