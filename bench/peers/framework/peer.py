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


def run(measure):
    """Calls measure(context) with the context of framework/comparison.ts as a dict and prints its figures."""
    context = json.loads(sys.argv[1])
    context["args"] = sys.argv[2:]
    figures = measure(context)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    figures.setdefault("peakBytes", peak if sys.platform == "darwin" else peak * 1024)
    print(json.dumps(figures))
