"""The best items of many people by implicit's topk or by numpy, on one thread."""
import time

import numpy as np
import threadpoolctl
from implicit.cpu.topk import topk
from peer import Clock, run

BATCH = 256


def by_numpy(items, persons, n):
    scores = persons @ items.T
    best = np.argpartition(scores, -n, axis=1)[:, -n:]
    return np.take_along_axis(best, np.argsort(-np.take_along_axis(scores, best, 1), axis=1), 1)


def measure(context):
    how = context["args"][0]
    n_items, factors, n_persons, n = (int(value) for value in context["args"][1:])
    random = np.random.default_rng(1)
    items = random.standard_normal((n_items, factors), dtype=np.float32)
    persons = random.standard_normal((n_persons, factors), dtype=np.float32)
    with threadpoolctl.threadpool_limits(1):
        with Clock() as clock:
            if how == "implicit":
                topk(items, persons, n, num_threads=1)
            else:
                for first in range(0, n_persons, BATCH):
                    by_numpy(items, persons[first : first + BATCH], n)
        start = time.perf_counter()
        for person in range(100):
            items @ persons[person]
        one = (time.perf_counter() - start) / 100
    return {"personsPerSecond": n_persons / clock.seconds, "oneTasteMs": one * 1000}


run(measure)
