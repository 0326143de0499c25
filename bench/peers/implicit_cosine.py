"""implicit's CosineRecommender over zeros and ones; it keeps a film among its own neighbours, which is left out of the figures."""
import numpy as np
from implicit.nearest_neighbours import CosineRecommender
from peer import Clock, read_columns, run
from scipy import sparse


def measure(context):
    meta, columns = read_columns(context["data"])
    values = np.ones(len(columns["users"]), np.float32)
    shape = (meta["nUsers"], meta["nItems"])
    rated = sparse.csr_matrix((values, (columns["users"], columns["items"])), shape=shape)
    # One more than asked for: the film itself is among them.
    model = CosineRecommender(K=int(context["args"][0]) + 1, num_threads=context["threads"])
    with Clock() as fit:
        model.fit(rated, show_progress=False)
    similar = model.similarity.tocsr()
    similar.setdiag(0)
    similar.eliminate_zeros()
    return {"fit": fit.seconds, "neighbours": int(similar.nnz), "meanSimilarity": float(similar.data.mean())}


run(measure)
