"""Writes the scorecard cases. The numbers come from the definitions alone, in plain Python: counts, logarithms,
enumeration of all binnings, Newton's method with Gaussian elimination, pairs of rows.

    python tests/oracle/scorecard_cases.py
"""

import itertools
import json
import math
from pathlib import Path

CASES = Path(__file__).parent.parent / "cases" / "scorecard"
ORACLE = "the definitions, in plain Python"


def write(name, claim, request, reply=None, problem=None, oracle=ORACLE, table=None, tolerance=1e-9):
    folder = CASES / name
    folder.mkdir(parents=True, exist_ok=True)
    about = {"claim": claim, "oracle": oracle if problem is None else "the contract"}
    if problem is None:
        about["tolerance"] = tolerance
    files = {"case.json": about, "request.json": request}
    files["reply.json" if problem is None else "problem.json"] = reply if problem is None else problem
    for file, content in files.items():
        text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False, indent=2)
        (folder / file).write_text(text + "\n", encoding="utf-8")
    if table:
        (folder / "table.csv").write_text(table, encoding="utf-8")


def draws(seed, n):
    """Numbers in 0 to 1 (a linear congruence: Python's own generator may change between versions)."""
    numbers = []
    for _ in range(n):
        seed = (seed * 1103515245 + 12345) % 2**31
        numbers.append((seed >> 8) / 2**23)
    return numbers


def woe_iv(goods, bads, all_goods, all_bads, zero_cell=0.5):
    if goods + bads == 0:
        return 0.0, 0.0
    good_share, bad_share = (goods or zero_cell) / all_goods, (bads or zero_cell) / all_bads
    woe = math.log(good_share / bad_share)
    return woe, (good_share - bad_share) * woe


def strength(iv):
    words = [(0.02, "useless"), (0.1, "weak"), (0.3, "medium")]
    return next((word for bound, word in words if iv < bound), "strong" if iv <= 0.5 else "suspicious")


def bins_of(assigned, target, descriptions):
    """The bins of a column from the index of each row's bin."""
    all_bads = sum(target)
    all_goods = len(target) - all_bads
    bins = []
    for index, description in enumerate(descriptions):
        bads = sum(1 for bin, bad in zip(assigned, target) if bin == index and bad)
        goods = sum(1 for bin, bad in zip(assigned, target) if bin == index and not bad)
        woe, iv = woe_iv(goods, bads, all_goods, all_bads)
        n = goods + bads
        bins.append({
            **description, "n_rows": n, "n_goods": goods, "n_bads": bads, "share": n / len(target),
            "bad_rate": bads / n if n else None, "woe": woe, "iv": iv,
        })
    return bins


def ranges(edges):
    bounds = [None, *edges, None]
    kinds = []
    for start, end in zip(bounds, bounds[1:]):
        kinds.append({"kind": "range", **({"from": start} if start is not None else {}), **({"to": end} if end is not None else {})})
    return kinds


def number_column(name, values, target, edges, special=()):
    def bin(value):
        if value is None:
            return len(edges) + 1 + len(special)
        return len(edges) + 1 + special.index(value) if value in special else sum(value >= edge for edge in edges)

    descriptions = ranges(edges) + [{"kind": "special", "from": code} for code in special] + [{"kind": "missing"}]
    bins = bins_of([bin(value) for value in values], target, descriptions)
    iv = sum(bin["iv"] for bin in bins)
    return {"column": name, "kind": "number", "iv": iv, "strength": strength(iv), "bins": bins}


def level_column(name, values, target, groups):
    def bin(value):
        return len(groups) if value is None else next((i for i, group in enumerate(groups) if value in group), len(groups) + 1)

    descriptions = [{"kind": "levels", "levels": group} for group in groups] + [{"kind": "missing"}, {"kind": "other"}]
    bins = bins_of([bin(value) for value in values], target, descriptions)
    iv = sum(bin["iv"] for bin in bins)
    return {"column": name, "kind": "category", "iv": iv, "strength": strength(iv), "bins": bins}


def best_edges(values, target, min_share, max_bins, is_allowed):
    """Tries every set of cuts between distinct values."""
    distinct = sorted(set(values))
    best = None
    for n_cuts in range(max_bins):
        for edges in itertools.combinations(distinct[1:], n_cuts):
            bins = number_column("", values, target, list(edges))["bins"][:-1]
            if any(bin["n_goods"] == 0 or bin["n_bads"] == 0 or bin["share"] < min_share for bin in bins):
                continue
            if not is_allowed([bin["bad_rate"] for bin in bins]):
                continue
            iv = sum(bin["iv"] for bin in bins)
            if best is None or iv > best[0] + 1e-12:
                best = (iv, list(edges))
    return best[1]


def rises(rates):
    return all(a <= b for a, b in zip(rates, rates[1:]))


def falls(rates):
    return all(a >= b for a, b in zip(rates, rates[1:]))


def set_partitions(items):
    if not items:
        yield []
        return
    for rest in set_partitions(items[1:]):
        yield [[items[0]], *rest]
        for index in range(len(rest)):
            yield [*rest[:index], [items[0], *rest[index]], *rest[index + 1:]]


def best_groups(values, target, min_share, max_bins):
    """Tries every grouping of the levels, neighbours in rate or not."""
    best = None
    for groups in set_partitions(sorted(set(values))):
        if len(groups) > max_bins:
            continue
        bins = level_column("", values, target, groups)["bins"][: len(groups)]
        if any(bin["n_goods"] == 0 or bin["n_bads"] == 0 or bin["share"] < min_share for bin in bins):
            continue
        iv = sum(bin["iv"] for bin in bins)
        if best is None or iv > best[0] + 1e-12 or (abs(iv - best[0]) <= 1e-12 and len(groups) < len(best[1])):
            order = sorted(range(len(groups)), key=lambda i: bins[i]["bad_rate"])
            best = (iv, [sorted(groups[i]) for i in order])
    return best[1]


def solve(matrix, vector):
    """Gaussian elimination with partial pivoting."""
    n = len(vector)
    rows = [list(row) + [value] for row, value in zip(matrix, vector)]
    for i in range(n):
        pivot = max(range(i, n), key=lambda r: abs(rows[r][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for r in range(i + 1, n):
            factor = rows[r][i] / rows[i][i]
            for c in range(i, n + 1):
                rows[r][c] -= factor * rows[i][c]
    solution = [0.0] * n
    for i in reversed(range(n)):
        solution[i] = (rows[i][n] - sum(rows[i][c] * solution[c] for c in range(i + 1, n))) / rows[i][i]
    return solution


def logistic(design, outcome):
    """Maximum likelihood by Newton's method, with standard errors."""
    n_terms = len(design[0])
    beta = [0.0] * n_terms
    for _ in range(50):
        p = [1 / (1 + math.exp(-sum(b * x for b, x in zip(beta, row)))) for row in design]
        gradient = [math.fsum((y - q) * row[j] for y, q, row in zip(outcome, p, design)) for j in range(n_terms)]
        information = [
            [math.fsum(q * (1 - q) * row[j] * row[k] for q, row in zip(p, design)) for k in range(n_terms)]
            for j in range(n_terms)
        ]
        step = solve(information, gradient)
        beta = [b + s for b, s in zip(beta, step)]
        if max(abs(s) for s in step) < 1e-14:
            break
    errors = []
    for j in range(n_terms):
        unit = [float(k == j) for k in range(n_terms)]
        errors.append(math.sqrt(solve(information, unit)[j]))
    return beta, errors


def rounded(points):
    return int(math.floor(abs(points) + 0.5) * (1 if points >= 0 else -1))


def customers(n, seed):
    u = draws(seed, 5 * n)
    days = [int(u[5 * i] * u[5 * i + 1] * 60) for i in range(n)]
    tariff = [("flat", "tou", "step")[int(u[5 * i + 2] * 3)] for i in range(n)]
    target = []
    for i in range(n):
        log_odds = -2 + days[i] / 15 + (tariff[i] == "flat") * 0.8
        target.append(int(u[5 * i + 3] < 1 / (1 + math.exp(-log_odds))))
    return days, tariff, target


def bin_cases():
    values, target = [1, 2, 3, 4, 5, 6, 7, 8, None, -1], [0, 0, 0, 1, 0, 1, 1, 1, 1, 0]
    params = {"target": "bad", "binning": {"special": [-1], "by_column": {"x": {"edges": [4.5]}}}}
    write(
        "bins_given_by_the_caller", "bins that are given are kept; missing and special codes have their own",
        {"op": "bin", "params": params, "table": {"columns": {"x": values, "bad": target}}},
        {"n_rows": 10, "n_goods": 5, "n_bads": 5, "way": "exact", "columns": [number_column("x", values, target, [4.5], [-1])]},
    )
    u = draws(5, 400)
    values = [int(u[2 * i] * 10) for i in range(200)]
    target = [int(u[2 * i + 1] < 0.2 + 0.05 * (v if v < 7 else 10 - v)) for i, v in enumerate(values)]
    trends = {
        "ascending": rises, "descending": falls, "none": lambda rates: True,
        "peak": lambda rates: any(rises(rates[:i]) and falls(rates[i - 1:]) for i in range(1, len(rates) + 1)),
        "valley": lambda rates: any(falls(rates[:i]) and rises(rates[i - 1:]) for i in range(1, len(rates) + 1)),
    }
    for trend, is_allowed in trends.items():
        edges = best_edges(values, target, 0.05, 5, is_allowed)
        column = {**number_column("x", values, target, edges), "trend": trend}
        params = {"target": "bad", "binning": {"max_bins": 5, "trend": trend}}
        write(
            f"optimal_bins_{trend}", f"no other choice of at most 5 bins with the trend {trend} has more IV",
            {"op": "bin", "params": params, "table": {"columns": {"x": values, "bad": target}}}, {"columns": [column]},
            oracle="enumeration of all cuts between distinct values, in plain Python",
        )
    rates = {"a": 0.3, "b": 0.6, "c": 0.32, "d": 0.15, "e": 0.58, "f": 0.9}
    u = draws(9, 600)
    levels = ["abcdef"[int(u[2 * i] * 6)] for i in range(300)]
    target = [int(u[2 * i + 1] < rates[level]) for i, level in enumerate(levels)]
    groups = best_groups(levels, target, 0.1, 3)
    write(
        "optimal_groups_of_levels", "no other grouping of the levels has more IV",
        {"op": "bin", "params": {"target": "bad", "binning": {"max_bins": 3, "min_share": 0.1}},
         "table": {"columns": {"x": levels, "bad": target}}},
        {"columns": [level_column("x", levels, target, groups)]},
        oracle="enumeration of all set partitions, in plain Python",
    )
    write(
        "a_constant_column_has_one_bin", "a constant column and one without any value tell nothing: IV 0",
        {"op": "bin", "params": {"target": "bad"},
         "table": {"columns": {"same": [3, 3, 3, 3], "none": [None] * 4, "bad": [0, 1, 0, 1]}}},
        {"columns": [number_column("same", [3] * 4, [0, 1, 0, 1], []), number_column("none", [None] * 4, [0, 1, 0, 1], [])]},
    )


def fit_case():
    days, tariff, target = customers(400, 3)
    edges, groups = [5, 12, 25], [["step", "tou"], ["flat"]]
    columns = [number_column("days", days, target, edges), level_column("tariff", tariff, target, groups)]
    codes = [[sum(d >= e for e in edges) for d in days], [int(t == "flat") for t in tariff]]
    design = [[1.0, *(columns[j]["bins"][codes[j][i]]["woe"] for j in range(2))] for i in range(len(days))]
    beta, errors = logistic(design, [1 - bad for bad in target])
    factor = 40 / math.log(2)
    offset = 500 - factor * math.log(10)
    for j, column in enumerate(columns):
        column["coefficient"], column["standard_error"] = beta[j + 1], errors[j + 1]
        for bin in column["bins"]:
            bin["points_raw"] = factor * beta[j + 1] * bin["woe"]
            bin["points"] = rounded(bin["points_raw"])
    base = offset + factor * beta[0]
    points = [rounded(base) + sum(columns[j]["bins"][codes[j][i]]["points"] for j in range(2)) for i in range(len(days))]
    p = [1 / (1 + math.exp(sum(b * x for b, x in zip(beta, row)))) for row in design]
    pairs = [(p[i] > p[k]) + 0.5 * (abs(p[i] - p[k]) < 1e-12) for i in range(400) if target[i] for k in range(400) if not target[k]]
    auc = sum(pairs) / len(pairs)
    goods, bads = target.count(0), target.count(1)
    ks = max(abs(sum(1 for q, bad in zip(p, target) if bad and q >= c - 1e-12) / bads
                 - sum(1 for q, bad in zip(p, target) if not bad and q >= c - 1e-12) / goods) for c in p)
    loss = -sum(math.log(q if bad else 1 - q) for q, bad in zip(p, target)) / 400
    brier = sum((q - bad) ** 2 for q, bad in zip(p, target)) / 400
    params = {
        "target": "bad", "selection": {"min_iv": 0}, "scale": {"base_points": 500, "base_odds": 10, "pdo": 40},
        "binning": {"by_column": {"days": {"edges": edges}, "tariff": {"groups": groups}}},
        "grades": [{"grade": "high", "from": 480}, {"grade": "low", "from": None}],
    }
    lines = ["customer_id,days,tariff,bad"] + [f"C{i:04},{days[i]},{tariff[i]},{target[i]}" for i in range(400)]
    reply = {
        "model": {"module": "scorecard", "schema": 1, "base_points": rounded(base), "base_points_raw": base, "columns": columns},
        "regression": {"intercept": beta[0], "standard_error": errors[0], "is_firth": False, "converged": True},
        "measures": {"n_rows": 400, "n_goods": goods, "n_bads": bads, "way": "exact", "auc": auc, "gini": 2 * auc - 1,
                     "ks": ks, "log_loss": loss, "brier": brier},
        "left_out": [],
        "columns": {"points": [float(value) for value in points], "probability": p,
                    "grade": ["high" if value >= 480 else "low" for value in points]},
    }
    write("points_from_a_fit", "coefficients, points, scores and measures of loaded columns are those of the definitions",
          {"op": "fit", "params": params, "rows_as": "inline"}, reply, table="\n".join(lines) + "\n")


def bin(kind, points, **values):
    return {"kind": kind, **values, "n_rows": 0, "n_goods": 0, "n_bads": 0, "share": 0.0, "bad_rate": None,
            "woe": 0.0, "iv": 0.0, "points": points, "points_raw": float(points)}


def column(name, kind, bins):
    return {"column": name, "kind": kind, "iv": 0.1, "strength": "medium", "bins": bins}


def model(unknown_level="refuse", **changes):
    return {
        "module": "scorecard", "schema": 1, "target": "bad", "base_points": 400, "base_points_raw": 400.0,
        "scale": {"base_points": 400.0, "base_odds": 1.0, "pdo": 20.0}, "unknown_level": unknown_level,
        "columns": [
            column("days", "number", [bin("range", 30, to=10.0), bin("range", 10, **{"from": 10.0}, to=20.0),
                                      bin("range", -25, **{"from": 20.0}), bin("special", 3, **{"from": -1.0}), bin("missing", 0)]),
            column("tariff", "category", [bin("levels", 12, levels=["tou"]), bin("levels", -5, levels=["flat", "step"]),
                                          bin("missing", 1), bin("other", 2)]),
        ],
        "rules": [], "grades": [{"grade": "A", "from": 420.0}, {"grade": "B", "from": None}],
        "reference": {"edges": [400.0, 430.0], "counts": [2, 5, 3]},
        **changes,
    }


ROWS = {"days": [5, 10, 19.5, 20, -1, None], "tariff": ["tou", "flat", "step", "tou", None, "tou"]}
POINTS = [442.0, 405.0, 405.0, 387.0, 404.0, 412.0]


def score_cases():
    table = {"columns": ROWS}
    p = [1 / (1 + 2 ** ((points - 400) / 20)) for points in POINTS]
    reply = {
        "n_rows": 6, "points": {"n": 6, "mean": sum(POINTS) / 6, "min": 387.0, "max": 442.0},
        "grades": [{"grade": "A", "n_rows": 1}, {"grade": "B", "n_rows": 5}],
        "columns": {
            "points": POINTS, "grade": ["A", "B", "B", "B", "B", "B"], "probability": p,
            "reasons": [[], ["days", "tariff"], ["days", "tariff"], ["days"], ["days", "tariff"], ["days"]],
            "points.days": [30.0, 10.0, 10.0, -25.0, 3.0, 0.0], "points.tariff": [12.0, -5.0, -5.0, 12.0, 1.0, 12.0],
        },
    }
    write("points_and_reasons_by_hand", "an edge belongs to the bin above it; special, missing and ranges have their points",
          {"op": "score", "params": {"by_column": True}, "model": model(), "table": table}, reply, oracle="by hand")
    strange = {"columns": {"days": [5], "tariff": ["new"]}}
    write("an_unknown_level_has_its_own_bin", "a level that no bin names has the points of the bin for such levels",
          {"op": "score", "model": model("own_bin"), "table": strange}, {"columns": {"points": [432.0]}}, oracle="by hand")
    write("an_unknown_level_is_refused", "a level that no bin names is refused where the model says so",
          {"op": "score", "model": model(), "table": strange},
          problem={"code": "level_not_in_card", "message": "row 0 of column \"tariff\" is \"new\"; the model has no bin for it",
                   "pointer": "/table/columns/tariff/0", "values": {"column": "tariff", "level": "new", "row": 0}})
    bads = [0, 1, 0, 1, 0, 0]
    won = sum((POINTS[g] > POINTS[b]) + 0.5 * (POINTS[g] == POINTS[b]) for b in (1, 3) for g in (0, 2, 4, 5))
    write("measures_by_pairs", "AUC is the share of pairs in order, Brier and log loss those of the probabilities",
          {"op": "evaluate", "model": model(), "table": {"columns": {**ROWS, "bad": bads}}},
          {"n_goods": 4, "n_bads": 2, "auc": won / 8, "ks": 0.5, "ks_points": 387.0,
           "brier": sum((q - bad) ** 2 for q, bad in zip(p, bads)) / 6,
           "log_loss": -sum(math.log(q if bad else 1 - q) for q, bad in zip(p, bads)) / 6})
    expected, actual = [2, 5, 3], [1, 4, 1]
    parts = [(a / 6 - e / 10) * math.log((a / 6) / (e / 10)) for a, e in zip(actual, expected)]
    write("stability_against_the_fit", "the index compares the rows with the intervals of the fit",
          {"op": "monitor", "model": model(), "table": {"columns": ROWS}},
          {"compared_with": "fit", "edges": [400.0, 430.0],
           "points": {"psi": sum(parts), "verdict": "shifting" if 0.1 <= sum(parts) < 0.25 else "stable",
                      "expected": expected, "actual": actual, "parts": parts}})


def what_if_cases():
    # 9.5 days are below 10; 10 days are not.
    after = [442.0, 405.0, 425.0, 422.0, 404.0, 412.0]
    scenario = [{"column": "days", "where": {"column": "days", "gt": 10}, "add": -10}]
    accepted = lambda points, cut: [i for i, value in enumerate(points) if value >= cut]
    p = lambda value: 1 / (1 + 2 ** ((value - 400) / 20))
    write("a_scenario_and_a_cut_off", "who is accepted, gained and lost, and how many bads are expected",
          {"op": "what_if", "params": {"scenario": scenario, "cut_off": 410, "cut_off_after": 406}, "model": model(),
           "table": {"columns": ROWS}},
          {"bads_before": sum(map(p, POINTS)), "bads_after": sum(map(p, after)),
           "grades": {"groups": ["A", "B"], "migration": [[1, 0], [2, 3]], "n_moved": 2},
           "accepted": {"cut_off_before": 410.0, "cut_off_after": 406.0, "n_before": len(accepted(POINTS, 410)),
                        "n_after": len(accepted(after, 406)), "n_gained": 2, "n_lost": 0,
                        "bad_rate_before": sum(p(POINTS[i]) for i in accepted(POINTS, 410)) / 2,
                        "bad_rate_after": sum(p(after[i]) for i in accepted(after, 406)) / 4},
           "movers": [{"row": 3, "points_before": 387.0, "points_after": 422.0},
                      {"row": 2, "points_before": 405.0, "points_after": 425.0}],
           "columns": {"points_before": POINTS, "points_after": after}})
    write("the_least_costly_change", "one bin fewer and another level cost less than two bins",
          {"op": "what_if", "params": {"cut_off": 420, "reach": {"row": 1, "costs": {"days": 2, "tariff": 1}}}, "model": model(),
           "table": {"columns": ROWS}},
          {"reach": {"row": 1, "points_now": 405.0, "cut_off": 420.0, "is_reachable": True, "points_after": 422.0, "cost": 1.0,
                     "changes": [{"column": "tariff", "bin": 0, "level": "tou", "points": 17.0, "cost": 1.0}]}}, oracle="by hand")
    write("a_cut_off_out_of_reach", "with a column that may not change the cut-off cannot be reached, and how far one gets",
          {"op": "what_if", "params": {"cut_off": 430, "reach": {"row": 1, "fixed": ["days"]}}, "model": model(),
           "table": {"columns": ROWS}},
          {"reach": {"is_reachable": False, "points_after": 422.0, "changes": []}}, oracle="by hand")


def export_case():
    text = "\n".join([
        "column,kind,from,to,level,points", ",base,,,,400", "days,range,,10.0,,30", "days,range,10.0,20.0,,10",
        "days,range,20.0,,,-25", "days,special,-1.0,,,3", "days,missing,,,,0", "tariff,level,,,tou,12",
        "tariff,level,,,flat,-5", "tariff,level,,,step,-5", "tariff,missing,,,,1", "tariff,other,,,,", "",
    ])
    write("a_card_as_a_table", "one line for each bin or level",
          {"op": "export", "params": {"format": "table"}, "model": model()}, {"format": "table", "text": text}, oracle="by hand")


def refusals():
    def refuse(name, claim, request, code, message, pointer, values):
        write(name, claim, request, problem={"code": code, "message": message, "pointer": pointer, "values": values})

    def bin_request(target, **columns):
        return {"op": "bin", "params": {"target": "bad"}, "table": {"columns": {**columns, "bad": target}}}

    def fit_request(target, params=None, **columns):
        return {"op": "fit", "params": {"target": "bad", **(params or {})}, "table": {"columns": {**columns, "bad": target}}}

    place = "/table/columns/bad"
    refuse("no_bads", "without a bad there is nothing to learn", bin_request([0, 0, 0], x=[1, 2, 3]), "no_bads",
           "the target \"bad\" is 0 in all 3 rows; a fit needs bads, too", place, {"column": "bad", "n_rows": 3})
    refuse("no_goods", "without a good there is nothing to learn", fit_request([1, 1, 1], x=[1, 2, 3]), "no_goods",
           "the target \"bad\" is 1 in all 3 rows; a fit needs goods, too", place, {"column": "bad", "n_rows": 3})
    refuse("one_row", "one row is good or bad, not both", fit_request([1], x=[1]), "no_goods",
           "the target \"bad\" is 1 in all 1 rows; a fit needs goods, too", place, {"column": "bad", "n_rows": 1})
    refuse("a_target_of_two", "a target is 0 or 1", bin_request([0, 1, 2], x=[1, 2, 3]), "target_not_binary",
           "row 2 of the target \"bad\" is neither 0 nor 1", place + "/2", {"column": "bad", "row": 2})
    refuse("a_target_that_is_missing", "every row has a target", bin_request([0, None, 1], x=[1, 2, 3]), "target_not_binary",
           "row 1 of the target \"bad\" is neither 0 nor 1", place + "/1", {"column": "bad", "row": 1})
    refuse("a_target_of_texts", "a target is a number", bin_request(["no", "yes"], x=[1, 2]), "column_not_number",
           "params.target is \"bad\", which holds category values; must hold numbers", "/params/target",
           {"column": "bad", "kind": "category"})
    refuse("no_rows", "a fit needs rows", fit_request([], x=[]), "no_rows", "table has no rows", "/table", {"n_rows": 0})
    refuse("only_a_constant_column", "a constant column cannot enter a card", fit_request([0, 1, 0, 1], x=[3, 3, 3, 3]),
           "no_column_left", "params.selection leaves none of 1 columns: lower min_iv, or give other columns",
           "/params/selection", {"n_columns": 1})
    refuse("only_missing_values", "a column without any value cannot enter a card", fit_request([0, 1, 0, 1], x=[None] * 4),
           "no_column_left", "params.selection leaves none of 1 columns: lower min_iv, or give other columns",
           "/params/selection", {"n_columns": 1})
    params = {"binning": {"min_share": 0, "by_column": {name: {"edges": [0.5]} for name in "abcd"}},
              "selection": {"min_iv": 0, "max_correlation": 1, "check_sign": False}}
    refuse("more_columns_than_rows", "a fit needs more rows than columns",
           fit_request([0, 1, 1, 0], params, a=[1, 0, 0, 0], b=[0, 1, 0, 0], c=[0, 0, 1, 0], d=[0, 0, 0, 1]),
           "more_columns_than_rows", "table has 4 rows, too few for 4 columns", "/table", {"n_columns": 4, "n_rows": 4})
    refuse("a_column_that_is_not_there", "a named column must be there",
           fit_request([0, 1], {"columns": ["y"]}, x=[1, 2]), "column_not_found",
           "params.columns[0] is \"y\"; the table has no such column", "/params/columns/0", {"column": "y"})
    refuse("the_target_among_the_columns", "a card must not know its target",
           fit_request([0, 1], {"columns": ["x", "bad"]}, x=[1, 2]), "target_among_columns",
           "params.columns[1] is the target; a card must not know it", "/params/columns/1", {})
    refuse("edges_that_fall", "edges rise", fit_request([0, 1], {"binning": {"by_column": {"x": {"edges": [2, 1]}}}}, x=[1, 2]),
           "edges_not_rising", "params.binning.by_column.x.edges[1] is 1.0; edges must rise and be within 1e300",
           "/params/binning/by_column/x/edges/1", {"value": 1.0})
    refuse("a_level_without_a_bin", "groups of the caller name every level",
           fit_request([0, 1], {"binning": {"by_column": {"x": {"groups": [["a"]]}}}}, x=["a", "b"]), "level_without_bin",
           "params.binning.by_column.x.groups lack the level \"b\"; name it, or set unknown_level to \"own_bin\"",
           "/params/binning/by_column/x/groups", {"column": "x", "level": "b"})
    refuse("neither_target_nor_rules", "a card needs a target or rules", {"op": "fit", "table": {"columns": {"x": [1]}}},
           "neither_target_nor_rules", "params must have a target to fit, or rules", "/params", {})
    refuse("a_share_above_a_half", "a least share is at most a half",
           {"op": "bin", "params": {"target": "bad", "binning": {"min_share": 0.6}}}, "out_of_range",
           "params.binning.min_share is 0.6; must be 0.0 to 0.5", "/params/binning/min_share",
           {"value": 0.6, "min": 0.0, "max": 0.5})
    refuse("an_unknown_trend", "trends have names", {"op": "bin", "params": {"target": "bad", "binning": {"trend": "up"}}},
           "wrong_value", "params.binning.trend: unknown variant `up`, expected one of `auto`, `ascending`, `descending`, "
           "`peak`, `valley`, `none`", "/params/binning/trend", {})
    refuse("an_unknown_field", "unknown fields are refused", {"op": "score", "params": {"reasons": 3}, "model": model(),
           "table": {"columns": ROWS}}, "unknown_field", "params.reasons: unknown field `reasons`, expected `by_column`",
           "/params/reasons", {})
    refuse("a_model_of_another_module", "a model of another module is refused",
           {"op": "score", "model": {**model(), "module": "tree"}, "table": {"columns": ROWS}}, "model_of_other_module",
           "model.module is \"tree\"; must be \"scorecard\"", "/model/module", {"module": "tree", "expected": "scorecard"})
    refuse("a_schema_never_written", "a model of an unknown schema is refused",
           {"op": "score", "model": {**model(), "schema": 9}, "table": {"columns": ROWS}}, "model_schema_unsupported",
           "model.schema is 9; this version reads 1", "/model/schema", {"schema": 9, "supported": [1]})
    broken = model()
    broken["columns"][0]["bins"][1]["to"] = 15.0
    refuse("a_model_with_a_gap", "bins of a model follow each other",
           {"op": "score", "model": broken, "table": {"columns": ROWS}}, "model_broken",
           "model.columns[0].bins must follow each other as a fit writes them", "/model/columns/0/bins", {})
    refuse("a_column_missing_at_scoring", "every column of the card is needed",
           {"op": "score", "model": model(), "table": {"columns": {"days": [1]}}}, "column_not_found",
           "model.columns[1].column is \"tariff\"; the table has no such column", "/model/columns/1/column",
           {"column": "tariff"})
    refuse("texts_for_numbers_at_scoring", "a column keeps its kind",
           {"op": "score", "model": model(), "table": {"columns": {"days": ["a"], "tariff": ["tou"]}}}, "column_of_other_kind",
           "column \"days\" holds category values; its bins are of another kind", "/table/columns/days",
           {"column": "days", "kind": "category"})
    refuse("a_row_out_of_range", "the reverse question is about a row of the table",
           {"op": "what_if", "params": {"cut_off": 420, "reach": {"row": 6}}, "model": model(), "table": {"columns": ROWS}},
           "row_out_of_range", "params.reach.row is 6; must be below 6 (rows)", "/params/reach/row", {"row": 6, "n_rows": 6})
    refuse("a_reverse_question_without_a_cut_off", "what is to be reached must be said",
           {"op": "what_if", "params": {"reach": {"row": 0}}, "model": model(), "table": {"columns": ROWS}},
           "cut_off_missing", "params.cut_off is not given: what is to be reached?", "/params/cut_off", {})
    refuse("points_of_a_column_not_in_the_card", "edits name columns of the card",
           {"op": "what_if", "params": {"points": [{"column": "age", "add": 5}]}, "model": model(), "table": {"columns": ROWS}},
           "part_unknown", "params.points[0].column is \"age\", which the card does not have", "/params/points/0/column",
           {"name": "age"})


if __name__ == "__main__":
    bin_cases()
    fit_case()
    score_cases()
    what_if_cases()
    export_case()
    refusals()
