"""Writes the replies that the density cases expect, with scikit-learn and NumPy alone.

    python tests/oracle/density_cases.py
"""

import json
from pathlib import Path

import numpy as np
import sklearn
from sklearn.cluster import DBSCAN
from sklearn.neighbors import NearestNeighbors

CASES = Path(__file__).parent.parent / "cases" / "density"
ORACLE = f"scikit-learn {sklearn.__version__}"


def write(name, claim, request, reply=None, oracle=ORACLE, table=None, problem=None):
    folder = CASES / name
    folder.mkdir(parents=True, exist_ok=True)
    about = {"claim": claim, "oracle": oracle}
    files = {"case.json": about, "request.json": request}
    if problem is None:
        about["tolerance"] = 1e-9
        files["reply.json"] = reply
    else:
        files["problem.json"] = problem
    for file, content in files.items():
        indent = None if name == "too_many_rows" else 2
        (folder / file).write_text(json.dumps(content, ensure_ascii=False, indent=indent) + "\n", encoding="utf-8")
    if table:
        (folder / "table.csv").write_text(table, encoding="utf-8")


def signed_log(x):
    return np.sign(x) * np.log1p(np.abs(x))


def knee(reach):
    """Where the sorted distances are farthest below the line from the first to the last."""
    ascending = np.sort(reach)
    along = np.arange(len(ascending)) / (len(ascending) - 1)
    below = along - (ascending - ascending[0]) / (ascending[-1] - ascending[0])
    return ascending[np.argmax(below)]


def found(rows, names, eps=None, min_points=None, logs=(), top=50):
    rows = np.asarray(rows, dtype=float)
    n, d = rows.shape
    taken = np.column_stack([signed_log(x) if name in logs else x for name, x in zip(names, rows.T)])
    scaled = (taken - taken.mean(axis=0)) / taken.std(axis=0)
    min_points = min_points or max(4, 2 * d)
    reach = NearestNeighbors(n_neighbors=min_points).fit(scaled).kneighbors(scaled)[0][:, -1]
    suggested = knee(reach)
    # Just above: the suggestion is the distance of one of the rows, and the last place decides there.
    labels = DBSCAN(eps=eps or suggested * (1 + 1e-12), min_samples=min_points).fit(scaled).labels_
    sizes = np.bincount(labels[labels >= 0]) if (labels >= 0).any() else np.array([], dtype=int)
    order = np.argsort(-sizes, kind="stable")
    place = {int(group): int(np.where(order == group)[0][0]) for group in range(len(sizes))}
    usual = np.where(labels >= 0)[0]
    unusual = []
    reasons = [None] * n
    for row in sorted(np.where(labels < 0)[0], key=lambda row: (-reach[row], row)):
        square = ((scaled[usual] - scaled[row]) ** 2).sum(axis=1)
        nearest = int(usual[np.argmin(square)]) if len(usual) else None
        reference = scaled[nearest] if nearest is not None else np.zeros(d)
        parts = (scaled[row] - reference) ** 2
        columns = [int(j) for j in np.argsort(-parts, kind="stable")[:3] if parts[j] > 0]
        reasons[row] = names[columns[0]]
        unusual.append({
            "row": int(row), "reach": float(reach[row]), "nearest_row": nearest,
            "reasons": [
                {
                    "column": names[j], "value": float(rows[row, j]),
                    "nearest_value": float(rows[nearest, j]) if nearest is not None else None,
                    "stands_out_sd": float(scaled[row, j]), "share": float(parts[j] / parts.sum()),
                }
                for j in columns
            ],
        })
    return {
        "eps": float(eps or suggested), "eps_suggested": float(suggested), "min_points": int(min_points),
        "n_rows": n, "n_rows_used": n, "n_unusual": len(unusual), "unusual_share": len(unusual) / n,
        "groups": [
            {"group": f"g{k + 1}", "size": int(sizes[group]), "share": float(sizes[group] / n)} for k, group in enumerate(order)
        ],
        "unusual": unusual[:top],
        "columns": {
            "group": [f"g{place[int(label)] + 1}" if label >= 0 else "unusual" for label in labels],
            "reach": reach.tolist(), "reason": reasons,
        },
    }


def drawn(seed, n, d):
    generator = np.random.default_rng(seed)
    centres = generator.normal(size=(3, d)) * 5
    rows = centres[generator.integers(3, size=n)] + generator.normal(size=(n, d))
    rows[::25] = generator.normal(size=(len(rows[::25]), d)) * 12
    return np.round(rows, 3)


def request(rows, names, **params):
    return {"op": "fit", "params": params, "table": {"columns": {name: rows[:, j].tolist() for j, name in enumerate(names)}}}


def groups():
    names = ["a", "b", "c"]
    rows = drawn(3, 200, 3)
    write("groups_and_unusual_rows", "groups, unusual rows, distances and reasons are scikit-learn's",
          request(rows, names, eps=0.5, min_points=5), found(rows, names, 0.5, 5))
    write("eps_suggested", "eps is suggested where the sorted distances begin to rise",
          request(rows, names), found(rows, names))
    write("no_group_at_all", "where nobody lies densely, all are unusual, told against the mean",
          request(rows[:40], names, eps=1e-6, min_points=3, top=4), found(rows[:40], names, 1e-6, 3, top=4))
    grid = np.array([[x, y] for x in range(9) for y in range(9)], dtype=float)
    write("neighbours_at_the_very_distance", "a row just eps away is a neighbour",
          request(grid, ["x", "y"], eps=1.0, min_points=5, standardize=False), exact_grid(grid))


def exact_grid(grid):
    labels = DBSCAN(eps=1.0, min_samples=5).fit(grid).labels_
    return {"n_unusual": int((labels < 0).sum()), "columns": {"group": ["g1" if label >= 0 else "unusual" for label in labels]}}


def loaded():
    generator = np.random.default_rng(5)
    kwh = np.round(np.exp(generator.normal(7.5, 0.6, size=120)), 1)
    hours = np.round(generator.gamma(2.0, 2.0, size=120), 2)
    kwh[17], hours[17], hours[90] = 950000.0, 0.0, 300.0
    lines = [f"C{i:04},{a},{b}" for i, (a, b) in enumerate(zip(kwh, hours))]
    names = ["kwh_year", "outage_hours"]
    write("loaded_columns_with_logarithms", "columns that a host loads from CSV, kWh as logarithms",
          {"op": "fit", "params": {"columns": names, "log": ["kwh_year"], "eps": 0.6}, "rows_as": "inline"},
          found(np.column_stack([kwh, hours]), names, 0.6, logs=("kwh_year",)),
          table="\n".join(["customer_id,kwh_year,outage_hours", *lines]) + "\n")


def by_hand():
    write("two_groups_by_hand", "two groups on a line and one alone; a row without a value keeps its place",
          {"op": "fit", "params": {"eps": 1.5, "min_points": 2, "standardize": False, "missing": "drop"},
           "table": {"columns": {"x": [10, 0, None, 11, 1, 30, 12]}}},
          {"n_rows": 7, "n_rows_used": 6, "n_unusual": 1,
           "groups": [{"group": "g1", "size": 3, "share": 0.5}, {"group": "g2", "size": 2, "share": 1 / 3}],
           "unusual": [{"row": 5, "reach": 18.0, "nearest_row": 6,
                        "reasons": [{"column": "x", "value": 30.0, "nearest_value": 12.0, "share": 1.0}]}],
           "columns": {"group": ["g1", "g2", None, "g1", "g2", "unusual", "g1"],
                       "reach": [1.0, 1.0, None, 1.0, 1.0, 18.0, 1.0],
                       "reason": [None, None, None, None, None, "x", None]}},
          oracle="by hand")
    write("equal_rows_are_one_group", "customers that are all equal are one group, whatever eps",
          {"op": "fit", "params": {}, "table": {"columns": {"x": [5, 5, 5, 5, 5]}}},
          {"eps": 1.0, "min_points": 4, "n_unusual": 0, "groups": [{"group": "g1", "size": 5, "share": 1.0}], "unusual": []},
          oracle="by hand")


def refusals():
    table = {"columns": {"kwh_year": [1200, 3400, 900], "tariff": ["a", "b", "a"]}}

    def refuse(name, claim, params, code, message, pointer, values=None, rows=table, op="fit"):
        problem = {"code": code, "message": message, "pointer": pointer, "values": values or {}}
        write(name, claim, {"op": op, "params": params, "table": rows}, oracle="the contract", problem=problem)

    refuse("eps_zero", "a distance of 0 is refused", {"eps": 0}, "out_of_range",
           "params.eps is 0.0; must be 1e-9 to 1000000000.0", "/params/eps", {"value": 0.0, "min": 1e-9, "max": 1e9})
    refuse("min_points_one", "a group of one neighbour is refused", {"min_points": 1}, "out_of_range",
           "params.min_points is 1.0; must be 2.0 to 1000.0", "/params/min_points", {"value": 1.0, "min": 2.0, "max": 1000.0})
    refuse("min_points_above_rows", "more neighbours than customers are refused", {"min_points": 4},
           "min_points_above_rows", "params.min_points is 4; must be at most 3 (rows)", "/params/min_points",
           {"min_points": 4, "n_rows": 3})
    refuse("too_many_rows", "more rows than can be compared with each other are refused", {},
           "too_many_rows_to_compare",
           "table has 20001 rows to compare with each other; must be at most 20000: choose some", "/table",
           {"n_rows": 20001, "max": 20000}, rows={"columns": {"x": [0] * 20001}})
    refuse("column_missing", "a column that the table does not have is refused", {"columns": ["kwh"]},
           "column_not_found", 'params.columns[0] is "kwh"; the table has no such column', "/params/columns/0",
           {"column": "kwh"})
    refuse("missing_value", "a missing value is named with its row", {}, "missing_value",
           'row 1 of column "x" is missing; give it, or set params.missing to "mean" or "drop"',
           "/table/columns/x/1", {"column": "x", "row": 1}, rows={"columns": {"x": [1, None, 3]}})
    refuse("no_rows", "an empty table is refused", {}, "no_rows", "table has no rows", "/table", {"n_rows": 0},
           rows={"columns": {"x": []}})
    refuse("unknown_field", "a field that is not known is refused", {"minpts": 3}, "unknown_field",
           "params.minpts: unknown field `minpts`, expected one of `columns`, `log`, `eps`, `min_points`, `standardize`, "
           "`missing`, `top`", "/params/minpts")
    refuse("unknown_operation", "an operation that there is not is refused", {}, "unknown_op",
           'op is "predict"; must be one of fit', "/op", {"op": "predict", "known": ["fit"]}, op="predict")


if __name__ == "__main__":
    groups()
    loaded()
    by_hand()
    refusals()
