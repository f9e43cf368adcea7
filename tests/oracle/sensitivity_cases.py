"""Writes the replies that the cases of sensitivity expect, with statsmodels, scikit-learn and NumPy alone.

    python tests/oracle/sensitivity_cases.py
"""

import itertools
import json
import math
import random
import sys
from pathlib import Path

import numpy as np
import sklearn
import statsmodels
import statsmodels.api as sm
from scipy.optimize import minimize
from scipy.stats import norm
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

CASES = Path(__file__).parent.parent / "cases" / "sensitivity"
STATSMODELS = f"statsmodels {statsmodels.__version__}"
NUMPY = f"NumPy {np.__version__}"
MODULE = {"module": "sensitivity", "schema": 1}


def put(name, files):
    folder = CASES / name
    folder.mkdir(parents=True, exist_ok=True)
    for file, content in files.items():
        text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False, indent=2) + "\n"
        (folder / file).write_text(text, encoding="utf-8")


def case(name, claim, request, reply, oracle=STATSMODELS, tolerance=1e-9, table=None):
    about = {"claim": claim, "oracle": oracle, "tolerance": tolerance}
    files = {"case.json": about, "request.json": request, "reply.json": reply}
    put(name, files | ({"table.csv": table} if table else {}))


def refusal(name, claim, request, code, message, pointer, values=None):
    about = {"claim": claim, "oracle": "the rule that the message states"}
    problem = {"code": code, "message": message, "pointer": pointer, "values": values or {}}
    put(name, {"case.json": about, "request.json": request, "problem.json": problem})


def customers(n):
    """Outages, kWh and tariff of n customers, and who complained."""
    draw = random.Random(20260801).random
    outages = [float(int(9 * draw())) for _ in range(n)]
    kwh = [round(900 + 5000 * draw(), 1) for _ in range(n)]
    tariff = [["flat", "flat", "tou", "step"][int(4 * draw())] for _ in range(n)]
    level = {"flat": 0.0, "tou": 0.9, "step": -0.6}
    odds = [-1.0 + 0.4 * outages[i] - 0.0003 * kwh[i] + level[tariff[i]] for i in range(n)]
    happened = [int(draw() < 1 / (1 + math.exp(-odds[i]))) for i in range(n)]
    return {"outages": outages, "kwh": kwh, "tariff": tariff, "complained": happened}


N = 80
TABLE = customers(N)
NUMBERS = ["outages", "kwh"]
LEVELS = ["step", "tou"]  # against flat, in the order of their texts


def matrix(table, levels=LEVELS):
    columns = [np.ones(len(table["outages"]))] + [np.array(table[name], dtype=float) for name in NUMBERS]
    columns += [np.array([float(text == level) for text in table["tariff"]]) for level in levels]
    return np.column_stack(columns)


def auc_and_losses(y, p, weights=None):
    y, p = np.asarray(y, dtype=float), np.asarray(p)
    weights = np.ones(len(y)) if weights is None else np.asarray(weights, dtype=float)
    losses = -(y * np.log(p) + (1 - y) * np.log(1 - p))
    return {
        "auc": float(roc_auc_score(y, p, sample_weight=weights)),
        "log_loss": float(np.average(losses, weights=weights)),
        "brier": float(np.average((p - y) ** 2, weights=weights)),
    }


def coefficients(names, params, errors, confidence=0.95):
    found = []
    for name, b, se in zip(names, params, errors):
        half = norm.ppf(0.5 + confidence / 2) * se
        found.append(
            name
            | {
                "coefficient": float(b),
                "standard_error": float(se),
                "z": float(b / se),
                "p": float(2 * norm.sf(abs(b / se))),
                "ci_low": float(b - half),
                "ci_high": float(b + half),
                "odds_ratio": float(math.exp(b)),
            }
        )
    return found


NAMES = [{}, {"column": "outages"}, {"column": "kwh"}, {"column": "tariff", "level": "step"}]
NAMES += [{"column": "tariff", "level": "tou"}]


def vif(x):
    correlation = np.corrcoef(x[:, 1:], rowvar=False)
    eigen = np.linalg.eigvalsh(correlation)
    return np.diag(np.linalg.inv(correlation)), math.sqrt(eigen[-1] / eigen[0])


def null_likelihood(y, weights=None):
    weights = np.ones(len(y)) if weights is None else np.asarray(weights, dtype=float)
    n, events = weights.sum(), (weights * y).sum()
    return float(events * math.log(events / n) + (n - events) * math.log(1 - events / n))


def fits():
    x, y = matrix(TABLE), np.array(TABLE["complained"])
    fit = sm.Logit(y, x).fit(disp=0, tol=1e-14, maxiter=100)
    inflation, condition = vif(x)
    found = coefficients(NAMES, fit.params, fit.bse)
    for term, value in zip(found[1:], inflation):
        term["vif"] = float(value)
    params = {"target": "complained", "base": [{"column": "tariff", "level": "flat"}]}
    reply = {
        "coefficients": found,
        "method": "maximum_likelihood",
        "n_rows": N,
        "n_rows_used": N,
        "n_events": int(y.sum()),
        "log_likelihood": float(fit.llf),
        "log_likelihood_null": null_likelihood(y),
        "aic": float(fit.aic),
        "bic": float(fit.bic),
        "mcfadden_r2": float(1 - fit.llf / null_likelihood(y)),
        "condition_number": condition,
        "converged": True,
        "separation": None,
        "ranks": "exact",
        "columns": {"probability": fit.predict().tolist(), "log_odds": (x @ fit.params).tolist()},
    } | auc_and_losses(y, fit.predict())
    request = {"op": "fit", "params": params, "table": {"columns": TABLE}}
    case("fit_numbers_and_category", "coefficients, errors, intervals and criteria are those of statsmodels", request, reply)
    weighted(x, y)
    ridge(x, y)
    return fit


def weighted(x, y):
    weights = np.array([float(1 + i % 3) for i in range(N)])
    fit = sm.GLM(y, x, family=sm.families.Binomial(), freq_weights=weights).fit(tol=1e-14, maxiter=200)
    p = fit.predict()
    likelihood = float((weights * (y * np.log(p) + (1 - y) * np.log(1 - p))).sum())
    reply = {
        "coefficients": coefficients(NAMES, fit.params, fit.bse, 0.9),
        "n_rows": N,
        "weight": float(weights.sum()),
        "log_likelihood": likelihood,
        "log_likelihood_null": null_likelihood(y, weights),
        "aic": 2 * 5 - 2 * likelihood,
        "bic": 5 * math.log(weights.sum()) - 2 * likelihood,
    } | auc_and_losses(y, p, weights)
    params = {"target": "complained", "weights": "meters", "base": [{"column": "tariff", "level": "flat"}]}
    params |= {"confidence": 0.9}
    request = {"op": "fit", "params": params, "table": {"columns": TABLE | {"meters": weights.tolist()}}}
    case("weights_are_rows", "a weight counts as so many rows", request, reply)


def ridge(x, y):
    numbers = x[:, 1:3]
    scaled = (numbers - numbers.mean(axis=0)) / numbers.std(axis=0)
    design = np.column_stack([scaled, x[:, 3:]])
    fit = LogisticRegression(C=0.5, tol=1e-12, max_iter=10000, solver="newton-cholesky").fit(design, y)
    found = [{"coefficient": float(b)} for b in [fit.intercept_[0], *fit.coef_[0]]]
    params = {"target": "complained", "base": [{"column": "tariff", "level": "flat"}], "standardize": True, "ridge": 2}
    request = {"op": "fit", "params": params, "table": {"columns": TABLE}}
    reply = {"coefficients": found, "method": "ridge", "converged": True}
    oracle = f"scikit-learn {sklearn.__version__}"
    case("ridge_is_one_over_c", "a penalty of 2 on standardised columns is C = 0.5", request, reply, oracle, 1e-6)


def firth():
    """Hours and outcomes that a cut at 4.5 tells apart, and Firth's penalised likelihood by plain search."""
    hours, y = np.arange(1.0, 9.0), np.array([0, 0, 0, 0, 1, 1, 1, 1])
    x = np.column_stack([np.ones(8), hours])

    def minus(b):
        p = 1 / (1 + np.exp(-(x @ b)))
        information = x.T @ (x * (p * (1 - p))[:, None])
        return -(y * np.log(p) + (1 - y) * np.log(1 - p)).sum() - 0.5 * np.linalg.slogdet(information)[1]

    def score(b):
        p = 1 / (1 + np.exp(-(x @ b)))
        w = p * (1 - p)
        inverse = np.linalg.inv(x.T @ (x * w[:, None]))
        leverage = w * np.einsum("ij,jk,ik->i", x, inverse, x)
        return x.T @ (y - p + leverage * (0.5 - p)), inverse

    b = minimize(minus, np.zeros(2), method="Nelder-Mead", options={"xatol": 1e-10, "fatol": 1e-14, "maxiter": 10000}).x
    for _ in range(200):
        gradient, inverse = score(b)
        b = b + inverse @ gradient
    assert np.abs(score(b)[0]).max() < 1e-12
    errors = np.sqrt(np.diag(score(b)[1]))
    reply = {
        "coefficients": coefficients([{}, {"column": "hours"}], b, errors),
        "method": "firth",
        "converged": True,
        "separation": {"kind": "complete", "terms": [{"column": "hours"}]},
        "auc": 1.0,
    }
    request = {"op": "fit", "params": {"target": "y"}, "table": {"columns": {"hours": hours.tolist(), "y": y.tolist()}}}
    claim = "complete separation is found, said, and answered with Firth's estimates"
    case("separated_then_firth", claim, request, reply, NUMPY + ", the penalised likelihood written out", 1e-8)


def model_of(fit):
    levels = [("flat", 0.0), ("step", fit.params[3]), ("tou", fit.params[4])]
    share = lambda text: TABLE["tariff"].count(text) / N
    columns = []
    for index, name in enumerate(NUMBERS):
        values = np.array(TABLE[name])
        figures = {"coefficient": fit.params[index + 1], "mean": values.mean(), "sd": values.std()}
        figures |= {"least": values.min(), "greatest": values.max()}
        columns.append({"column": name, "number": {key: float(value) for key, value in figures.items()}})
    found = [{"level": text, "coefficient": float(b), "share": share(text)} for text, b in levels]
    columns.append({"column": "tariff", "levels": found})
    head = MODULE | {"target": "complained", "standardize": False, "missing": "refuse", "unknown": "refuse"}
    return head | {"intercept": float(fit.params[0]), "columns": columns}


def probability(model, table):
    odds = np.full(len(table["outages"]), model["intercept"])
    for column in model["columns"][:2]:
        odds = odds + column["number"]["coefficient"] * np.array(table[column["column"]], dtype=float)
    levels = {level["level"]: level["coefficient"] for level in model["columns"][2]["levels"]}
    odds = odds + np.array([levels[text] for text in table["tariff"]])
    return 1 / (1 + np.exp(-odds)), odds


def predictions(model):
    some = {name: values[:6] for name, values in TABLE.items() if name != "complained"}
    p, odds = probability(model, some)
    shares = {}
    for column in model["columns"][:2]:
        number = column["number"]
        values = np.array(some[column["column"]]) - number["mean"]
        shares[f"share_{column['column']}"] = (number["coefficient"] * values).tolist()
    levels = {level["level"]: level["coefficient"] for level in model["columns"][2]["levels"]}
    average = sum(level["coefficient"] * level["share"] for level in model["columns"][2]["levels"])
    shares["share_tariff"] = [levels[text] - average for text in some["tariff"]]
    reply = {"n_rows": 6, "n_rows_used": 6, "expected_events": float(p.sum())}
    reply |= {"columns": {"probability": p.tolist(), "log_odds": odds.tolist()} | shares}
    request = {"op": "predict", "params": {"shares": True}, "model": model, "table": {"columns": some}}
    case("predict_with_shares", "probability, log odds and each column's share in them", request, reply, NUMPY)
    gaps = some | {"kwh": [None] + some["kwh"][1:], "tariff": some["tariff"][:5] + [None]}
    dropped = {"probability": [None, *p[1:5].tolist(), None]}
    request = {"op": "predict", "model": model | {"missing": "drop"}, "table": {"columns": gaps}}
    reply = {"n_rows": 6, "n_rows_used": 4, "columns": dropped}
    case("predict_keeps_dropped_rows", "a row that lacks a value has no probability and keeps its place", request, reply, NUMPY)


def curves(model, fit):
    p, _ = probability(model, TABLE)
    at = [0, 2.5, 8]
    points = []
    for value in at:
        moved = probability(model, TABLE | {"outages": [value] * N})[0]
        points.append({"value": value, "probability": float(moved.mean()), "individual": moved[[0, 9]].tolist()})
    margins = fit.get_margeff(at="overall", method="dydx").margeff[0]
    elasticity = fit.get_margeff(at="overall", method="eyex").margeff[0]
    reply = {"column": "outages", "n_rows_used": N, "mean_probability": float(p.mean()), "points": points}
    reply |= {"average_marginal_effect": float(margins), "elasticity": float(elasticity)}
    request = {"op": "curve", "params": {"column": "outages", "at": at, "rows": [0, 9]}, "model": model}
    request |= {"table": {"columns": TABLE}}
    case("curve_of_a_number", "partial dependence, individual curves, marginal effect and elasticity", request, reply)
    levels = ["flat", "step", "tou"]
    grid = [[], [], []]
    points = []
    for row, level in enumerate(levels):
        table = TABLE | {"tariff": [level] * N}
        points.append({"level": level, "probability": float(probability(model, table)[0].mean())})
        for value in np.linspace(0, 8, 3):
            grid[row].append(float(probability(model, table | {"outages": [value] * N})[0].mean()))
    reply = {"column": "tariff", "points": points, "average_marginal_effect": None}
    reply |= {"grid": {"column": "outages", "values": [0, 4, 8], "levels": [], "probability": grid}}
    params = {"column": "tariff", "second": "outages", "points": 3}
    request = {"op": "curve", "params": params, "model": model, "table": {"columns": TABLE}}
    case("curve_of_two_columns", "a grid of two columns", request, reply, NUMPY)


def what_ifs(model):
    before, odds = probability(model, TABLE)
    outages = [x * 0.5 if k > 3000 else x for x, k in zip(TABLE["outages"], TABLE["kwh"])]
    after, _ = probability(model, TABLE | {"outages": outages})
    above = lambda p, t: int((p >= t).sum())
    stayed = int(((before >= 0.3) & (after >= 0.25)).sum())
    reply = {
        "expected_events_before": float(before.sum()),
        "expected_events_after": float(after.sum()),
        "groups": {
            "groups": ["below", "above"],
            "counts_before": [N - above(before, 0.3), above(before, 0.3)],
            "counts_after": [N - above(after, 0.25), above(after, 0.25)],
            "migration": [
                [int(((before < 0.3) & (after < 0.25)).sum()), int(((before < 0.3) & (after >= 0.25)).sum())],
                [int(((before >= 0.3) & (after < 0.25)).sum()), stayed],
            ],
        },
        "movers": [{"row": int(row)} for row in np.argsort(-np.abs(after - before), kind="stable")[:10]],
        "columns": {"probability_before": before.tolist(), "probability_after": after.tolist()},
    }
    edit = {"column": "outages", "where": {"column": "kwh", "gt": 3000}, "scale": 0.5}
    params = {"scenario": [edit], "threshold": 0.3, "threshold_after": 0.25}
    request = {"op": "what_if", "params": params, "model": model, "table": {"columns": TABLE}}
    case("what_if_halves_outages", "edits and a moved threshold, before and after", request, reply, NUMPY)
    reverses(model, before, odds)


def reverses(model, before, odds):
    row = int(np.argmax(before))
    number = model["columns"][0]["number"]
    needed = odds[row] - math.log(0.4 / 0.6)
    to = TABLE["outages"][row] - needed / number["coefficient"]
    assert number["least"] <= to
    change = {"column": "outages", "value": TABLE["outages"][row], "value_after": to}
    reverse = {"row": row, "probability": float(before[row]), "probability_after": 0.4, "reached": True}
    reverse |= {"size": needed / (number["coefficient"] * number["sd"]), "changes": [change]}
    params = {"reverse": {"row": row, "probability": 0.4, "fixed": ["tariff", "kwh"]}}
    request = {"op": "what_if", "params": params, "model": model, "table": {"columns": TABLE}}
    case("reverse_with_fixed_columns", "the one free column moves just as far as needed", request, {"reverse": reverse}, NUMPY)
    reverse_in_steps(model, row, before[row], odds[row])


def reverse_in_steps(model, row, probability, odds):
    """All whole numbers of outages and all hundreds of kWh are tried."""
    (outages, kwh), names = [column["number"] for column in model["columns"][:2]], ["outages", "kwh"]
    now = [TABLE[name][row] for name in names]
    ways = []
    for to in itertools.product(range(9), range(1200, 5701, 100)):
        moves = [(after - value) * number["coefficient"] for after, value, number in zip(to, now, (outages, kwh))]
        size = sum(abs(after - value) / number["sd"] for after, value, number in zip(to, now, (outages, kwh)))
        if odds + sum(moves) <= math.log(0.4 / 0.6):
            ways.append((size, to, odds + sum(moves)))
    (size, to, after), (second, *_) = sorted(ways)[:2]
    assert size < second - 0.01 and all(a != b for a, b in zip(to, now))
    changes = [{"column": name, "value": value, "value_after": float(number)} for name, value, number in zip(names, now, to)]
    reverse = {"row": row, "probability": float(probability), "probability_after": 1 / (1 + math.exp(-after))}
    reverse |= {"reached": True, "size": size, "changes": changes}
    ranges = [{"column": "outages", "least": 0, "greatest": 8, "step": 1},
              {"column": "kwh", "least": 1150, "greatest": 5750, "step": 100}]
    params = {"reverse": {"row": row, "probability": 0.4, "fixed": ["tariff"], "ranges": ranges}}
    request = {"op": "what_if", "params": params, "model": model, "table": {"columns": TABLE}}
    case("reverse_in_steps", "counts move by whole numbers, and no other way is smaller", request, {"reverse": reverse}, NUMPY)


def bad():
    good = {"columns": {"kwh": [1.0, 5.0, 2.0, 7.0, 3.0, 6.0], "y": [0, 1, 0, 0, 1, 1]}}
    fit = lambda cells, **params: {"op": "fit", "params": {"target": "y"} | params, "table": {"columns": cells}}
    kwh, y = good["columns"]["kwh"], good["columns"]["y"]
    same = lambda outcome: fit({"kwh": kwh, "y": [outcome] * 6})
    for name, outcome in [("no_events", 0), ("only_events", 1)]:
        message = f"table.columns.y is {outcome} in all 6 rows; both outcomes are needed"
        refusal(name, "one outcome alone has no log odds", same(outcome), "one_outcome", message, "/table/columns/y",
                {"column": "y", "n_rows": 6, "outcome": outcome})
    refusal("target_not_binary", "a target is 0 or 1", fit({"kwh": kwh, "y": [0, 1, 2, 0, 1, 1]}), "target_not_binary",
            "table.columns.y[2] is 2.0; must be 0 or 1", "/table/columns/y/2", {"column": "y", "row": 2, "value": 2.0})
    refusal("target_of_texts", "a target of texts needs its event", fit({"kwh": kwh, "y": list("nynyny")}), "target_kind",
            "params.target is no column of 0 and 1; name the level that is the event in params.event", "/params/target",
            {"column": "y", "kind": "category"})
    refusal("constant_column", "a column that does not vary says nothing", fit({"kwh": [3] * 6, "y": y}),
            "column_constant", "table.columns.kwh has one value only; leave it out", "/table/columns/kwh", {"column": "kwh"})
    refusal("constant_category", "nor does a category of one level", fit({"tariff": ["a"] * 6, "y": y}),
            "column_constant", "table.columns.tariff has one value only; leave it out", "/table/columns/tariff",
            {"column": "tariff"})
    refusal("all_missing", "a column without values has no mean", fit({"kwh": [None] * 6, "y": y}, missing="mean"),
            "column_all_missing", "table.columns.kwh has no value at all", "/table/columns/kwh", {"column": "kwh"})
    refusal("all_rows_dropped", "when every row lacks a value, none is left", fit({"kwh": [None] * 6, "y": y}, missing="drop"),
            "no_rows", "table has 6 rows, and each lacks a value", "/table", {"n_rows": 6})
    refusal("one_row", "one row has one outcome", fit({"kwh": [1], "y": [1]}), "one_outcome",
            "table.columns.y is 1 in all 1 rows; both outcomes are needed", "/table/columns/y",
            {"column": "y", "n_rows": 1, "outcome": 1})
    refusal("no_rows", "an empty table is refused", fit({"kwh": [], "y": []}), "no_rows", "table has no rows", "/table",
            {"n_rows": 0})
    wide = {f"c{j}": [float((3 * i * i + j * i * i + 5 * i * j) % 11) for i in range(4)] for j in range(4)}
    refusal("more_columns_than_rows", "as many coefficients as rows fit anything", fit(wide | {"y": [0, 1, 0, 1]}),
            "more_terms_than_rows",
            "params.columns become 4 coefficients beside the intercept for 4 rows; must be fewer", "/params/columns",
            {"n": 4, "n_rows": 4})
    refusal("collinear_column", "a column that others determine is named", fit({"kwh": kwh, "double": [2 * x for x in kwh], "y": y}),
            "column_collinear",
            "table.columns.double is a linear combination of the columns before it; leave one out, or set params.ridge",
            "/table/columns/double", {"column": "double"})
    refusal("missing_value", "a gap is named with its place", fit({"kwh": [1, None, 2, 7, 3, 6], "y": y}), "missing_value",
            'row 1 of column "kwh" is missing; give it, or set params.missing to "mean" or "drop"', "/table/columns/kwh/1",
            {"column": "kwh", "row": 1})
    refusal("weight_of_zero", "a weight is above 0", fit({"kwh": kwh, "y": y, "w": [1, 1, 1, 0, 1, 1]}, weights="w"),
            "weight_not_positive", "table.columns.w[3] is 0.0; a weight must be above 0", "/table/columns/w/3",
            {"column": "w", "row": 3, "value": 0.0})
    refusal("column_missing", "a named column must be there", fit({"kwh": kwh, "y": y}, columns=["kwh", "outages"]),
            "column_not_found", 'params.columns[1] is "outages"; the table has no such column', "/params/columns/1",
            {"column": "outages"})
    refusal("target_among_columns", "the target explains itself", fit({"kwh": kwh, "y": y}, columns=["kwh", "y"]),
            "column_twice", 'params.columns[1] is "y", which is named before', "/params/columns/1", {"column": "y"})
    refusal("no_columns", "something must explain the target", fit({"y": y}), "no_columns",
            "table has no column to use beside the target", "/table")
    refusal("column_of_items", "item sets are no column of a regression", fit({"tags": [["a"]] * 6, "y": y}, columns=["tags"]),
            "column_of_items", 'params.columns[0] is "tags", a column of item sets; must hold numbers or categories',
            "/params/columns/0", {"column": "tags"})
    refusal("base_unknown", "a base level must occur", fit({"tariff": list("ababab"), "y": y}, base=[{"column": "tariff", "level": "c"}]),
            "base_unknown", 'params.base says "c"; column "tariff" has no such level', "/params/base",
            {"column": "tariff", "level": "c"})
    refusal("ridge_negative", "a penalty is not negative", fit({"kwh": kwh, "y": y}, ridge=-1), "out_of_range",
            "params.ridge is -1.0; must be 0.0 to 1000000000000.0", "/params/ridge", {"max": 1e12, "min": 0.0, "value": -1.0})
    refusal("firth_beside_ridge", "two penalties at once are none of either", fit({"kwh": kwh, "y": y}, ridge=1, firth="always"),
            "not_beside_ridge", 'params.firth is "always"; not beside params.ridge', "/params/firth")
    refusal("unknown_field", "a mistyped parameter is refused", fit({"kwh": kwh, "y": y}, targett="y"), "unknown_field",
            "params.targett: unknown field `targett`, expected one of `base`, `firth`, `target`, `event`, `columns`, "
            "`weights`, `standardize`, `ridge`, `missing`, `unknown`, `confidence`, `max_iter`", "/params/targett")


def bad_models(model):
    some = {name: values[:2] for name, values in TABLE.items() if name != "complained"}
    predict = lambda model, columns: {"op": "predict", "model": model, "table": {"columns": columns}}
    refusal("model_of_other_module", "a model of another module is told as such", predict({"module": "kmeans", "schema": 1}, some),
            "model_of_other_module", 'model.module is "kmeans"; must be "sensitivity"', "/model/module",
            {"expected": "sensitivity", "module": "kmeans"})
    refusal("model_schema_never_written", "an unknown schema is refused", predict(model | {"schema": 9}, some),
            "model_schema_unsupported", "model.schema is 9; this version reads 1", "/model/schema", {"schema": 9, "supported": [1]})
    broken = model | {"columns": [{"column": "kwh"}]}
    refusal("model_broken", "a column is numbers or levels", predict(broken, some), "model_broken",
            "model.columns must each have one number or levels, figures within 1e60", "/model/columns")
    refusal("unknown_level", "a level that the fit did not know is refused", predict(model, some | {"tariff": ["flat", "new"]}),
            "level_not_in_model", 'table.columns.tariff[1] is "new"; the model knows no such level of column "tariff"',
            "/table/columns/tariff/1", {"column": "tariff", "level": "new"})
    refusal("kind_differs", "texts where the fit had numbers are refused", predict(model, some | {"kwh": ["a", "b"]}),
            "column_kind_differs", "table.columns.kwh is of kind category; it was another kind when the model was fitted",
            "/table/columns/kwh", {"column": "kwh", "kind": "category"})
    refusal("gap_at_scoring", "a gap is refused as the model says", predict(model, some | {"kwh": [5, None]}),
            "missing_value", 'row 1 of column "kwh" is missing; give it, or set params.missing to "mean" or "drop"',
            "/table/columns/kwh/1", {"column": "kwh", "row": 1})
    what_if = lambda params: {"op": "what_if", "params": params, "model": model, "table": {"columns": some}}
    refusal("threshold_above_one", "a threshold is a probability", what_if({"threshold": 1.5}), "out_of_range",
            "params.threshold is 1.5; must be 0.0 to 1.0", "/params/threshold", {"max": 1.0, "min": 0.0, "value": 1.5})
    refusal("reverse_of_no_row", "a row must be there", what_if({"reverse": {"row": 2, "probability": 0.5}}), "row_out_of_range",
            "params.reverse.row is 2; must be below 2 (rows)", "/params/reverse/row", {"n_rows": 2, "row": 2})
    reverse = {"row": 0, "probability": 0.5, "ranges": [{"column": "kwh", "least": 1e6, "greatest": 2e6}]}
    value = some["kwh"][0]
    refusal("reverse_range_beside_value", "a range holds the value", what_if({"reverse": reverse}), "range_without_value",
            f"params.reverse.ranges[0] must be [least, greatest] and hold the row's value, {value}",
            "/params/reverse/ranges/0", {"value": value})
    ranges = [{"column": "kwh", "least": value, "greatest": value, "step": 0}]
    stepping = {"row": 0, "probability": 0.5, "ranges": ranges}
    refusal("reverse_step_of_nothing", "a step leads somewhere", what_if({"reverse": stepping}), "out_of_range",
            "params.reverse.ranges[0].step is 0; must be 2.2250738585072014e-308 to 1.7976931348623157e308",
            "/params/reverse/ranges/0/step", {"max": sys.float_info.max, "min": sys.float_info.min, "value": 0.0})
    curve = {"op": "curve", "params": {"column": "voltage"}, "model": model, "table": {"columns": some}}
    refusal("curve_of_another_column", "a curve is of a column of the model", curve, "not_a_model_column",
            'params.column is "voltage", which the model does not use', "/params/column", {"column": "voltage"})
    refusal("no_table", "a fit needs rows", {"op": "fit", "params": {"target": "y"}}, "table_missing",
            "fit needs a table: load columns or send `table`", "/table")


def loaded():
    """The same fit from a file, the target a text."""
    lines = ["id,outages,kwh,tariff,complained"]
    for i in range(N):
        happened = "yes" if TABLE["complained"][i] else "no"
        lines.append(f"u{i},{TABLE['outages'][i]:g},{TABLE['kwh'][i]:g},{TABLE['tariff'][i]},{happened}")
    fit = sm.Logit(np.array(TABLE["complained"]), matrix(TABLE)).fit(disp=0, tol=1e-14, maxiter=100)
    reply = {"coefficients": coefficients(NAMES, fit.params, fit.bse), "model": {"event": "yes"}}
    params = {"target": "complained", "event": "yes", "base": [{"column": "tariff", "level": "flat"}]}
    claim = "a file's texts are levels, and a level of the target is the event"
    case("loaded_columns", claim, {"op": "fit", "params": params}, reply, table="\n".join(lines) + "\n")


def main():
    fit = fits()
    model = model_of(fit)
    firth()
    predictions(model)
    curves(model, fit)
    what_ifs(model)
    loaded()
    bad()
    bad_models(model)


main()
