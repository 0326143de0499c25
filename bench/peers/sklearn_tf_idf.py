"""scikit-learn's TfidfVectorizer and linear_kernel over the documents that the other side wrote first."""
import os

import numpy as np
from peer import Clock, run
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics.pairwise import linear_kernel


def measure(context):
    name, queries, nearest = context["args"]
    with open(os.path.join(context["scratch"], name)) as file:
        documents = file.read().split("\n")
    vectoriser = TfidfVectorizer(sublinear_tf=True, min_df=2, max_df=0.5, stop_words="english")
    with Clock() as fit:
        vectors = vectoriser.fit_transform(documents)
    step = len(documents) // int(queries)
    times = []
    # A tenth of the queries is enough for a median of something so much slower.
    for row in range(0, len(documents), step * 10):
        with Clock() as query:
            scores = linear_kernel(vectors[row : row + 1], vectors).ravel()
            best = np.argpartition(-scores, int(nearest) + 1)[: int(nearest) + 1]
            best[np.argsort(-scores[best])]
        times.append(query.seconds)
    return {
        "fit": fit.seconds,
        "query": float(np.median(times)),
        "queryP99": float(np.quantile(times, 0.99)),
        "terms": len(vectoriser.vocabulary_),
    }


run(measure)
