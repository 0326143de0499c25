"""What every Python side shares: the binary ratings, a clock, and one line of JSON at the end."""
import json
import os
import resource
import sys
import time

import numpy as np


def read_columns(folder):
    """users, items (rows), half-stars, folds and the counts, as framework/data.ts wrote them."""
    with open(os.path.join(folder, "meta.json")) as file:
        meta = json.load(file)
    columns = {
        "users": np.fromfile(os.path.join(folder, "users.i32"), np.int32),
        "items": np.fromfile(os.path.join(folder, "items.i32"), np.int32),
        "halfStars": np.fromfile(os.path.join(folder, "half-stars.u8"), np.uint8),
        "folds": np.fromfile(os.path.join(folder, "folds.u8"), np.uint8),
    }
    return meta, columns


class Clock:
    """with Clock() as clock: ...; clock.seconds"""

    def __enter__(self):
        self.start = time.perf_counter()
        return self

    def __exit__(self, *_):
        self.seconds = time.perf_counter() - self.start


def read_peak_bytes():
    """On Linux ru_maxrss starts at what the process had that started this one; VmHWM counts this one's memory alone."""
    if os.path.exists("/proc/self/status"):
        with open("/proc/self/status") as file:
            for line in file:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) * 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def run(measure):
    """Calls measure(context) with the context of framework/comparison.ts as a dict and prints its figures."""
    context = json.loads(sys.argv[1])
    context["args"] = sys.argv[2:]
    figures = measure(context)
    figures.setdefault("peakBytes", read_peak_bytes())
    print(json.dumps(figures))
