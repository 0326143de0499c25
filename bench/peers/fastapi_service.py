# The service of the usual tutorial: pandas and scikit-learn behind FastAPI, on the same ratings.
# MARQUEE_BENCH_DATA=FOLDER uvicorn --app-dir bench/peers fastapi_service:app   (ratings.csv and movies.csv in FOLDER)
import os

import numpy as np
import pandas as pd
from fastapi import FastAPI, HTTPException
from scipy.sparse import csr_matrix
from sklearn.metrics.pairwise import cosine_similarity
from sklearn.neighbors import NearestNeighbors

folder = os.environ["MARQUEE_BENCH_DATA"]
ratings = pd.read_csv(os.path.join(folder, "ratings.csv"))
movies = pd.read_csv(os.path.join(folder, "movies.csv")).set_index("movieId", drop=False)
users = pd.Categorical(ratings["userId"])
items = pd.Categorical(ratings["movieId"])
matrix = csr_matrix((ratings["rating"].astype(np.float32), (users.codes, items.codes)))
model = NearestNeighbors(n_neighbors=50, metric="cosine", algorithm="brute").fit(matrix)
user_index = {user: row for row, user in enumerate(users.categories)}

app = FastAPI()


@app.get("/ready")
def ready():
    return {"status": "ready"}


@app.get("/users/{user_id}/recommendations")
def recommend(user_id: int, k: int = 10):
    if user_id not in user_index:
        raise HTTPException(404, "unknown user")
    row = matrix[user_index[user_id]]
    distances, neighbours = model.kneighbors(row)
    similarity = 1 - distances[0][1:]
    theirs = matrix[neighbours[0][1:]]
    weights = similarity @ (theirs > 0).astype(np.float32)
    scores = np.divide(similarity @ theirs, weights, out=np.zeros_like(weights), where=weights > 0)
    scores[row.indices] = 0
    best = np.argsort(-scores)[:k]
    return [
        {"movieId": int(items.categories[i]), "title": movies.loc[items.categories[i], "title"], "score": float(scores[i])}
        for i in best
    ]


@app.get("/movies")
def search(q: str, limit: int = 8):
    found = movies[movies["title"].str.contains(q, case=False, regex=False)].head(limit)
    return found[["movieId", "title"]].to_dict("records")
