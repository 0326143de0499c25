# From ratings.csv to a table that can be asked by its key, as people do it. Prints the seconds of each as JSON.
# python import_csv.py ratings.csv SCRATCH_FOLDER
import json
import os
import sys
import time

import duckdb
import pandas as pd

source, scratch = sys.argv[1], sys.argv[2]


def with_duckdb():
    file = os.path.join(scratch, "ratings.duckdb")
    if os.path.exists(file):
        os.remove(file)
    db = duckdb.connect(file)
    db.execute(f"CREATE TABLE ratings AS SELECT * FROM read_csv('{source}')")
    db.execute("CREATE UNIQUE INDEX ratings_key ON ratings (userId, movieId)")
    db.close()
    os.remove(file)


def with_pandas():
    frame = pd.read_csv(source).set_index(["userId", "movieId"]).sort_index()
    assert frame.index.is_unique


seconds = {}
for name, work in [("duckdb", with_duckdb), ("pandas", with_pandas)]:
    began = time.perf_counter()
    work()
    seconds[name] = time.perf_counter() - began
print(json.dumps(seconds))
