"""Writes the cases of segment; numbers by NumPy, pandas, SciPy and scikit-learn, classes by plain Python.

    python tests/oracle/segment_cases.py
"""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import scipy
import sklearn
from scipy.optimize import linear_sum_assignment
from sklearn.metrics import adjusted_rand_score

CASES = Path(__file__).parent.parent / "cases" / "segment"
ORACLE = f"NumPy {np.__version__}, pandas {pd.__version__}"
RESULTS = ["contribution", "outage_sensitivity", "arrears_risk", "channel_activity", "inspection_risk"]
LEVELS = ["high", "medium", "low", "unknown"]


def write(name, claim, request, reply=None, problem=None, oracle=ORACLE, tolerance=0.0, table=None):
    folder = CASES / name
    folder.mkdir(parents=True, exist_ok=True)
    about = {"claim": claim, "oracle": oracle, "tolerance": tolerance}
    files = {"case.json": about, "request.json": request}
    files["reply.json" if problem is None else "problem.json"] = reply if problem is None else problem
    for file, content in files.items():
        (folder / file).write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    if table:
        (folder / "table.csv").write_text(table, encoding="utf-8")


def title(text):
    return {"en": text, "zh": "某"}


def missing(value):
    return value is None or (isinstance(value, float) and np.isnan(value))


def population(n=40, seed=11):
    rng = np.random.default_rng(seed)
    gaps = lambda values, share=0.1: [None if gap < share else value for gap, value in zip(rng.random(n), values)]
    return {
        "attention": gaps([["none", "focus", "important"][int(u > 0.75) + int(u > 0.9)] for u in rng.random(n)]),
        "kva_contract": gaps([float(np.floor(u * 500)) for u in rng.random(n)]),
        "voltage": gaps([["low", "high"][int(u > 0.7)] for u in rng.random(n)]),
        "class": gaps([["residential", "commercial"][int(u > 0.8)] for u in rng.random(n)]),
        "kwh_year": gaps([round(float(u), 1) for u in rng.gamma(2, 1800, n)]),
        "contribution": gaps([list("EDCBA")[int(5 * u)] for u in rng.random(n)]),
        "outage_sensitivity": gaps([round(float(u), 3) for u in rng.random(n) ** 2]),
        "arrears_risk": gaps([round(float(u), 3) for u in 0.4 * rng.random(n) ** 3]),
        "channel_activity": gaps([round(float(u), 1) for u in 100 * rng.random(n)]),
        "inspection_risk": gaps([float(np.floor(u * 6)) / 10 for u in rng.random(n)]),
    }


def both(*truths):
    """AND of three values: True, False, None."""
    return False if False in truths else (None if None in truths else True)


def negated(truth):
    return None if truth is None else not truth


def test(value, holds):
    return None if missing(value) else bool(holds(value))


def class_of(row, kva=315):
    """The built-in rules, written out; and whether a missing value leaves an earlier one open."""
    residential = test(row["class"], lambda value: value == "residential")
    rules = [
        ("important", test(row["attention"], lambda value: value == "important")),
        ("focus", test(row["attention"], lambda value: value == "focus")),
        ("large", test(row["kva_contract"], lambda value: value >= kva)),
        ("special_transformer", both(test(row["voltage"], lambda value: value == "high"), negated(residential))),
        ("large_residential", both(residential, test(row["kwh_year"], lambda value: value > 4800))),
        ("other", True),
    ]
    place = next(index for index, (_, truth) in enumerate(rules) if truth is True)
    return rules[place][0], any(truth is None for _, truth in rules[:place])


CLASSES = ["important", "focus", "large", "special_transformer", "large_residential", "other"]


def by_cuts(values, high, medium):
    return ["unknown" if missing(value) else "high" if value >= high else "medium" if value >= medium else "low" for value in values]


def by_shares(values, high, medium):
    """The nearest size from the top that equal values allow, the smaller of two, by trying all."""
    present = sorted((value for value in values if not missing(value)), reverse=True)
    n = len(present)
    sizes = [size for size in range(n + 1) if size in (0, n) or present[size - 1] > present[size]]
    nearest = lambda share: min(sizes, key=lambda size: (abs(size - share * n), size))
    top, upper = nearest(high), nearest(high + medium)
    cut = lambda size: present[size - 1] if size else float("inf")
    return by_cuts(values, cut(top), cut(upper)), (cut(top) if top else None, cut(upper) if upper else None)


def levels_of(columns, arrears=(0.1, 0.02)):
    grades = {"A": "high", "B": "high", "C": "medium", "D": "low", "E": "low"}
    outage, outage_cuts = by_shares(columns["outage_sensitivity"], 0.05, 0.15)
    inspection, inspection_cuts = by_shares(columns["inspection_risk"], 0.05, 0.15)
    levels = [
        ["unknown" if missing(grade) else grades[grade] for grade in columns["contribution"]],
        outage,
        by_cuts(columns["arrears_risk"], *arrears),
        by_cuts(columns["channel_activity"], 67, 33),
        inspection,
    ]
    return levels, [None, outage_cuts, arrears, (67, 33), inspection_cuts]


def rows_of(columns):
    return [dict(zip(columns, row)) for row in zip(*columns.values())]


def matrix(classes, uncertain, levels, names=CLASSES):
    n = len(classes)
    results = []
    for result, of in zip(RESULTS, levels):
        counts = [[sum(c == name and level == wanted for c, level in zip(classes, of)) for wanted in LEVELS] for name in names]
        shares = [[count / sum(row) for count in row] if sum(row) else None for row in counts]
        results.append({"result": result, "counts": counts, "shares": shares, "totals": [of.count(level) for level in LEVELS]})
    return {
        "levels": LEVELS,
        "classes": [
            {"class": name, "n": classes.count(name), "share": classes.count(name) / n,
             "n_uncertain": sum(c == name and is_open for c, is_open in zip(classes, uncertain))}
            for name in names
        ],
        "results": results,
    }


def cell_names(classes, levels):
    letters = {"high": "H", "medium": "M", "low": "L", "unknown": "U"}
    return [f"{name}/{''.join(letters[of[row]] for of in levels)}" for row, name in enumerate(classes)]


def assign():
    columns = population()
    classes, uncertain = zip(*(class_of(row) for row in rows_of(columns)))
    levels, cuts = levels_of(columns)
    cells = cell_names(classes, levels)
    frame = pd.DataFrame({**columns, "cell": cells})
    order = {name: index for index, name in enumerate(CLASSES)}
    rank = lambda cell: (order[cell.split("/")[0]], ["HMLU".index(letter) for letter in cell.split("/")[1]])
    sizes = sorted(frame.cell.value_counts().items(), key=lambda item: (-item[1], rank(item[0])))[:5]
    profile = ["outage_sensitivity", "arrears_risk", "channel_activity", "inspection_risk", "kwh_year"]

    def described(cell):
        inside = frame[frame.cell == cell]
        out = []
        for name in profile:
            values = inside[name].astype(float)
            mean = values.mean()
            out.append({"column": name, "mean": None if np.isnan(mean) else float(mean),
                        "share_of_total": float(values.sum() / frame[name].astype(float).sum())})
        return out

    reply = {
        "n_rows": 40,
        "matrix": matrix(classes, uncertain, levels),
        "missing_results": [],
        "skipped": [],
        "n_cells": int(frame.cell.nunique()),
        "cells": [
            {"cell": cell, "class": cell.split("/")[0], "n": int(n), "share": n / 40, "columns": described(cell)}
            for cell, n in sizes
        ],
        "model": {"module": "segment", "schema": 1, "results": [
            {"result": result, "column": result, **({"cuts": {"high": cut[0], "medium": cut[1]}} if cut else {})}
            for result, cut in zip(RESULTS, cuts)
        ]},
        "columns": {"customer_class": list(classes), "cell": cells,
                    **{f"{result}_level": of for result, of in zip(RESULTS, levels)}},
    }
    request = {"op": "assign", "params": {"profile_columns": ["kwh_year"], "n_cells_max": 5}, "table": {"columns": columns}}
    write("matrix_of_classes_and_levels", "the first true rule takes the customer; bands by share keep ties together",
          request, reply, tolerance=1e-9)
    return columns, list(classes), list(uncertain), levels, cells


def what_if():
    columns = population(seed=12)
    classes, uncertain = zip(*(class_of(row) for row in rows_of(columns)))
    levels, cuts = levels_of(columns)
    cells = cell_names(classes, levels)
    defaults = json.loads((Path(__file__).parent.parent.parent / "modules/segment/src/defaults.json").read_text(encoding="utf-8"))
    results = [{"result": result, "column": result, "band": defaults["bands"][result],
                **({"cuts": {"high": cut[0], "medium": cut[1]}} if cut else {})} for result, cut in zip(RESULTS, cuts)]
    model = {"module": "segment", "schema": 1, "classes": defaults["classes"], "results": results}
    # Twice the capacity, and a stricter band of arrears.
    after_columns = {**columns, "kva_contract": [None if missing(value) else 2 * value for value in columns["kva_contract"]]}
    after_classes, after_uncertain = zip(*(class_of(row) for row in rows_of(after_columns)))
    after_levels = [levels[0], levels[1], by_cuts(columns["arrears_risk"], 0.05, 0.01), levels[3], levels[4]]
    after_cells = cell_names(after_classes, after_levels)
    steps = []
    for row in range(40):
        n = int(classes[row] != after_classes[row])
        for of, after in zip(levels, after_levels):
            a, b = of[row], after[row]
            n += 0 if a == b else 1 if "unknown" in (a, b) else abs(LEVELS.index(a) - LEVELS.index(b))
        steps.append(n)
    movers = sorted((row for row in range(40) if steps[row]), key=lambda row: (-steps[row], row))[:10]
    crosstab = lambda before, after, names: pd.crosstab(
        pd.Categorical(before, names), pd.Categorical(after, names), dropna=False).to_numpy().tolist()
    reply = {
        "matrix_before": matrix(classes, uncertain, levels),
        "matrix_after": matrix(after_classes, after_uncertain, after_levels),
        "classes": {"groups": CLASSES, "migration": crosstab(classes, after_classes, CLASSES)},
        "levels": [{"result": result, "change": {"migration": crosstab(of, after, LEVELS)}}
                   for result, of, after in zip(RESULTS, levels, after_levels)],
        "cells": {"n_moved": sum(a != b for a, b in zip(cells, after_cells)), "n_cells_before": len(set(cells)), "n_cells_after": len(set(after_cells))},
        "movers": [{"row": row, "cell_before": cells[row], "cell_after": after_cells[row], "n_steps": steps[row]} for row in movers],
        "columns": {"cell_before": cells, "cell_after": after_cells},
    }
    params = {"scenario": [{"column": "kva_contract", "scale": 2}], "bands": {"arrears_risk": {"cuts": {"high": 0.05, "medium": 0.01}}}}
    request = {"op": "what_if", "params": params, "model": model, "table": {"columns": columns}}
    write("what_if_capacity_doubles", "the matrix before and after an edit of a column and of a band", request, reply)
    reply = {"matrix": matrix(classes, uncertain, levels), "columns": {"cell": cells}}
    write("model_of_schema_1", "a saved model assigns with its cuts",
          {"op": "predict", "model": model, "table": {"columns": columns}}, reply)


def partly():
    columns = {"kva_contract": [100, 400, None], "risk": [0.3, 0.01, 0.05], "points": [300, 700, None]}
    results = {"arrears_risk": "risk", "contribution": "points"}
    bands = {"contribution": {"cuts": {"high": 350, "medium": 600, "reverse": True}}}
    reply = {
        "missing_results": ["outage_sensitivity", "channel_activity", "inspection_risk"],
        "skipped": [
            {"class": "important", "column": "attention"},
            {"class": "focus", "column": "attention"},
            {"class": "special_transformer", "column": "voltage"},
            {"class": "large_residential", "column": "class"},
        ],
        "columns": {
            "customer_class": ["other", "large", "other"],
            "contribution_level": ["high", "low", "unknown"],
            "arrears_risk_level": ["high", "low", "medium"],
            "outage_sensitivity_level": ["unknown"] * 3,
            "cell": ["other/HUHUU", "large/LULUU", "other/UUMUU"],
            "segment_reasons": [
                ["other: no earlier class", "contribution high: points <= 350", "outage_sensitivity unknown: no result",
                 "arrears_risk high: risk >= 0.1", "channel_activity unknown: no result", "inspection_risk unknown: no result"],
                ["large: kva_contract >= 315", "contribution low: points > 600", "outage_sensitivity unknown: no result",
                 "arrears_risk low: risk < 0.02", "channel_activity unknown: no result", "inspection_risk unknown: no result"],
                ["other: no earlier class", "contribution unknown: no result", "outage_sensitivity unknown: no result",
                 "arrears_risk medium: risk >= 0.02 AND risk < 0.1", "channel_activity unknown: no result",
                 "inspection_risk unknown: no result"],
            ],
        },
    }
    reply["matrix"] = {"classes": [{"class": "large", "n": 1, "n_uncertain": 0}, {"class": "other", "n": 2, "n_uncertain": 1}]}
    request = {"op": "assign", "params": {"results": results, "bands": bands}, "table": {"columns": columns}}
    write("what_is_missing_is_unknown_and_said", "results and classes without columns are left out, not invented",
          request, reply, oracle="by hand")


def strategies():
    def strategy(id, when, priority, **more):
        return {"id": id, "name": title(id), "scene": title("s"), "when": when, "priority": priority,
                "actions": {"empathy": [title("call")]}, **more}

    columns = {"customer_class": ["large", "large", "other", None], "p": [0.4, 0.05, None, 0.4]}
    given = [
        strategy("all", "TRUE", 0),
        strategy("dunning", "arrears_risk > 0.3", 10),
        strategy("large", 'customer_class = "large"', 10),
        strategy("off", "TRUE", 99, status="off"),
        strategy("past", "TRUE", 98, valid_to="2025-12-31"),
        strategy("nobody", "arrears_risk > 1", 5),
    ]
    reply = {
        "n_rows": 4, "n_covered": 4, "n_several": 3,
        "strategies": [
            {"strategy": "all", "state": "active", "n_matched": 4, "n_unknown": 0, "n_chosen": 1, "share_chosen": 0.25},
            {"strategy": "dunning", "state": "active", "n_matched": 2, "n_unknown": 1, "n_chosen": 2, "when": "arrears_risk > 0.3"},
            {"strategy": "large", "state": "active", "n_matched": 2, "n_unknown": 1, "n_chosen": 1},
            {"strategy": "off", "state": "off", "n_matched": 0, "n_chosen": 0},
            {"strategy": "past", "state": "not_on_this_day", "n_matched": 0, "n_chosen": 0},
            {"strategy": "nobody", "state": "active", "n_matched": 0, "n_unknown": 1, "n_chosen": 0},
        ],
        "conflicts": [
            {"first": "dunning", "second": "all", "n_both": 2, "is_equal_priority": False},
            {"first": "large", "second": "all", "n_both": 2, "is_equal_priority": False},
            {"first": "dunning", "second": "large", "n_both": 1, "is_equal_priority": True},
        ],
        "never_matched": ["nobody"],
        "columns": {"strategy": ["dunning", "large", "all", "dunning"],
                    "strategies": [["dunning", "large", "all"], ["large", "all"], ["all"], ["dunning", "all"]]},
    }
    params = {"as_of": "2026-01-31", "strategies": given, "results": {"arrears_risk": "p"}}
    write("strategies_by_priority", "priority decides, order decides among equals, and conflicts are shown",
          {"op": "strategy", "params": params, "table": {"columns": columns}}, reply, oracle="by hand")


def compare():
    rng = np.random.default_rng(3)
    n = 120
    before = [["a", "b", "c"][int(u)] for u in 3 * rng.random(n)]
    moved = [name if u < 0.8 else "abc"[int(v)] for name, u, v in zip(before, rng.random(n), 3 * rng.random(n))]
    named = {"a": "y", "b": "z", "c": "x"}
    after = [named[name] for name in moved]
    kwh = [round(float({"a": 1000, "b": 5000, "c": 9000}[name] + 300 * z), 1) for name, z in zip(moved, rng.normal(size=n))]
    gone, new = set(range(0, n, 17)), set(range(5, n, 19))
    before = [None if row in new else name for row, name in enumerate(before)]
    after = [None if row in gone - new else name for row, name in enumerate(after)]
    frame = pd.DataFrame({"before": before, "after": after, "kwh": kwh})
    present = frame.dropna(subset=["before", "after"])
    table = {"columns": {"before": before, "after": after, "kwh": kwh}}
    # By overlap: the assignment that keeps most.
    counts = pd.crosstab(present.after, present.before)
    rows, cols = linear_sum_assignment(-counts.to_numpy())
    names = {counts.index[row]: counts.columns[col] for row, col in zip(rows, cols)}
    called = present.after.map(names)
    migration = pd.crosstab(pd.Categorical(present.before, list("abc")), pd.Categorical(called, list("abc")), dropna=False).to_numpy()
    size = lambda values: np.array([(pd.Series(values) == name).sum() for name in "abc"], dtype=float)
    sizes = size(frame.before), size(frame.after.map(names))
    share = [s / s.sum() for s in sizes]
    parts = (share[1] - share[0]) * np.log(share[1] / share[0])
    expected = {
        "n_before": int(sizes[0].sum()), "n_after": int(sizes[1].sum()),
        "n_joined": int(frame.before.isna().sum() - (frame.before.isna() & frame.after.isna()).sum()),
        "n_left": int(frame.after.isna().sum() - (frame.before.isna() & frame.after.isna()).sum()),
        "matched": [{"segment": own, "name": names[own]} for own in "xyz"],
        "migration": {"groups": list("abc"), "migration": migration.tolist(), "n_moved": int(migration.sum() - migration.trace())},
        "share_stayed": float(migration.trace() / migration.sum()),
        "adjusted_rand_index": float(adjusted_rand_score(present.before, present.after)),
        "psi": float(parts.sum()),
        "segments": [{"segment": name, "n_before": int(b), "n_after": int(a), "psi": float(part),
                      "share_stayed": float(migration[index, index] / migration[index].sum())}
                     for index, (name, b, a, part) in enumerate(zip("abc", *sizes, parts))],
    }
    oracle = f"SciPy {scipy.__version__}, scikit-learn {sklearn.__version__}, pandas {pd.__version__}"
    params = {"before": "before", "after": "after", "match": "overlap", "columns": ["kwh"]}
    looks = frame.assign(name=frame.after.map(names)).groupby("after")
    expected["model"] = {"module": "segment", "schema": 1, "columns": ["kwh"], "sd": [float(np.std(kwh))],
                         "segments": [{"segment": names[own], "n": int((frame.after == own).sum()), "mean": [float(looks.kwh.mean()[own])]} for own in "xyz"]}
    write("segments_matched_by_overlap", "as many customers as can be stay where they are", {"op": "compare", "params": params, "table": table},
          expected, oracle=oracle, tolerance=1e-9)
    # By looks: the means of the earlier period.
    like = {"module": "segment", "schema": 1, "columns": ["kwh"], "sd": [3000.0],
            "segments": [{"segment": "a", "n": 40, "mean": [1100.0]}, {"segment": "b", "n": 40, "mean": [5200.0]}, {"segment": "c", "n": 40, "mean": [8800.0]}]}
    params = {"before": "before", "after": "after", "match": {"like": like}}
    reply = {key: value for key, value in expected.items() if key != "model"}
    write("segments_matched_by_their_looks", "each later segment gets the name of the earlier one that it looks like",
          {"op": "compare", "params": params, "table": table}, reply, oracle=oracle, tolerance=1e-9)
    # By name: nothing matches.
    reply = {"share_stayed": 0.0, "adjusted_rand_index": expected["adjusted_rand_index"],
             "migration": {"groups": ["a", "b", "c", "x", "y", "z"]}}
    write("segments_matched_by_name", "with other names everybody moved, yet the groupings agree",
          {"op": "compare", "params": {"before": "before", "after": "after"}, "table": table}, reply, oracle=oracle, tolerance=1e-9)


def refused(name, claim, request, code, message, pointer, values=None):
    write(name, claim, request, problem={"code": code, "message": message, "pointer": pointer, "values": values or {}}, oracle="by hand")


def refusals():
    table = {"columns": {"x": [1, 2], "t": ["a", "b"], "s": [["i"], []]}}
    last = {"id": "rest", "title": title("rest")}

    def assign(**params):
        return {"op": "assign", "params": {"classes": [last], **params}, "table": table}

    first = {"id": "first", "title": title("first"), "when": "x > 1"}
    refused("no_classes", "there is a class for everybody", assign(classes=[]), "out_of_range",
            "params.classes is 0.0; must be 1.0 to 64.0", "/params/classes", {"value": 0.0, "min": 1.0, "max": 64.0})
    refused("class_id_with_slash", "a cell's name is divided by a slash", assign(classes=[{**last, "id": "a/b"}]), "id_unusable",
            'params.classes[0].id is "a/b"; must not be empty or contain /', "/params/classes/0/id", {"id": "a/b"})
    refused("class_twice", "classes are named once", assign(classes=[first, {**first}, last]), "id_repeated",
            'params.classes[1].id is "first", which is named before', "/params/classes/1/id", {"id": "first"})
    refused("last_class_with_condition", "the last class takes everybody else", assign(classes=[first]), "last_class_alone",
            "params.classes[0].when stands in the last class, which takes everybody else; leave it out", "/params/classes/0/when")
    refused("class_without_condition", "only the last class has no condition", assign(classes=[last, {**last, "id": "b"}]),
            "last_class_alone", "params.classes[0].when is missing; only the last class has no condition", "/params/classes/0/when")
    refused("class_not_readable", "a text that is no condition says where",
            assign(classes=[{**first, "when": "x >"}, last]), "condition_not_readable",
            "params.classes[0].when: character 4 is the end; expected a number", "/params/classes/0/when",
            {"character": 4, "expected": "a number", "found": "the end"})
    refused("class_column_missing", "given classes need their columns", assign(classes=[{**first, "when": "y > 1"}, last]),
            "column_not_found", 'params.classes[0].when uses "y"; the table has no such column', "/params/classes/0/when", {"column": "y"})
    refused("cuts_disordered", "high lies beyond medium",
            assign(results={"arrears_risk": "x"}, bands={"arrears_risk": {"cuts": {"high": 0.1, "medium": 0.2}}}), "cuts_disordered",
            "params.bands.arrears_risk.cuts has high 0.1 and medium 0.2; high must be the farther one",
            "/params/bands/arrears_risk/cuts", {"high": 0.1, "medium": 0.2})
    refused("shares_above_one", "both shares together are at most everybody",
            assign(results={"arrears_risk": "x"}, bands={"arrears_risk": {"top_shares": {"high": 0.75, "medium": 0.5}}}), "out_of_range",
            "params.bands.arrears_risk.top_shares is 1.25; must be 0.0 to 1.0", "/params/bands/arrears_risk/top_shares",
            {"value": 1.25, "min": 0.0, "max": 1.0})
    refused("grade_in_two_levels", "a grade is high or low, not both",
            assign(results={"contribution": "t"}, bands={"contribution": {"levels": {"high": ["a"], "medium": [], "low": ["a"]}}}),
            "grade_twice", 'params.bands.contribution.levels has the grade "a" twice', "/params/bands/contribution/levels", {"grade": "a"})
    both = {"cuts": {"high": 2, "medium": 1}, "top_shares": {"high": 0.1, "medium": 0.1}}
    refused("band_of_two_kinds", "a band is of one kind", assign(results={"arrears_risk": "x"}, bands={"arrears_risk": both}),
            "band_needs_one", "params.bands.arrears_risk must have one of cuts, top_shares, levels", "/params/bands/arrears_risk")
    refused("cuts_of_texts", "cuts are for numbers", assign(results={"arrears_risk": "t"}), "band_wrong_kind",
            'params.bands.arrears_risk does not suit column "t", which holds category values; cuts and top_shares are for numbers, levels for categories',
            "/params/bands/arrears_risk", {"column": "t", "kind": "category"})
    refused("result_of_sets", "a set is no result", assign(results={"arrears_risk": "s"}), "band_wrong_kind",
            'params.bands.arrears_risk does not suit column "s", which holds items values; cuts and top_shares are for numbers, levels for categories',
            "/params/bands/arrears_risk", {"column": "s", "kind": "items"})
    refused("named_result_missing", "a column that is named must be there", assign(results={"arrears_risk": "y"}), "column_not_found",
            'params.results.arrears_risk uses "y"; the table has no such column', "/params/results/arrears_risk", {"column": "y"})
    refused("result_of_unknown_name", "there are five results", assign(results={"weather": "x"}), "unknown_field",
            "params.results.weather: unknown field `weather`, expected one of `contribution`, `outage_sensitivity`, `arrears_risk`, `channel_activity`, `inspection_risk`",
            "/params/results/weather")
    refused("profile_column_of_texts", "cells are described by numbers", assign(profile_columns=["t"]), "column_not_number",
            'params.profile_columns[0] uses "t", a column of kind category; must be a column of numbers', "/params/profile_columns/0",
            {"column": "t", "kind": "category"})
    refused("no_cells_wanted", "a reply lists a cell at least", assign(n_cells_max=0), "out_of_range",
            "params.n_cells_max is 0.0; must be 1.0 to 10000.0", "/params/n_cells_max", {"value": 0.0, "min": 1.0, "max": 10000.0})
    refused("no_rows", "an empty table has no segments", {"op": "assign", "table": {"columns": {"x": []}}}, "no_rows",
            "table has no rows", "/table", {"n_rows": 0})
    refused("value_too_large", "a sum must not overflow",
            {"op": "assign", "params": {"results": {"channel_activity": "x"}}, "table": {"columns": {"x": [1e61]}}}, "value_too_large",
            'column "x" has a value beyond 1e60 in size', "/table/columns", {"column": "x", "max": 1e60})
    strategy = {"id": "a", "name": title("a"), "scene": title("s"), "when": "x > 1", "priority": 1, "actions": {}}

    def strategies(given, **params):
        return {"op": "strategy", "params": {"as_of": "2026-01-31", "strategies": given, **params}, "table": table}

    refused("strategy_without_a_day", "a module has no clock", {"op": "strategy", "table": table}, "missing_field",
            "params.as_of: missing field `as_of`", "/params/as_of")
    refused("strategy_twice", "strategies are named once", strategies([strategy, strategy]), "id_repeated",
            'params.strategies[1].id is "a", which is named before', "/params/strategies/1/id", {"id": "a"})
    refused("strategy_period_empty", "a period does not end before it begins",
            strategies([{**strategy, "valid_from": "2026-02-01", "valid_to": "2026-01-01"}]), "period_empty",
            "params.strategies[0].valid_to is 2026-01-01, before valid_from (2026-02-01)", "/params/strategies/0/valid_to",
            {"from": "2026-02-01", "to": "2026-01-01"})
    refused("strategy_column_missing", "given strategies need their columns", strategies([{**strategy, "when": "arrears_risk > 1"}]),
            "column_not_found", 'params.strategies[0].when uses "arrears_risk"; the table has no such column',
            "/params/strategies/0/when", {"column": "arrears_risk"})
    refused("strategy_result_missing", "a column that is named must be there", strategies([strategy], results={"arrears_risk": "y"}),
            "column_not_found", 'params.results.arrears_risk uses "y"; the table has no such column', "/params/results/arrears_risk",
            {"column": "y"})
    refused("strategy_status_unknown", "a strategy is on or off", strategies([{**strategy, "status": "maybe"}]), "wrong_value",
            "params.strategies[0].status: unknown variant `maybe`, expected `on` or `off`", "/params/strategies/0/status")
    refused("compare_column_missing", "both periods have a column", {"op": "compare", "params": {"before": "t", "after": "u"}, "table": table},
            "column_not_found", 'params.after uses "u"; the table has no such column', "/params/after", {"column": "u"})
    refused("compare_numbers", "segments are categories", {"op": "compare", "params": {"before": "x", "after": "t"}, "table": table},
            "column_not_category", 'params.before uses "x", a column of kind number; must be a column of categories', "/params/before",
            {"column": "x", "kind": "number"})
    like = {"module": "kmeans", "schema": 1, "columns": ["x"], "sd": [1], "segments": []}
    refused("like_of_other_module", "a model of kmeans tells no looks",
            {"op": "compare", "params": {"before": "t", "after": "t", "match": {"like": like}}, "table": table}, "model_of_other_module",
            'params.match.like is of "kmeans", schema 1; must be of "segment", schema 1', "/params/match/like",
            {"module": "kmeans", "schema": 1, "expected": "segment"})
    refused("like_broken", "a model of looks has segments",
            {"op": "compare", "params": {"before": "t", "after": "t", "match": {"like": {**like, "module": "segment"}}}, "table": table},
            "model_broken", "params.match.like must have a number a column for sd and each segment, and each segment once", "/params/match/like")
    refused("like_without_columns", "looks are told by columns",
            {"op": "compare", "params": {"before": "t", "after": "t", "match": {"like": {**like, "module": "segment", "columns": []}}}, "table": table},
            "like_needs_columns", "params.match.like describes no segments by columns", "/params/match/like")
    model = {"module": "segment", "schema": 1, "classes": [last], "results": []}
    refused("band_of_a_result_that_is_not_there", "a band to edit belongs to the model",
            {"op": "what_if", "model": model, "params": {"bands": {"arrears_risk": {"cuts": {"high": 1, "medium": 0}}}}, "table": table},
            "result_not_in_model", "params.bands.arrears_risk is of a result that the model does not have", "/params/bands/arrears_risk",
            {"result": "arrears_risk"})
    refused("edit_of_unknown_column", "a scenario names columns of the table",
            {"op": "what_if", "model": model, "params": {"scenario": [{"column": "y", "add": 1}]}, "table": table}, "edit_column_missing",
            'params.scenario[0].column is "y"; the table has no such column', "/params/scenario/0/column", {"column": "y"})
    broken = {**model, "results": [{"result": "arrears_risk", "column": "x", "band": {"cuts": {"high": 1, "medium": 0}}}]}
    refused("model_without_cuts", "a band of numbers has cuts", {"op": "predict", "model": broken, "table": table}, "model_broken",
            "model.results[0] must have cuts for a band of numbers, and only then", "/model/results/0")
    refused("model_of_other_module", "a model of tags assigns nobody", {"op": "predict", "model": {"module": "tags", "schema": 1}, "table": table},
            "model_of_other_module", 'model.module is "tags"; must be "segment"', "/model/module", {"module": "tags", "expected": "segment"})
    refused("model_schema_never_written", "a schema of tomorrow is not guessed at",
            {"op": "predict", "model": {"module": "segment", "schema": 2}, "table": table}, "model_schema_unsupported",
            "model.schema is 2; this version reads 1", "/model/schema", {"schema": 2, "supported": [1]})
    known = ["assign", "predict", "strategy", "compare", "what_if", "begin", "fold", "merge"]
    refused("unknown_operation", "operations are named", {"op": "fit", "table": table}, "unknown_op",
            f'op is "fit"; must be one of {", ".join(known)}', "/op", {"op": "fit", "known": known})


if __name__ == "__main__":
    for make in (assign, what_if, partly, strategies, compare, refusals):
        make()
