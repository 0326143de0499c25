"""Surprise (Cython), its defaults but for width, epochs and films as neighbours: fit on four folds of the ratings, predict the fifth."""
import math

import surprise
from peer import Clock, read_columns, run
from surprise.dataset import Dataset


def build(name, options):
    if name == "knn":
        over_films = {"name": "cosine", "user_based": False}
        return surprise.KNNBaseline(verbose=False, **({"sim_options": over_films} if options == ["films"] else {}))
    factors, epochs = (int(option) for option in options)
    algorithm = {"svd": surprise.SVD, "svdpp": surprise.SVDpp}[name]
    return algorithm(n_factors=factors, n_epochs=epochs, random_state=1)


def rows_of(columns, mask):
    users, items, stars = columns["users"][mask], columns["items"][mask], columns["halfStars"][mask] / 2
    return list(zip(users.tolist(), items.tolist(), stars.tolist()))


def measure(context):
    _, columns = read_columns(context["data"])
    name, every, *options = context["args"]
    held_out = columns["folds"] == 0
    taken = columns["users"] % int(every) == 0
    train = [(*row, None) for row in rows_of(columns, taken & ~held_out)]
    trainset = Dataset(surprise.Reader(rating_scale=(0.5, 5))).construct_trainset(train)
    test = rows_of(columns, taken & held_out)
    del train, columns
    algorithm = build(name, options)
    with Clock() as fit:
        algorithm.fit(trainset)
    with Clock() as predict:
        predictions = algorithm.test(test)
    squares = sum((given - guess) ** 2 for _, _, given, guess, _ in predictions)
    return {
        "fit": fit.seconds,
        "predict": predict.seconds,
        "fitAndPredict": fit.seconds + predict.seconds,
        "RMSE": math.sqrt(squares / len(predictions)),
    }


run(measure)
