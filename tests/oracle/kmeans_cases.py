"""Writes the replies that the k-means cases expect, with scikit-learn and NumPy alone.

    python tests/oracle/kmeans_cases.py

The rows are small on purpose: a reader can check the first cases by hand.
"""

import json
from pathlib import Path

import numpy as np
import sklearn
from sklearn.cluster import KMeans

CASES = Path(__file__).parent.parent / "cases" / "kmeans"
ORACLE = f"scikit-learn {sklearn.__version__}"


def write(name, claim, request, reply, oracle=ORACLE, table=None):
    folder = CASES / name
    folder.mkdir(parents=True, exist_ok=True)
    about = {"claim": claim, "oracle": oracle, "tolerance": 1e-9}
    for file, content in {"case.json": about, "request.json": request, "reply.json": reply}.items():
        (folder / file).write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    if table:
        (folder / "table.csv").write_text(table, encoding="utf-8")


def lloyd(rows, starts, names, standardize):
    """Segments in the order of the starts, in the rows' own units."""
    rows = np.asarray(rows, dtype=float)
    mean = rows.mean(axis=0) if standardize else np.zeros(rows.shape[1])
    sd = rows.std(axis=0) if standardize else np.ones(rows.shape[1])
    scaled = (rows - mean) / sd
    model = KMeans(len(starts), init=scaled[starts], n_init=1, tol=0, max_iter=1000, algorithm="lloyd").fit(scaled)
    distance = np.linalg.norm(scaled - model.cluster_centers_[model.labels_], axis=1)
    return {
        "inertia": float(model.inertia_),
        "n_iter": int(model.n_iter_) - 1,
        "converged": True,
        "n_rows": len(rows),
        "n_rows_used": len(rows),
        "sizes": np.bincount(model.labels_, minlength=len(starts)).tolist(),
        "model": {
            "module": "kmeans",
            "schema": 1,
            "columns": names,
            "centroids": (model.cluster_centers_ * sd + mean).tolist(),
        },
        "columns": {
            "segment": [f"s{label + 1}" for label in model.labels_],
            "distance": distance.tolist(),
        },
    }


def fit(rows, names, starts, standardize=True, order="init"):
    params = {"k": len(starts), "init": {"rows": starts}, "standardize": standardize, "tol": 0, "order": order}
    columns = {name: [row[index] for row in rows] for index, name in enumerate(names)}
    return {"op": "fit", "params": params, "table": {"columns": columns}}


def two_groups():
    rows, names = [[1.0, 10.0], [2.0, 12.0], [9.0, 50.0], [10.0, 52.0], [11.0, 48.0]], ["kwh", "days"]
    write(
        "two_groups_by_hand",
        "two groups apart are found, their centroids are the means",
        fit(rows, names, [0, 2], standardize=False),
        {**lloyd(rows, [0, 2], names, False), "sizes": [2, 3]},
        oracle="by hand: means (1.5, 11) and (10, 50); inertia 0.5 + 2 + 2 + 8",
    )


def drawn(seed, n, d):
    generator = np.random.default_rng(seed)
    centres = generator.normal(size=(4, d)) * 2
    return np.round(centres[generator.integers(4, size=n)] + generator.normal(size=(n, d)), 3).tolist()


def overlapping():
    rows, names = drawn(7, 60, 3), ["a", "b", "c"]
    write(
        "overlapping_groups",
        "labels, centroids, distances, inertia and updates are scikit-learn's",
        fit(rows, names, [0, 20, 40]),
        lloyd(rows, [0, 20, 40], names, True),
    )


def loaded():
    rows, names = drawn(8, 40, 2), ["kwh_year", "arrears_days"]
    lines = ["customer_id,kwh_year,arrears_days"] + [f"C{row:04},{a},{b}" for row, (a, b) in enumerate(rows)]
    request = fit(rows, names, [0, 10, 20])
    del request["table"]
    write(
        "loaded_columns",
        "columns that a host loads from CSV give what the same rows give inside a request",
        {**request, "rows_as": "inline"},
        lloyd(rows, [0, 10, 20], names, True),
        table="\n".join(lines) + "\n",
    )


def model(centroids, names, missing="refuse"):
    ones = [1.0] * len(names)
    return {
        "module": "kmeans", "schema": 1, "columns": names, "missing": missing, "standardize": False,
        "scaler": {"mean": [0.0] * len(names), "sd": ones},
        "centroids": centroids, "centroids_standardized": centroids,
    }


def predict():
    write(
        "predict_drops_missing",
        "a row without a value has no segment and keeps its place; a tie goes to the first segment",
        {"op": "predict", "model": model([[0.0], [10.0]], ["x"], "drop"), "table": {"columns": {"x": [1, None, 5, 12]}}},
        {
            "n_rows": 4, "n_rows_used": 3, "sizes": [2, 1],
            "columns": {"segment": ["s1", None, "s1", "s2"], "distance": [1.0, None, 5.0, 2.0]},
        },
        oracle="by hand",
    )


def what_if():
    rows = np.asarray(drawn(9, 50, 2))
    centroids = np.asarray([[-2.0, 0.0], [2.0, 1.0], [0.0, 3.0]])

    def nearest(points):
        distance = np.linalg.norm(points[:, None] - centroids[None], axis=2)
        return distance.argmin(axis=1), distance.min(axis=1)

    edited = rows.copy()
    chosen = rows[:, 1] > 0
    edited[chosen, 0] = edited[chosen, 0] * 1.5 + 1
    (before, near), (after, far) = nearest(rows), nearest(edited)
    migration = [[int(np.sum((before == i) & (after == j))) for j in range(3)] for i in range(3)]
    scenario = [
        {"column": "a", "where": {"column": "b", "gt": 0}, "scale": 1.5},
        {"column": "a", "where": {"column": "b", "gt": 0}, "add": 1},
    ]
    columns = {"a": rows[:, 0].tolist(), "b": rows[:, 1].tolist()}
    write(
        "what_if_moves_customers",
        "edits under a condition move customers as NumPy says",
        {"op": "what_if", "params": {"scenario": scenario}, "model": model(centroids.tolist(), ["a", "b"]), "table": {"columns": columns}},
        {
            "segments": {
                "groups": ["s1", "s2", "s3"], "migration": migration, "n_moved": int(np.sum(before != after)),
                "counts_before": np.bincount(before, minlength=3).tolist(),
                "counts_after": np.bincount(after, minlength=3).tolist(),
            },
            "distance": {
                "before": {"n": 50, "mean": near.mean(), "min": near.min(), "max": near.max()},
                "after": {"n": 50, "mean": far.mean(), "min": far.min(), "max": far.max()},
            },
            "columns": {
                "segment_before": [f"s{label + 1}" for label in before],
                "segment_after": [f"s{label + 1}" for label in after],
            },
        },
        oracle=f"NumPy {np.__version__}",
    )
    write(
        "what_if_without_edits",
        "a what-if with no edit moves nobody",
        {"op": "what_if", "params": {"scenario": []}, "model": model(centroids.tolist(), ["a", "b"]), "table": {"columns": columns}},
        {"segments": {"n_moved": 0}, "movers": [], "distance": {"mean_change": 0.0}},
        oracle="by definition",
    )


if __name__ == "__main__":
    two_groups()
    overlapping()
    loaded()
    predict()
    what_if()
