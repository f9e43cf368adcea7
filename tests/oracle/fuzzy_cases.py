"""Writes the replies that the fuzzy cases expect, with scikit-fuzzy and NumPy alone.

    python tests/oracle/fuzzy_cases.py
"""

import json
from pathlib import Path

import numpy as np
import skfuzzy

CASES = Path(__file__).parent.parent / "cases" / "fuzzy"
ORACLE = f"scikit-fuzzy {skfuzzy.__version__}"


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
        (folder / file).write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    if table:
        (folder / "table.csv").write_text(table, encoding="utf-8")


def signed_log(x):
    return np.sign(x) * np.log1p(np.abs(x))


def signed_exp(x):
    return np.sign(x) * np.expm1(np.abs(x))


def memberships(points, centres, m):
    square = ((points[:, None] - centres[None]) ** 2).sum(axis=2)
    weight = square ** (-1 / (m - 1))
    return weight / weight.sum(axis=1, keepdims=True)


def ranked(u, values, between):
    """Names of the first grade, of the second where a row is between both, and the value."""
    order = np.argsort(-u, axis=1, kind="stable")
    rows = np.arange(len(u))
    first, second = u[rows, order[:, 0]], u[rows, order[:, 1]]
    is_between = second >= between * first
    grade = [chr(65 + k) for k in order[:, 0]]
    other = [chr(65 + k) if b else None for k, b in zip(order[:, 1], is_between)]
    return grade, other, is_between, (u * values).sum(axis=1)


def fitted(rows, start, m, weights, logs=(), names=None, between=0.8, tol=1e-8):
    """The reply of a standardised fit, grades and all, from scikit-fuzzy's iterations."""
    rows = np.asarray(rows, dtype=float)
    taken = np.column_stack([signed_log(x) if name in logs else x for name, x in zip(names, rows.T)])
    mean, sd = taken.mean(axis=0), taken.std(axis=0)
    scaled = (taken - mean) / sd
    start = np.asarray(start, dtype=float)
    init = (start / start.sum(axis=1, keepdims=True)).T
    centres, u, _, _, objective, n_iter, fpc = skfuzzy.cmeans(scaled.T, init.shape[0], m, tol, 5000, init=init)
    values = centres @ np.asarray(weights)
    order = np.argsort(-values, kind="stable")
    centres, values, u = centres[order], values[order], u[order].T
    grade, other, is_between, value = ranked(u, values, between)
    units = centres * sd + mean
    units = np.column_stack([signed_exp(x) if name in logs else x for name, x in zip(names, units.T)])
    square = ((scaled[:, None] - centres[None]) ** 2).sum(axis=2)
    apart = ((centres[:, None] - centres[None]) ** 2).sum(axis=2)
    nearest = apart[~np.eye(len(centres), dtype=bool)].min()
    return {
        "n_iter": int(n_iter),
        "converged": True,
        "objective": float((u**m * square).sum()),
        "partition_coefficient": float(fpc),
        "partition_entropy": float(-(u * np.log(u)).sum() / len(rows)),
        "xie_beni": float((u**m * square).sum() / (len(rows) * nearest)),
        "n_rows": len(rows),
        "n_rows_used": len(rows),
        "n_between": int(is_between.sum()),
        "groups": [
            {"grade": chr(65 + k), "value": float(values[k]), "size": grade.count(chr(65 + k)), "cardinality": float(u[:, k].sum())}
            for k in range(len(centres))
        ],
        "model": {"module": "fuzzy", "schema": 1, "columns": names, "centroids": units.tolist()},
        "columns": {
            "grade": grade,
            "grade_second": other,
            "value": value.tolist(),
            **{f"membership_{chr(65 + k)}": u[:, k].tolist() for k in range(len(centres))},
        },
    }


def drawn(seed, n, d):
    generator = np.random.default_rng(seed)
    centres = generator.normal(size=(4, d)) * 2
    return np.round(centres[generator.integers(4, size=n)] + generator.normal(size=(n, d)), 3)


def start(n, c):
    """A fixed start that is no fixed point: as in the golden files."""
    return np.array([[(7 * i + 13 * j + i * j) % 17 + 1 for j in range(c)] for i in range(n)])


def fit_request(rows, begin, m, weights, names, **more):
    c = begin.shape[1]
    starts = {f"u{k}": begin[:, k].tolist() for k in range(c)}
    params = {
        "c": c, "m": m, "columns": names, "tol": 1e-8, "max_iter": 5000,
        "init": {"memberships": list(starts)}, "value": {"weights": dict(zip(names, weights))}, **more,
    }
    columns = {name: rows[:, j].tolist() for j, name in enumerate(names)}
    return {"op": "fit", "params": params, "table": {"columns": {**columns, **starts}}}


def overlapping():
    rows, names, weights = drawn(7, 60, 3), ["a", "b", "c"], [1.0, 0.5, -0.25]
    for m in (2.0, 1.5):
        begin = start(60, 3)
        write(
            f"overlapping_groups_m_{str(m).replace('.', '_')}",
            "centres, memberships, indices, updates and grades are scikit-fuzzy's",
            fit_request(rows, begin, m, weights, names),
            fitted(rows, begin, m, weights, names=names),
        )


def loaded():
    names, weights = ["kwh_year", "tenure_months"], [0.2, 0.05]
    generator = np.random.default_rng(8)
    kwh = np.round(np.exp(generator.normal(7.5, 1.2, size=50)), 1)
    rows = np.column_stack([kwh, generator.integers(1, 200, size=50)])
    begin = start(50, 3)
    head = "customer_id,kwh_year,tenure_months,u0,u1,u2"
    lines = [f"C{i:04},{row[0]},{row[1]:.0f},{','.join(map(str, u))}" for i, (row, u) in enumerate(zip(rows, begin))]
    params = {
        "c": 3, "columns": names, "log": ["kwh_year"], "tol": 1e-8, "max_iter": 5000,
        "init": {"memberships": ["u0", "u1", "u2"]},
    }
    write(
        "loaded_columns_with_logarithms",
        "columns that a host loads from CSV are graded by the default weights, kWh as logarithms",
        {"op": "fit", "params": params, "rows_as": "inline"},
        fitted(rows, begin, 2.0, weights, logs=("kwh_year",), names=names),
        table="\n".join([head, *lines]) + "\n",
    )


def model(centres, weights, names, missing="refuse", between=0.8):
    zeros, ones = [0.0] * len(names), [1.0] * len(names)
    return {
        "module": "fuzzy", "schema": 1, "columns": names, "log": [], "missing": missing, "standardize": False,
        "scaler": {"mean": zeros, "sd": ones}, "m": 2.0,
        "centroids": centres, "centroids_standardized": centres, "value_weights": weights, "between": between,
    }


def predict():
    write(
        "predict_between_two_grades",
        "a row between two grades shows both; a row without a value has none and keeps its place",
        {
            "op": "predict", "model": model([[10.0], [0.0]], [1.0], ["x"], "drop"),
            "table": {"columns": {"x": [10, None, 5, 2, 4.9]}},
        },
        {
            "n_rows": 5, "n_rows_used": 4, "n_between": 2, "sizes": [2, 2],
            "columns": {
                "grade": ["A", None, "A", "B", "B"],
                "grade_second": [None, None, "B", None, "A"],
                "membership": [1.0, None, 0.5, 64 / 68, 26.01 / 50.02],
                "membership_second": [None, None, 0.5, None, 24.01 / 50.02],
                "value": [10.0, None, 5.0, 40 / 68, 240.1 / 50.02],
            },
        },
        oracle="by hand: memberships are 1/D over their sum",
    )


def what_if():
    rows = drawn(9, 50, 2)
    centres, weights = np.array([[2.0, 1.0], [0.0, 3.0], [-2.0, 0.0]]), np.array([1.0, 0.25])
    values = centres @ weights
    edited = rows.copy()
    chosen = rows[:, 1] > 0
    edited[chosen, 0] = edited[chosen, 0] * 1.5 + 1
    before, after = (memberships(points, centres, 2.0) for points in (rows, edited))
    (grade, _, near, value), (grade_after, _, near_after, value_after) = (ranked(u, values, 0.8) for u in (before, after))
    names = ["A", "B", "C"]
    migration = [[sum(a == i and b == j for a, b in zip(grade, grade_after)) for j in names] for i in names]
    moved = 0.5 * np.abs(after - before).sum(axis=1)
    top = [int(row) for row in np.argsort(-moved, kind="stable")[:10] if moved[row] > 0]
    columns = {"a": rows[:, 0].tolist(), "b": rows[:, 1].tolist()}
    scenario = [
        {"column": "a", "where": {"column": "b", "gt": 0}, "scale": 1.5},
        {"column": "a", "where": {"column": "b", "gt": 0}, "add": 1},
    ]
    call = {"op": "what_if", "model": model(centres.tolist(), weights.tolist(), ["a", "b"]), "table": {"columns": columns}}
    write(
        "what_if_moves_customers",
        "edits under a condition move customers between grades as NumPy says",
        {**call, "params": {"scenario": scenario}},
        {
            "grades": {"groups": names, "migration": migration, "n_moved": sum(a != b for a, b in zip(grade, grade_after))},
            "n_between_before": int(near.sum()), "n_between_after": int(near_after.sum()),
            "value": {
                "before": {"n": 50, "mean": value.mean(), "min": value.min(), "max": value.max()},
                "after": {"n": 50, "mean": value_after.mean(), "min": value_after.min(), "max": value_after.max()},
            },
            "movers": [
                {"row": row, "grade_before": grade[row], "grade_after": grade_after[row], "moved_share": moved[row]}
                for row in top
            ],
            "columns": {"grade_before": grade, "grade_after": grade_after, "value_after": value_after.tolist()},
        },
        oracle=f"NumPy {np.__version__}",
    )
    write(
        "what_if_without_edits",
        "a what-if with no edit moves nobody",
        {**call, "params": {}},
        {"grades": {"n_moved": 0}, "movers": [], "value": {"mean_change": 0.0}},
        oracle="by definition",
    )
    other = centres @ np.array([-1.0, 0.0])
    order = np.argsort(-other, kind="stable")
    u = memberships(rows, centres[order], 2.0)
    grade_other, _, _, value_other = ranked(u, other[order], 0.8)
    write(
        "what_if_other_weights",
        "other weights order the centres anew, and the reply gives the new model",
        {**call, "params": {"weights": {"a": -1}}},
        {
            "model": {"centroids": centres[order].tolist(), "value_weights": [-1.0, 0.0]},
            "columns": {"grade_before": grade, "grade_after": grade_other, "value_after": value_other.tolist()},
        },
        oracle=f"NumPy {np.__version__}",
    )


def coincident():
    write(
        "coincident_centres_are_said",
        "all customers equal: the centres are one, Xie-Beni is not defined",
        {"op": "fit", "params": {"c": 2, "value": "none"}, "table": {"columns": {"x": [5, 5, 5]}}},
        {
            "coincident": [{"grades": ["g1", "g2"], "distance": 0.0}], "xie_beni": None, "objective": 0.0,
            "partition_coefficient": 0.5, "partition_entropy": float(np.log(2)),
            "groups": [{"grade": "g1", "value": None, "cardinality": 1.5}, {"grade": "g2", "cardinality": 1.5}],
        },
        oracle="by hand: every membership is 1/2",
    )


def refusals():
    table = {"columns": {"kwh_year": [1200, 3400, 900], "arrears_days": [0, 12, 3], "tariff": ["a", "b", "a"]}}

    def refuse(name, claim, params, code, message, pointer, values=None, rows=table, op="fit", **more):
        problem = {"code": code, "message": message, "pointer": pointer, "values": values or {}}
        write(name, claim, {"op": op, "params": params, "table": rows, **more}, oracle="the contract", problem=problem)

    refuse("c_one", "one group is no grading", {"c": 1}, "c_out_of_range",
           "params.c is 1; must be 2 to 26 (limit)", "/params/c", {"c": 1, "max": 26})
    refuse("c_above_rows", "more groups than customers are refused", {"c": 5}, "c_out_of_range",
           "params.c is 5; must be 2 to 3 (rows)", "/params/c", {"c": 5, "max": 3})
    refuse("m_one", "a fuzzifier of 1 is refused", {"c": 2, "m": 1}, "out_of_range",
           "params.m is 1; must be 1.05 to 10", "/params/m", {"value": 1.0, "min": 1.05, "max": 10.0})
    refuse("value_not_stated", "without a direction of value nobody is graded", {"c": 2, "columns": ["arrears_days"]},
           "value_not_stated",
           'params.value is not stated, and no column has a default weight; give weights, or "none"', "/params/value")
    refuse("weight_of_column_not_used", "a weight of a column that is not used is refused",
           {"c": 2, "columns": ["arrears_days"], "value": {"weights": {"kwh_year": 1}}}, "column_not_used",
           'params.value.weights.kwh_year is "kwh_year", which is none of the columns used',
           "/params/value/weights/kwh_year", {"column": "kwh_year"})
    refuse("column_missing", "a column that the table does not have is refused", {"c": 2, "columns": ["kwh"]},
           "column_not_found", 'params.columns[0] is "kwh"; the table has no such column', "/params/columns/0",
           {"column": "kwh"})
    refuse("column_of_texts", "a column of texts is refused", {"c": 2, "columns": ["tariff"]}, "column_not_number",
           'params.columns[0] is "tariff", a column of kind category; must be a column of numbers', "/params/columns/0",
           {"column": "tariff", "kind": "category"})
    refuse("missing_value", "a missing value is named with its row", {"c": 2}, "missing_value",
           'row 1 of column "kwh_year" is missing; give it, or set params.missing to "mean" or "drop"',
           "/table/columns/kwh_year/1", {"column": "kwh_year", "row": 1},
           rows={"columns": {"kwh_year": [1, None, 3]}})
    refuse("memberships_not_valid", "start memberships that are all 0 are refused",
           {"c": 2, "columns": ["x"], "value": "none", "init": {"memberships": ["u", "v"]}}, "memberships_not_valid",
           "params.init.memberships in row 1 are no memberships: each must be 0 or more, and not all 0",
           "/params/init/memberships", {"row": 1},
           rows={"columns": {"x": [1, 2, 3], "u": [1, 0, 1], "v": [1, 0, 2]}})
    refuse("no_rows", "an empty table is refused", {"c": 2}, "no_rows", "table has no rows", "/table", {"n_rows": 0},
           rows={"columns": {"kwh_year": []}})
    refuse("unknown_field", "a field that is not known is refused", {"k": 2}, "unknown_field",
           "params.k: unknown field `k`, expected one of `c`, `m`, `columns`, `log`, `init`, `seed`, `standardize`, "
           "`max_iter`, `tol`, `missing`, `value`, `between`", "/params/k")
    refuse("model_of_other_module", "a model of another module is refused", {}, "model_of_other_module",
           'model.module is "kmeans"; must be "fuzzy"', "/model/module", {"module": "kmeans", "expected": "fuzzy"},
           op="predict", model={**model([[10.0], [0.0]], [1.0], ["kwh_year"]), "module": "kmeans"})
    refuse("model_schema_never_written", "a model of a schema that was never written is refused", {},
           "model_schema_unsupported", "model.schema is 2; this version reads 1", "/model/schema",
           {"schema": 2, "supported": [1]}, op="predict",
           model={**model([[10.0], [0.0]], [1.0], ["kwh_year"]), "schema": 2})
    refuse("weights_of_no_grades", "groups that are no grades take no weights", {"weights": {"kwh_year": 1}},
           "groups_not_graded", "params.weights are of no use: the model's groups are no grades", "/params/weights",
           op="what_if", model=model([[10.0], [0.0]], None, ["kwh_year"]))


if __name__ == "__main__":
    overlapping()
    loaded()
    predict()
    what_if()
    coincident()
    refusals()
