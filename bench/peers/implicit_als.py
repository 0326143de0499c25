"""implicit (Cython, BLAS): its ALS with conjugate gradient, until the loss that our side left; the loss is worked out off the clock."""
import json
import os
import statistics

import numpy as np
import scipy.sparse as sparse
import threadpoolctl
from implicit.cpu import _als
from implicit.cpu.als import AlternatingLeastSquares
from peer import read_columns, run


class Arrived(Exception):
    pass


def measure(context):
    factors, iterations = int(context["args"][0]), int(context["args"][2])
    regularization = float(context["args"][1])
    with open(os.path.join(context["scratch"], f"implicit-als-{factors}.json")) as file:
        target = json.load(file)["target"]
    meta, columns = read_columns(context["data"])
    confidence = columns["halfStars"].astype(np.float32) + 1
    shape = (meta["nUsers"], meta["nItems"])
    likes = sparse.csr_matrix((confidence, (columns["users"], columns["items"])), shape=shape)
    del columns, confidence
    model = AlternatingLeastSquares(
        factors=factors,
        regularization=regularization,
        alpha=1.0,
        iterations=iterations,
        use_cg=True,
        num_threads=context["threads"],
        random_state=1,
    )
    times, losses = [], []

    def note(iteration, elapsed, _):
        times.append(elapsed)
        loss = _als.calculate_loss(
            likes, model.user_factors, model.item_factors, regularization, num_threads=context["threads"]
        )
        losses.append(float(loss))
        if losses[-1] <= target:
            raise Arrived

    # What its documentation asks for: BLAS on one thread, its own loop on all.
    with threadpoolctl.threadpool_limits(1, "blas"):
        try:
            model.fit(likes, show_progress=False, callback=note)
        except Arrived:
            pass
    # Where it does not arrive, the time of all its iterations counts, which favours it; the losses tell.
    return {
        "secondsPerIteration": statistics.median(times),
        "secondsToLoss": sum(times),
        "iterations": len(times),
        "loss": losses[-1],
    }


run(measure)
