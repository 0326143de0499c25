"""EASE as its author published it, on numpy and scipy, and dense inverses by numpy and by LAPACK's Cholesky."""
import numpy as np
from peer import Clock, read_columns, run
from scipy import sparse
from scipy.linalg import lapack


def fit_ease(context, regularization, liked_stars):
    meta, columns = read_columns(context["data"])
    liked = columns["halfStars"] >= 2 * float(liked_stars)
    places = (columns["users"][liked], columns["items"][liked])
    likes = sparse.csr_matrix((np.ones(int(liked.sum())), places), shape=(meta["nUsers"], meta["nItems"]))
    likes = likes[:, np.asarray(likes.sum(axis=0)).ravel() > 0]
    with Clock() as fit:
        gram = (likes.T @ likes).toarray()
        gram[np.diag_indices_from(gram)] += float(regularization)
        inverse = np.linalg.inv(gram)
        weights = inverse / -np.diag(inverse)
        weights[np.diag_indices_from(weights)] = 0
    return {"fit": fit.seconds, "sumOfSquares": float((weights**2).sum())}


def invert(size, method, precision):
    distances = np.abs(np.subtract.outer(np.arange(size), np.arange(size)))
    matrix = (1 / (1 + distances)).astype(precision)
    del distances
    matrix[np.diag_indices_from(matrix)] = 20
    factor, solve = (lapack.spotrf, lapack.spotri) if precision == "float32" else (lapack.dpotrf, lapack.dpotri)
    with Clock() as clock:
        if method == "inv":
            inverse = np.linalg.inv(matrix)
        else:
            lower, failed = factor(matrix.T, lower=1, overwrite_a=1)
            inverse, failed_too = solve(lower, lower=1, overwrite_c=1)
            assert failed == 0 and failed_too == 0
    return {"seconds": clock.seconds, "trace": float(np.trace(inverse))}


def measure(context):
    what, *rest = context["args"]
    return fit_ease(context, *rest) if what == "ease" else invert(int(what), *rest)


run(measure)
