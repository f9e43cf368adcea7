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


def gridded(x, y, x_axis, y_axis, levels=None):
    """Counts by NumPy's histogram; `x_axis` is (request, edges)."""
    x, y = (np.array([np.nan if value is None else value for value in values], dtype=float) for values in (x, y))
    edges = [x_axis[1], y_axis[1]]
    has_both = ~np.isnan(x) & ~np.isnan(y)
    texts = sorted(set(levels) - {None}, key=levels.index) if levels else [None]
    texts += [None] if levels and None in levels else []
    layers = []
    for text in texts:
        of_level = np.array([level == text for level in levels]) if levels else np.ones(len(x), dtype=bool)
        layers.append(np.histogram2d(x[has_both & of_level], y[has_both & of_level], bins=edges)[0].astype(int))
    cells = {"x": [], "y": [], "level": [], "n": []}
    for j in range(len(edges[1]) - 1):
        for i in range(len(edges[0]) - 1):
            for k, layer in enumerate(layers):
                if layer[i, j]:
                    for name, value in zip(cells, (i, j, k, int(layer[i, j]))):
                        cells[name].append(value)
    n_counted = sum(cells["n"])
    if not levels:
        del cells["level"]
    axis = lambda request, edges: {"column": request["column"], "scale": request.get("scale", "linear"), "edges": list(map(float, edges))}
    reply = {
        "n_rows": len(x), "n_counted": n_counted, "n_missing": int((~has_both).sum()),
        "n_outside": int(has_both.sum()) - n_counted, "x": axis(*x_axis), "y": axis(*y_axis), "cells": cells,
    }
    return reply | ({"levels": texts} if levels else {})


def grids():
    generator = np.random.default_rng(11)
    kwh = [round(float(value), 1) for value in np.exp(generator.normal(7.5, 0.8, size=300))]
    hours = [round(float(value), 2) for value in generator.gamma(2.0, 2.0, size=300)]
    segment = [["low", "middle", "high"][int(value)] for value in generator.integers(3, size=300)]
    kwh[7], hours[30], segment[12], kwh[40], kwh[41] = None, None, None, 0.0, -3.0
    columns = {"kwh_year": kwh, "outage_hours": hours, "segment": segment}
    present = [value for value in kwh if value is not None]

    def ask(name, claim, x_axis, y_axis, by=None):
        params = {"x": x_axis[0], "y": y_axis[0]} | ({"by": by} if by else {})
        write(name, claim, {"op": "grid", "params": params, "table": {"columns": columns}},
              gridded(columns[x_axis[0]["column"]], columns[y_axis[0]["column"]], x_axis, y_axis, columns.get(by)),
              oracle=f"NumPy {np.__version__}")

    x = {"column": "kwh_year", "n_cells": 12}
    y = {"column": "outage_hours", "n_cells": 9}
    hours_present = [value for value in hours if value is not None]
    x_edges = np.linspace(min(present), max(present), 13)
    y_edges = np.linspace(min(hours_present), max(hours_present), 10)
    ask("grid_of_two_columns", "customers are counted in the cells of a grid", (x, x_edges), (y, y_edges))
    ask("grid_by_segment", "customers are counted by the levels of a category", (x, x_edges), (y, y_edges), by="segment")
    log = {"column": "kwh_year", "n_cells": 10, "scale": "log"}
    log_edges = np.geomspace(min(value for value in present if value > 0), max(present), 11)
    clipped = {"column": "outage_hours", "n_cells": 5, "least": 1, "greatest": 6}
    ask("grid_logarithmic", "a logarithmic axis has cells of equal ratio; values beyond an axis are outside",
        (log, log_edges), (clipped, np.linspace(1, 6, 6)))
    write("grid_of_equal_values", "an axis of one value has half a unit on both sides, a logarithmic one half and twice it",
          {"op": "grid", "params": {"x": {"column": "x", "n_cells": 2}, "y": {"column": "x", "n_cells": 1, "scale": "log"}},
           "table": {"columns": {"x": [3, 3]}}},
          {"n_rows": 2, "n_counted": 2, "n_missing": 0, "n_outside": 0,
           "x": {"column": "x", "scale": "linear", "edges": [2.5, 3.0, 3.5]},
           "y": {"column": "x", "scale": "log", "edges": [1.5, 6.0]},
           "cells": {"x": [1], "y": [0], "n": [2]}}, oracle="by hand")


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
           'op is "predict"; must be one of fit, grid', "/op", {"op": "predict", "known": ["fit", "grid"]}, op="predict")
    refuse("grid_axis_empty", "an axis that ends before it begins is refused",
           {"x": {"column": "kwh_year", "least": 5, "greatest": 5}, "y": {"column": "kwh_year"}},
           "axis_empty", "params.x goes from 5.0 to 5.0; must rise", "/params/x", {"least": 5.0, "greatest": 5.0}, op="grid")
    refuse("grid_axis_above_all", "an axis that begins above all values is refused",
           {"x": {"column": "kwh_year"}, "y": {"column": "kwh_year", "least": 9000}},
           "axis_empty", "params.y goes from 9000.0 to 3400.0; must rise", "/params/y",
           {"least": 9000.0, "greatest": 3400.0}, op="grid")
    refuse("grid_n_cells_zero", "no cells are refused",
           {"x": {"column": "kwh_year", "n_cells": 0}, "y": {"column": "kwh_year"}}, "out_of_range",
           "params.x.n_cells is 0.0; must be 1.0 to 500.0", "/params/x/n_cells", {"value": 0.0, "min": 1.0, "max": 500.0}, op="grid")
    refuse("grid_of_categories", "an axis of categories is refused",
           {"x": {"column": "tariff"}, "y": {"column": "kwh_year"}}, "column_not_number",
           'params.x.column is "tariff", a column of kind category; must be a column of numbers', "/params/x/column",
           {"column": "tariff", "kind": "category"}, op="grid")
    refuse("grid_by_numbers", "counting by a column of numbers is refused",
           {"x": {"column": "kwh_year"}, "y": {"column": "kwh_year"}, "by": "kwh_year"}, "column_not_category",
           'params.by is "kwh_year", a column of kind number; must be a column of categories', "/params/by",
           {"column": "kwh_year", "kind": "number"}, op="grid")
    refuse("grid_column_missing", "a column that the table does not have is refused",
           {"x": {"column": "kwh_year"}, "y": {"column": "kw"}}, "column_not_found",
           'params.y.column is "kw"; the table has no such column', "/params/y/column", {"column": "kw"}, op="grid")
    refuse("grid_log_without_positive", "a logarithmic axis of values that are not above 0 is refused",
           {"x": {"column": "x", "scale": "log"}, "y": {"column": "x"}}, "no_positive_value",
           'column "x" has no value above 0, which a logarithmic axis needs', "/table/columns/x", {"column": "x"},
           rows={"columns": {"x": [0, -1, None]}}, op="grid")
    refuse("grid_all_missing", "an axis of a column without values is refused",
           {"x": {"column": "x"}, "y": {"column": "x"}}, "column_all_missing",
           'column "x" has no value at all', "/table/columns/x", {"column": "x"}, rows={"columns": {"x": [None, None]}}, op="grid")
    levels = [f"L{i}" for i in range(20)]
    refuse("grid_too_many_cells", "more cells than fit into a reply are refused",
           {"x": {"column": "x", "n_cells": 500}, "y": {"column": "x", "n_cells": 500}, "by": "level"}, "too_many_cells",
           "x, y and by ask for 5000000 cells; must be at most 4000000", "/params", {"n_cells": 5000000, "max": 4000000},
           rows={"columns": {"x": list(range(20)), "level": levels}}, op="grid")


if __name__ == "__main__":
    groups()
    loaded()
    by_hand()
    grids()
    refusals()
