"""Memory that is free goes back to the system."""

from __future__ import annotations

import subprocess
import sys

import pytest

SCRIPT = """
import resource, sys, threading
from crfill_core.base.heap import give_back, share_heap

if "shared" in sys.argv:
    share_heap()

def held():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize() >> 20

bytearray(30 << 20)  # from now on, the C library keeps pieces up to this size

def work():
    pieces = [bytearray(b"1") * (1 << 20) for _ in range(40)]
    pieces.clear()
    done.wait()
    go_on.wait()

before = held()
done, go_on = threading.Barrier(5), threading.Barrier(5)
threads = [threading.Thread(target=work) for _ in range(4)]
for thread in threads:
    thread.start()
done.wait()
give_back()
print(held() - before)
go_on.wait()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only glibc keeps memory for each thread")
def test_what_threads_have_freed_is_returned_while_they_run() -> None:
    left = subprocess.run(
        [sys.executable, "-c", SCRIPT, "shared"], capture_output=True, text=True, check=True
    )
    assert int(left.stdout) < 12  # of 160 MiB
