"""Writes the cases of tags; numbers by NumPy, pandas and statsmodels, truths by plain Python.

    python tests/oracle/tags_cases.py
"""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import statsmodels
from statsmodels.stats.proportion import confint_proportions_2indep

CASES = Path(__file__).parent.parent / "cases" / "tags"
ORACLE = f"NumPy {np.__version__}, pandas {pd.__version__}"


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


def tag(id, made, **more):
    title = {"en": id, "zh": "标签"}
    return {"id": id, "title": title, "level_1": "trait", "level_2": "credit", "made": made, **more}


def label(tags, columns, as_of="2026-01-31", **more):
    return {"op": "label", "params": {"as_of": as_of, "tags": tags, **more}, "table": {"columns": columns}}


def summary(tags, truths, n_rows):
    """Counts and per-row columns from the truth of every tag for every row: True, False or None."""
    sets = [[tag for tag in tags if truths[tag][row] is True] for row in range(n_rows)]
    return {
        "n_rows": n_rows,
        "n_untagged": sum(not tags for tags in sets),
        "n_tags_mean": sum(map(len, sets)) / n_rows,
        "tags": [
            {
                "tag": tag,
                "n": truths[tag].count(True),
                "share": truths[tag].count(True) / n_rows,
                "n_unknown": truths[tag].count(None),
            }
            for tag in tags
        ],
        "columns": {
            "tags": sets,
            "n_tags": [float(len(tags)) for tags in sets],
            "n_tags_unknown": [float(sum(truths[tag][row] is None for tag in tags)) for row in range(n_rows)],
        },
    }


KWH = [1200.0, 800.0, None, 15.0, 5200.0, 2600.0, 9100.0, 400.0, 3100.0, 2600.0]
LATE = [0, 3, 5, None, 1, 0, 4, 0, 2, 0]
TARIFF = ["step", "tou", None, "step", "tou", "step", "tou", "step", "step", "step"]
MARKS = [["old"], [], ["old", "app"], [], ["app"], [], ["old"], [], [], ["app"]]
COLUMNS = {"kwh_year": KWH, "n_bills_late_12m": LATE, "tariff": TARIFF, "marks": MARKS}


def truth(test, values):
    return [None if value is None else bool(test(value)) for value in values]


def four_ways():
    kwh = np.array([value for value in KWH if value is not None])
    q90, q25 = (float(np.quantile(kwh, q, method="inverted_cdf")) for q in (0.9, 0.25))
    z1 = float(kwh.mean() + 1.0 * kwh.std())
    fifth = float(0.2 * kwh.sum())
    tags = [
        tag("tou", {"column": 'tariff = "tou"'}),
        tag("grade", {"model": {"of": "scorecard", "when": {"column": "n_bills_late_12m", "in": [0, 1]}}}),
        tag("heavy", {"statistic": {"column": "kwh_year", "quantile": 0.9}}),
        tag("light", {"statistic": {"column": "kwh_year", "quantile": 0.25, "side": "below"}}),
        tag("far", {"statistic": {"column": "kwh_year", "z_score": 1}}),
        tag("key", {"statistic": {"column": "kwh_year", "share": 0.2}}),
        tag("late_app", {"rule": 'n_bills_late_12m >= 3 OR marks HAS "app"'}),
    ]
    either = [True if "app" in marks else (None if late is None else late >= 3) for late, marks in zip(LATE, MARKS)]
    truths = {
        "tou": truth(lambda value: value == "tou", TARIFF),
        "grade": truth(lambda value: value in (0, 1), LATE),
        "heavy": truth(lambda value: value > q90, KWH),
        "light": truth(lambda value: value < q25, KWH),
        "far": truth(lambda value: value >= z1, KWH),
        "key": truth(lambda value: value >= fifth, KWH),
        "late_app": either,
    }
    reply = summary(list(truths), truths, 10)
    reply["tags"][2]["when"] = f"kwh_year > {q90:g}"
    conditions = [None] * 2 + [{"gt": q90}, {"lt": q25}, {"gte": z1}, {"gte": fifth}]
    reply["model"] = {
        "module": "tags",
        "schema": 1,
        "tags": [
            {"condition": {"column": "kwh_year", **condition} if condition else {}} for condition in conditions
        ]
        + [{}],
    }
    reply["skipped"], reply["inactive"] = [], []
    write("four_ways_to_make_a_tag", "a missing value leaves a tag open, and statistics are over all rows",
          label(tags, COLUMNS), reply, tolerance=1e-12)


def sevenths():
    """q n is not exact in binary: 0.07 * 100 is 7.000000000000001."""
    values = [float(value) for value in range(100)]
    tags = [tag("low", {"statistic": {"column": "x", "quantile": 0.07, "side": "below"}})]
    frame = pd.Series(values)
    # Seven of a hundred values are at most 6.
    truths = {"low": [bool(value < 6) for value in frame]}
    write("seven_of_a_hundred_are_a_share_of_0.07", "a rank is not moved by the rounding of q n",
          label(tags, {"x": values}), summary(["low"], truths, 100), oracle="by hand: the seventh value is 6")


def versions():
    tags = [
        tag("late", {"rule": "late >= 3"}, version=1, valid_to="2025-12-31"),
        tag("late", {"rule": "late >= 2"}, version=2, valid_from="2026-01-01"),
        tag("new", {"rule": "late >= 0"}, valid_from="2026-02-01"),
    ]
    late = [1, 2, 3]
    for day, version, at_least, inactive in [
        ("2025-12-31", 1, 3, [("late", 2), ("new", 1)]),
        ("2026-01-01", 2, 2, [("late", 1), ("new", 1)]),
    ]:
        reply = summary(["late"], {"late": [value >= at_least for value in late]}, 3)
        reply["tags"][0].update({"version": version, "date": day, "made": "rule"})
        reply["inactive"] = [{"tag": tag, "version": version} for tag, version in inactive]
        write(f"version_of_{day}", "the version that holds on the day labels", label(tags, {"late": late}, day), reply,
              oracle="by hand")


def trace():
    tags = [tag("late", {"rule": 'late >= 3 AND NOT tariff = "tou"'})]
    reply = {
        "traces": [
            {
                "row": 1,
                "tags": [
                    {
                        "tag": "late",
                        "holds": None,
                        "tests": [
                            {"column": "late", "test": "gte", "threshold": 3.0, "value": 4.0, "holds": True},
                            {"column": "tariff", "test": "eq", "threshold": "tou", "value": None, "holds": None},
                        ],
                    }
                ],
            }
        ],
        "columns": {"tags": [[], [], ["late"]], "n_tags_unknown": [0.0, 1.0, 0.0]},
    }
    columns = {"late": [5, 4, 3], "tariff": ["tou", None, "step"]}
    write("trace_says_why", "the trace names column, value and threshold, and what is open",
          label(tags, columns, trace_rows=[1]), reply, oracle="by hand")


def built_in():
    columns = {
        "tenure_months": [3, 40, 12],
        "n_bills_late_12m": [0, 3, 5],
        "n_bills_12m": [12, 12, 12],
        "inspection_found": [None, 0, 1],
        "arrears_risk": [0.01, 0.1, 0.4],
    }
    tags = ["new_customer", "pays_late", "best_star", "arrears_risk_high"]
    truths = {
        "new_customer": [True, False, False],
        "pays_late": [False, True, True],
        "best_star": [True, False, False],
        "arrears_risk_high": [False, True, True],
    }
    request = {"op": "label", "params": {"as_of": "2026-01-31"}, "table": {"columns": columns}}
    write("built_in_tags_skip_what_is_missing", "without params the built-in tags are used, as far as columns go",
          request, summary(tags, truths, 3), oracle="by hand: thresholds of docs/modules/tags.md")


def no_threshold():
    tags = [
        tag("far", {"statistic": {"column": "x", "z_score": 2}}),
        tag("key", {"statistic": {"column": "y", "share": 0.5}}),
        tag("top", {"statistic": {"column": "z", "quantile": 0.5}}),
    ]
    columns = {"x": [5, 5, 5], "y": [-1, -2, 1], "z": [None, None, None]}
    reply = summary(["far", "key", "top"], {name: [None] * 3 for name in ("far", "key", "top")}, 3)
    for count in reply["tags"]:
        count["when"] = None
    write("a_statistic_without_a_threshold_is_unknown", "a constant column has no z-score, a negative sum no share",
          label(tags, columns), reply, oracle="by hand")


def predict():
    model = {
        "module": "tags",
        "schema": 1,
        "as_of": "2026-01-31",
        "taxonomy": [{"id": "trait", "title": {"en": "t", "zh": "特"}, "level_2": [{"id": "credit", "title": {"en": "c", "zh": "信"}}]}],
        "tags": [
            {
                "definition": tag("heavy", {"statistic": {"column": "kwh_year", "quantile": 0.9}}),
                "condition": {"column": "kwh_year", "gt": 5000.0},
            },
            {"definition": tag("old", {"rule": 'marks HAS "old"'}, valid_to="2026-01-31"), "condition": {"column": "marks", "has": "old"}},
        ],
    }
    truths = {
        "heavy": truth(lambda value: value > 5000, KWH),
        "old": [("old" in marks) for marks in MARKS],
    }
    request = {"op": "predict", "model": model, "table": {"columns": COLUMNS}}
    write("model_of_schema_1", "a saved model labels with its thresholds, not with those of the rows", request,
          summary(["heavy", "old"], truths, 10))
    later = {**request, "params": {"as_of": "2026-02-01"}}
    write("predict_for_another_day", "a tag that ended is not given", later, summary(["heavy"], truths, 10))


def select():
    frame = pd.DataFrame({"kwh": KWH, "late": LATE})
    columns = {"kwh": KWH, "late": LATE, "marks": MARKS}

    def reply(size, unknown, selected, moved=None, steps=None):
        body = {"n_rows": 10, "n_selected": size, "share": size / 10, "n_unknown": unknown,
                "columns": {"selected": selected}}
        if moved:
            body["move"] = moved
        if steps:
            body["steps"] = steps
        return body

    heavy, unlate = frame.kwh >= 1000, frame.late < 3
    both = [
        None if (pd.isna(kwh) and (pd.isna(late) or late < 3)) or (pd.isna(late) and (pd.isna(kwh) or kwh >= 1000))
        else float(kwh >= 1000 and late < 3)
        for kwh, late in zip(frame.kwh, frame.late)
    ]
    steps = [
        {"expression": "kwh >= 1000", "n_alone": int(heavy.sum()), "n_so_far": int(heavy.sum())},
        {"expression": "late < 3", "n_alone": int(unlate.sum()), "n_so_far": int((heavy & unlate).sum())},
    ]
    request = {"op": "select", "params": {"where": "kwh >= 1000 AND late < 3"}, "table": {"columns": columns}}
    write("select_by_text", "AND narrows step by step, and what is open is counted apart", request,
          reply(both.count(1.0), both.count(None), both, steps=steps))

    # All thresholds that occur, tried one by one.
    def best(test, values, wanted, closest):
        sizes = {at: sum(1 for value in values if value is not None and test(value, at)) for at in set(values) - {None}}
        sizes = {at: size for at, size in sizes.items() if closest or size <= wanted}
        return min(sizes.items(), key=lambda item: (abs(item[1] - wanted), item[1]))

    at, size = best(lambda value, at: value >= at, KWH, 3, False)
    where = {"column": "kwh", "gte": 1000}
    request = {"op": "select", "params": {"where": where, "move": {"column": "kwh", "wanted": 3}},
               "table": {"columns": columns}}
    moved = {"column": "kwh", "test": "gte", "threshold_before": 1000.0, "threshold_after": at,
             "n_before": int(heavy.sum()), "n_after": size, "wanted": 3, "is_reached": True}
    selected = [None if value is None else float(value >= at) for value in KWH]
    write("threshold_moves_to_a_wanted_size", "the threshold that brings the group to at most the wanted size",
          request, reply(size, 1, selected, moved))

    # Below NOT the group grows with the threshold; 2600 stands twice, so 4 or 6 customers, never 5.
    at, size = best(lambda value, at: not value >= at, KWH, 5, True)
    where = {"not": {"column": "kwh", "gte": 1000}}
    request = {"op": "select", "params": {"where": where, "move": {"column": "kwh", "wanted": 5, "goal": "closest"}},
               "table": {"columns": columns}}
    moved = {"column": "kwh", "test": "gte", "threshold_after": at, "n_after": size, "is_reached": False}
    selected = [None if value is None else float(value < at) for value in KWH]
    write("threshold_below_not_moves_the_other_way", "ties keep a size from being reached exactly, and NOT turns it",
          request, reply(size, 1, selected, moved))

    request = {"op": "select", "params": {"where": {"at_least": [2, [
        {"column": "kwh", "gte": 1000}, {"column": "late", "gte": 3}, {"column": "marks", "has": "old"}]]}},
        "table": {"columns": columns}}
    n_true = lambda row: [KWH[row] is not None and KWH[row] >= 1000, LATE[row] is not None and LATE[row] >= 3, "old" in MARKS[row]].count(True)
    n_open = lambda row: [KWH[row], LATE[row]].count(None)
    values = [1.0 if n_true(row) >= 2 else (None if n_true(row) + n_open(row) >= 2 else 0.0) for row in range(10)]
    write("at_least_two_of_three", "at_least counts what holds", request,
          reply(values.count(1.0), values.count(None), values))

    table = "kwh,tariff\n100,step\n200,tou\n300,tou\n,step\n"
    request = {"op": "select", "params": {"where": 'kwh > 100 AND tariff IN ("tou", "farm")'}}
    write("select_on_loaded_columns", "with loaded columns per-row results do not stand in the body", request,
          {"expression": 'kwh > 100 AND tariff IN ("tou", "farm")', "n_selected": 2, "n_unknown": 0, "share": 0.5},
          oracle="by hand", table=table)


def profile():
    rng = np.random.default_rng(7)
    n = 60
    group = ["a" if value < 0.4 else "b" for value in rng.random(n)]
    kwh = [None if gap < 0.1 else round(float(value), 2) for gap, value in zip(rng.random(n), rng.gamma(2, 900, n))]
    late = rng.poisson([2.5 if name == "a" else 0.8 for name in group]).tolist()
    marks = [[tag for tag, share in (("old", 0.5 if name == "a" else 0.2), ("app", 0.3)) if rng.random() < share] for name in group]
    tariff = [None if gap < 0.1 else ("tou" if value < 0.3 else "step") for gap, value in zip(rng.random(n), rng.random(n))]
    frame = pd.DataFrame({"group": group, "kwh": kwh, "late": late, "tariff": tariff, "marks": marks})
    inside, rest = frame[frame.group == "a"], frame[frame.group != "a"]

    def shares(column, tag, has, all_inside, all_rest):
        x1, x0 = int(has(inside).sum()), int(has(rest).sum())
        low, high = confint_proportions_2indep(x1, all_inside, x0, all_rest, compare="diff", method="newcomb", alpha=0.1)
        p1, p0 = x1 / all_inside, x0 / all_rest
        return {"column": column, "tag": tag, "n_group": x1, "n_rest": x0, "share_group": p1, "share_rest": p0,
                "lift": p1 / p0, "difference": p1 - p0, "difference_low": float(low), "difference_high": float(high),
                "is_clear": bool(low > 0 or high < 0)}

    tags = [shares("marks", mark, lambda part, mark=mark: part.marks.map(lambda set: mark in set), len(inside), len(rest)) for mark in ("old", "app")]
    tags += [shares("tariff", level, lambda part, level=level: part.tariff == level, int(inside.tariff.notna().sum()), int(rest.tariff.notna().sum())) for level in ("step", "tou")]
    tags.sort(key=lambda entry: (-abs(round(entry["difference"], 12)), entry["column"], entry["tag"]))

    def numbers(column):
        a, b = (part[column].dropna().astype(float) for part in (inside, rest))
        sd = float(np.std(np.concatenate([a, b])))
        median = lambda values: float(np.quantile(values, 0.5, method="inverted_cdf"))
        return {"column": column, "n_group": len(a), "n_rest": len(b), "mean_group": float(a.mean()),
                "mean_rest": float(b.mean()), "mean_difference_sd": float((a.mean() - b.mean()) / sd),
                "median_group": median(a), "median_rest": median(b),
                "median_difference_sd": (median(a) - median(b)) / sd}

    entries = sorted((numbers(column) for column in ("kwh", "late")), key=lambda entry: -abs(entry["mean_difference_sd"]))
    columns = {"group": group, "kwh": kwh, "late": late, "tariff": tariff, "marks": marks}
    request = {"op": "profile", "params": {"group": 'group = "a"', "columns": ["marks", "tariff", "kwh", "late"], "confidence": 0.9},
               "table": {"columns": columns}}
    reply = {"n_rows": n, "n_group": len(inside), "n_rest": len(rest), "n_unknown": 0, "tags": tags, "numbers": entries, "skipped": []}
    write("what_sets_a_group_apart", "lift and difference with Newcombe's interval; means and medians in sd", request, reply,
          oracle=f"{ORACLE}, statsmodels {statsmodels.__version__}", tolerance=1e-9)


def refused(name, claim, request, code, message, pointer, values=None):
    write(name, claim, request, problem={"code": code, "message": message, "pointer": pointer, "values": values or {}}, oracle="by hand")


def refusals():
    table = {"columns": {"x": [1, 2], "t": ["a", "b"]}}

    def with_tags(tags, **more):
        return {"op": "label", "params": {"as_of": "2026-01-31", "tags": tags, **more}, "table": table}

    rule = {"rule": "x > 1"}
    refused("as_of_missing", "a module has no clock", {"op": "label", "table": table}, "missing_field",
            "params.as_of: missing field `as_of`", "/params/as_of")
    refused("as_of_no_day", "a day must be one of the calendar",
            {"op": "label", "params": {"as_of": "2026-02-30"}, "table": table}, "wrong_value",
            "params.as_of: expected a day of the calendar such as 2024-02-29", "/params/as_of")
    refused("no_tags", "an empty list of tags is no order to label", with_tags([]), "out_of_range",
            "params.tags is 0.0; must be 1.0 to 1000.0", "/params/tags", {"value": 0.0, "min": 1.0, "max": 1000.0})
    refused("tag_without_id", "a tag has an id", with_tags([tag("", rule)]), "id_empty", "params.tags[0].id is empty",
            "/params/tags/0/id")
    refused("tag_twice", "two versions may not hold on the same day",
            with_tags([tag("a", rule, valid_to="2026-03-01"), tag("a", rule, version=2, valid_from="2026-03-01")]),
            "tag_twice", 'params.tags[1].id is "a", of which versions 1 and 2 hold on the same day', "/params/tags/1/id",
            {"tag": "a", "versions": [1, 2]})
    refused("level_unknown", "a tag stands in the taxonomy", with_tags([{**tag("a", rule), "level_2": "weather"}]),
            "level_unknown", 'params.tags[0].level_2 is "weather", which the taxonomy does not have',
            "/params/tags/0/level_2", {"level": "weather"})
    twice = [{"id": "a", "title": {"en": "a", "zh": "甲"}, "level_2": []}] * 2
    refused("taxonomy_id_twice", "a place in the taxonomy is named once", with_tags([tag("a", rule)], taxonomy=twice),
            "taxonomy_id_twice", 'params.taxonomy[1].id is "a", which is named before', "/params/taxonomy/1/id", {"id": "a"})
    refused("period_empty", "a period does not end before it begins",
            with_tags([tag("a", rule, valid_from="2026-02-01", valid_to="2026-01-01")]), "period_empty",
            "params.tags[0].valid_to is 2026-01-01, before valid_from (2026-02-01)", "/params/tags/0/valid_to",
            {"from": "2026-02-01", "to": "2026-01-01"})
    refused("statistic_of_two", "a statistic has one threshold",
            with_tags([tag("a", {"statistic": {"column": "x", "quantile": 0.5, "z_score": 1}})]), "statistic_needs_one",
            "params.tags[0].made.statistic must have one of quantile, z_score, share", "/params/tags/0/made/statistic")
    refused("quantile_of_one", "a quantile lies between 0 and 1",
            with_tags([tag("a", {"statistic": {"column": "x", "quantile": 1}})]), "out_of_range",
            "params.tags[0].made.statistic.quantile is 1.0; must be 0.0 to 1.0",
            "/params/tags/0/made/statistic/quantile", {"value": 1.0, "min": 0.0, "max": 1.0})
    refused("column_with_two_tests", "a tag from a column is one test",
            with_tags([tag("a", {"column": "x > 1 AND x < 2"})]), "not_one_test",
            "params.tags[0].made.column must be one test of one column; use rule for others", "/params/tags/0/made/column")
    refused("rule_not_readable", "a text that is no condition says where",
            with_tags([tag("a", {"rule": "x >"})]), "condition_not_readable",
            "params.tags[0].made.rule: character 4 is the end; expected a number", "/params/tags/0/made/rule",
            {"character": 4, "expected": "a number", "found": "the end"})
    refused("rule_of_unknown_kind", "a tag is made in one of four ways", with_tags([tag("a", {"magic": "x > 1"})]),
            "wrong_value",
            "params.tags[0].made: unknown variant `magic`, expected one of `column`, `statistic`, `model`, `rule`",
            "/params/tags/0/made")
    refused("column_missing", "a given tag's column must be there", with_tags([tag("a", {"rule": "x > 1 AND y > 1"})]),
            "column_not_found", 'params.tags[0].made.rule uses "y"; the table has no such column',
            "/params/tags/0/made/rule", {"column": "y"})
    refused("statistic_of_texts", "a statistic is of numbers",
            with_tags([tag("a", {"statistic": {"column": "t", "quantile": 0.5}})]), "column_not_number",
            'params.tags[0].made.statistic.column uses "t", a column of kind category; must be a column of numbers',
            "/params/tags/0/made/statistic/column", {"column": "t", "kind": "category"})
    refused("rule_wrong_kind", "a test suits its column", with_tags([tag("a", {"rule": "t > 1"})]), "condition_wrong_kind",
            'params.tags[0].made.rule.gt does not suit column "t", which holds category values',
            "/params/tags/0/made/rule/gt", {"column": "t", "kind": "category", "test": "gt"})
    refused("too_many_traces", "at most a hundred rows are traced",
            with_tags([tag("a", rule)], trace_rows=list(range(101))), "out_of_range",
            "params.trace_rows is 101.0; must be 0.0 to 100.0", "/params/trace_rows",
            {"value": 101.0, "min": 0.0, "max": 100.0})
    refused("no_rows", "an empty table cannot be labelled",
            {"op": "label", "params": {"as_of": "2026-01-31"}, "table": {"columns": {"x": []}}}, "no_rows",
            "table has no rows", "/table", {"n_rows": 0})
    refused("value_too_large", "a sum of squares must not overflow",
            {**with_tags([tag("a", {"statistic": {"column": "x", "z_score": 1}})]), "table": {"columns": {"x": [1e61, 1]}}},
            "value_too_large", 'column "x" has a value beyond 1e60 in size', "/table/columns", {"column": "x", "max": 1e60})
    refused("group_of_everybody", "a group has a rest to compare with",
            {"op": "profile", "params": {"group": "x >= 1"}, "table": table}, "group_empty",
            "params.group holds for 2 customers and not for 0; must be at least one each", "/params/group",
            {"n_group": 2, "n_rest": 0})
    refused("profile_column_missing", "a named column must be there",
            {"op": "profile", "params": {"group": "x > 1", "columns": ["x", "y"]}, "table": table}, "column_not_found",
            'params.columns[1] uses "y"; the table has no such column', "/params/columns/1", {"column": "y"})
    refused("confidence_of_one", "an interval has a confidence below 1",
            {"op": "profile", "params": {"group": "x > 1", "confidence": 1}, "table": table}, "out_of_range",
            "params.confidence is 1.0; must be 0.5 to 0.9999", "/params/confidence", {"value": 1.0, "min": 0.5, "max": 0.9999})
    refused("threshold_twice", "a threshold to move must be told from others",
            {"op": "select", "params": {"where": "x > 1 AND x < 9", "move": {"column": "x", "wanted": 1}}, "table": table},
            "threshold_not_one", 'params.move names "x"; 2 thresholds of it stand in params.where, must be one (name the test, too)',
            "/params/move", {"column": "x", "n": 2})
    refused("select_column_missing", "an expression names columns of the table",
            {"op": "select", "params": {"where": "y > 1"}, "table": table}, "condition_column_missing",
            'params.where.column is "y"; the table has no such column', "/params/where/column", {"column": "y"})
    refused("model_of_other_module", "a model of kmeans labels nobody",
            {"op": "predict", "model": {"module": "kmeans", "schema": 1}, "table": table}, "model_of_other_module",
            'model.module is "kmeans"; must be "tags"', "/model/module", {"module": "kmeans", "expected": "tags"})
    refused("model_schema_never_written", "a schema of tomorrow is not guessed at",
            {"op": "predict", "model": {"module": "tags", "schema": 2}, "table": table}, "model_schema_unsupported",
            "model.schema is 2; this version reads 1", "/model/schema", {"schema": 2, "supported": [1]})
    model = {"module": "tags", "schema": 1, "as_of": "2026-01-31", "taxonomy": [], "tags": [{"definition": tag("a", rule), "condition": None}]}
    refused("model_broken", "a model's tags stand in its taxonomy", {"op": "predict", "model": model, "table": table},
            "model_broken", "model.tags[0].level_1 must hold definitions that `label` would take", "/model/tags/0/level_1")
    refused("unknown_operation", "operations are named", {"op": "fit", "table": table}, "unknown_op",
            'op is "fit"; must be one of label, predict, select, profile, begin, fold, merge', "/op",
            {"op": "fit", "known": ["label", "predict", "select", "profile", "begin", "fold", "merge"]})
    refused("unknown_field", "a misspelt field is not overlooked",
            {"op": "select", "params": {"where": "x > 1", "moves": {}}, "table": table}, "unknown_field",
            "params.moves: unknown field `moves`, expected `where` or `move`", "/params/moves")


if __name__ == "__main__":
    for make in (four_ways, sevenths, versions, trace, built_in, no_threshold, predict, select, profile, refusals):
        make()
