"""Recognises failures for lack of memory, which every library reports in its own way."""

from __future__ import annotations

import errno
import re

from crfill_core.base.messages import Message

NO_MEMORY = Message(
    "There is not enough memory for this fill; close other programs, or mask and fill a smaller part at a time."
)
_CV_NO_MEMORY = -4
_NO_MEMORY_TEXT = re.compile(
    r"allocate\smemory|not\senough\smemory|out\sof\smemory|bad_alloc|bad\sallocation|start\snew\sthread"
    r"|failed\sto\smap\ssegment|could\snot\screate\sa\s(?:primitive|memory)",
    re.IGNORECASE,
)
"""In messages of torch and oneDNN on the CPU, of C++ libraries, of the dynamic loader and of threads that cannot start."""


def is_out_of_memory(error: BaseException) -> bool:
    """Whether the error or its cause is a lack of memory of the system or the GPU."""
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError":
        return True
    if isinstance(error, OSError) and error.errno == errno.ENOMEM:
        return True
    if type(error).__module__.startswith("cv2"):
        return getattr(error, "code", None) == _CV_NO_MEMORY
    if isinstance(error, (RuntimeError, ImportError, SystemError)) and _NO_MEMORY_TEXT.search(str(error)):
        return True
    return error.__cause__ is not None and is_out_of_memory(error.__cause__)
