"""Writes the replies and problems that the tree cases expect, with scikit-learn and NumPy alone.

    python tests/oracle/tree_cases.py

Values are multiples of 1/8, so that scikit-learn's single precision holds them exactly, and drawn until its
tree does not depend on its seed: where splits tie, it takes one at random.
"""

import json
from pathlib import Path

import numpy as np
import sklearn
from sklearn.metrics import roc_auc_score
from sklearn.tree import DecisionTreeClassifier

CASES = Path(__file__).parent.parent / "cases" / "tree"
ORACLE = f"scikit-learn {sklearn.__version__}"


def write(name, claim, request, reply=None, oracle=ORACLE, table=None, problem=None):
    folder = CASES / name
    folder.mkdir(parents=True, exist_ok=True)
    about = {"claim": claim, "oracle": oracle, "tolerance": 1e-12} if problem is None else {"claim": claim, "oracle": oracle}
    files = {"case.json": about, "request.json": request}
    files |= {"reply.json": reply} if problem is None else {"problem.json": problem}
    for file, content in files.items():
        (folder / file).write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    if table:
        (folder / "table.csv").write_text(table, encoding="utf-8")


def drawn(seed, n, n_classes):
    generator = np.random.default_rng(seed)
    x = np.round(generator.normal(size=(n, 3)) * 16) / 8
    score = x @ [1.0, -0.7, 0.3] + generator.normal(size=n)
    y = np.searchsorted(np.quantile(score, np.arange(1, n_classes) / n_classes), score)
    weight = np.round(generator.uniform(0.5, 3, size=n) * 4) / 4
    return x, y, weight


def structure(tree):
    return [tree.tree_.feature.tolist(), tree.tree_.threshold.tolist()]


def without_ties(fit, n, n_classes):
    """The first data set whose tree is the same for 20 seeds of scikit-learn."""
    for seed in range(100, 400):
        x, y, weight = drawn(seed, n, n_classes)
        trees = [fit(x, y, weight, random_state) for random_state in range(20)]
        if all(structure(tree) == structure(trees[0]) for tree in trees):
            return x, y, weight, trees[0]
    raise SystemExit("every data set has ties")


def nodes(model, names, unit_weights):
    """scikit-learn numbers nodes as we do: parents first, yes (left) before no."""
    tree = model.tree_
    found = []
    for index in range(tree.node_count):
        node = {
            "n_rows": int(tree.n_node_samples[index]),
            "impurity": float(tree.impurity[index]),
        }
        if unit_weights:
            node["weights"] = (tree.value[index][0] * tree.n_node_samples[index]).round().tolist()
        if tree.children_left[index] >= 0:
            node |= {
                "column": names[tree.feature[index]],
                "lte": float(tree.threshold[index]),
                "yes": int(tree.children_left[index]),
                "no": int(tree.children_right[index]),
            }
        found.append(node)
    return found


def reply(model, x, y, names, weight=None, unit_weights=True):
    told = model.predict(x)
    used = np.ones(len(y)) if weight is None else weight
    body = {
        "splits": "exact",
        "n_rows": len(y),
        "n_rows_used": len(y),
        "n_leaves": int(model.get_n_leaves()),
        "depth": int(model.get_depth()),
        "accuracy": float(np.average(told == y, weights=used)),
        "importance": [
            {"column": name, "share": float(share)} for name, share in zip(names, model.feature_importances_)
        ],
        "model": {
            "module": "tree",
            "schema": 1,
            "classes": [str(label) for label in model.classes_],
            "nodes": nodes(model, names, unit_weights),
        },
        "columns": {
            "class": [str(label) for label in told],
            "leaf": [f"n{leaf}" for leaf in model.apply(x)],
        },
    }
    return body


def request(params, x, y, names, weight=None):
    columns = {name: x[:, index].tolist() for index, name in enumerate(names)}
    columns["y"] = y.tolist()
    if weight is not None:
        columns["w"] = weight.tolist()
    return {"op": "fit", "params": {"target": "y", **params}, "table": {"columns": columns}}


NAMES = ["a", "b", "c"]


def two_classes():
    def fit(x, y, weight, random_state):
        return DecisionTreeClassifier(max_depth=4, min_samples_leaf=5, random_state=random_state).fit(x, y)

    x, y, _, model = without_ties(fit, 120, 2)
    probability = model.predict_proba(x)[:, 1]
    body = reply(model, x, y, NAMES)
    body |= {"auc": float(roc_auc_score(y, probability))}
    body["columns"]["probability"] = probability.tolist()
    write("two_classes", "splits, impurities, AUC, classes and leaves are scikit-learn's", request({}, x, y, NAMES), body)


def three_classes_entropy():
    def fit(x, y, weight, random_state):
        tree = DecisionTreeClassifier(criterion="entropy", max_depth=5, min_samples_leaf=4, random_state=random_state)
        return tree.fit(x, y)

    x, y, _, model = without_ties(fit, 150, 3)
    body = reply(model, x, y, NAMES)
    body["columns"]["probability"] = model.predict_proba(x).max(axis=1).tolist()
    params = {"criterion": "entropy", "max_depth": 5, "min_leaf": 4}
    write("three_classes_entropy", "with entropy and three classes the tree is scikit-learn's", request(params, x, y, NAMES), body)


def weights():
    def fit(x, y, weight, random_state):
        tree = DecisionTreeClassifier(max_depth=4, min_samples_leaf=5, class_weight={0: 1, 1: 2.5}, random_state=random_state)
        return tree.fit(x, y, sample_weight=weight)

    x, y, weight, model = without_ties(fit, 120, 2)
    # A probability is by the weights of rows alone, a class by those of classes, too.
    leaves = model.apply(x)
    rate = [float(np.average(y[leaves == leaf], weights=weight[leaves == leaf])) for leaf in leaves]
    body = reply(model, x, y, NAMES, weight, unit_weights=False)
    body["columns"]["probability"] = rate
    params = {"weight": "w", "class_weight": {"by_class": {"1": 2.5}}}
    write("weights", "weights of rows and of classes act as scikit-learn's", request(params, x, y, NAMES, weight), body)


def balanced_and_pruned():
    def fit(x, y, weight, random_state):
        tree = DecisionTreeClassifier(
            max_depth=6, min_samples_leaf=3, class_weight="balanced", ccp_alpha=0.012, min_impurity_decrease=0.001,
            random_state=random_state,
        )
        return tree.fit(x[: 130 - 40], y[: 130 - 40])

    def uneven(seed):
        x, y, _ = drawn(seed, 130, 3)
        return x[:90], np.minimum(y, 1)[:90]

    for seed in range(400, 700):
        x, y = uneven(seed)
        trees = [fit(x, y, None, random_state) for random_state in range(20)]
        if all(structure(tree) == structure(trees[0]) for tree in trees) and trees[0].get_n_leaves() >= 4:
            break
    params = {"max_depth": 6, "min_leaf": 3, "class_weight": "balanced", "ccp_alpha": 0.012, "min_impurity_decrease": 0.001}
    body = reply(trees[0], x, y, NAMES, unit_weights=False)
    write("balanced_and_pruned", "balanced classes, pruning and the least decrease act as scikit-learn's", request(params, x, y, NAMES), body)


def loaded():
    def fit(x, y, weight, random_state):
        return DecisionTreeClassifier(max_depth=3, min_samples_leaf=5, random_state=random_state).fit(x, y)

    x, y, _, model = without_ties(fit, 60, 2)
    lines = ["customer_id,a,b,c,y"] + [f"C{row:04},{a},{b},{c},{label}" for row, ((a, b, c), label) in enumerate(zip(x.tolist(), y))]
    write(
        "loaded_columns",
        "columns that a host loads from CSV give what the same rows give inside a request",
        {"op": "fit", "params": {"target": "y", "max_depth": 3}, "rows_as": "inline"},
        reply(model, x, y, NAMES),
        table="\n".join(lines) + "\n",
    )


def best_subset(levels, y, min_leaf):
    """All ways to part levels in two, by hand: the gini impurity that is left, weighted."""
    names = sorted(set(levels))
    levels, y = np.array(levels), np.array(y)

    def gini(part):
        return 1 - sum((np.mean(part == label)) ** 2 for label in set(y.tolist())) if len(part) else 0.0

    best = None
    for mask in range(1, 2 ** len(names) - 1):
        inside = np.isin(levels, [name for index, name in enumerate(names) if mask >> index & 1])
        if min(inside.sum(), (~inside).sum()) < min_leaf:
            continue
        left = (inside.sum() * gini(y[inside]) + (~inside).sum() * gini(y[~inside])) / len(y)
        if best is None or left < best[0] - 1e-12:
            best = (left, sorted(set(levels[inside].tolist())), sorted(set(levels[~inside].tolist())))
    return best


def categories():
    generator = np.random.default_rng(17)
    rates = {"flat": 0.2, "tou": 0.7, "step": 0.35, "工商业": 0.8, "农业": 0.1, "大工业": 0.55}
    levels = generator.choice(list(rates), size=140).tolist()
    y = [int(generator.uniform() < rates[level]) for level in levels]
    _, inside, outside = best_subset(levels, y, 5)
    n_inside = sum(level in inside for level in levels)
    listed, other = (inside, outside) if n_inside <= len(levels) - n_inside else (outside, inside)
    part = [label for level, label in zip(levels, y) if level in listed]
    rest = [label for level, label in zip(levels, y) if level not in listed]
    write(
        "levels_best_subset",
        "for two classes the split of levels is the best of all subsets",
        {"op": "fit", "params": {"target": "y", "max_depth": 1}, "table": {"columns": {"tariff": levels, "y": y}}},
        {
            "n_leaves": 2,
            "model": {"nodes": [
                {"column": "tariff", "in": sorted(listed), "yes": 1, "no": 2, "n_rows": len(y)},
                {"n_rows": len(part), "weights": [part.count(0) * 1.0, part.count(1) * 1.0]},
                {"n_rows": len(rest), "weights": [rest.count(0) * 1.0, rest.count(1) * 1.0]},
            ]},
        },
        oracle="all 62 subsets tried with NumPy",
    )


def by_hand():
    table = {"columns": {"x": [1, 2, None, None, 8, 9, 10], "y": ["a", "a", "b", "b", "b", "b", "b"]}}
    fit = {"op": "fit", "params": {"target": "y", "min_leaf": 1}, "table": table}
    write(
        "missing_values_choose_a_side",
        "rows without a value go where their classes are",
        fit,
        {"model": {"nodes": [
            {"column": "x", "lte": 5.0, "missing": "no", "yes": 1, "no": 2, "weights": [2.0, 5.0]},
            {"weights": [2.0, 0.0], "impurity": 0.0}, {"weights": [0.0, 5.0], "impurity": 0.0},
        ]}},
        oracle="by hand",
    )
    unknown = {"columns": {"x": [1, 2, 8, 9, None, None], "y": ["a", "a", "a", "a", "b", "b"]}}
    write(
        "missing_is_the_question",
        "where missing values alone are of one class, missing is what is asked",
        {"op": "fit", "params": {"target": "y", "min_leaf": 1}, "table": unknown},
        {"model": {"nodes": [
            {"column": "x", "missing": "yes", "weights": [4.0, 2.0]}, {"weights": [0.0, 2.0]}, {"weights": [4.0, 0.0]},
        ]}},
        oracle="by hand",
    )


MODEL = {
    "module": "tree", "schema": 1, "target": "theft", "classes": ["0", "1"], "event": "1", "criterion": "gini",
    "class_weights": [1, 1],
    "columns": [
        {"name": "trend_drop", "kind": "number", "n_missing": 3, "spread": 2},
        {"name": "site", "kind": "category", "n_missing": 0, "spread": 1},
    ],
    "nodes": [
        {"column": "trend_drop", "lte": 4.5, "missing": "yes", "yes": 1, "no": 2, "n_rows": 100, "weights": [80, 20], "impurity": 0.32},
        {"n_rows": 70, "weights": [66, 4], "impurity": 0.1077551020408163},
        {"column": "site", "in": ["农村", "remote"], "missing": "no", "yes": 3, "no": 4, "n_rows": 30, "weights": [14, 16], "impurity": 0.49777777777777776},
        {"n_rows": 10, "weights": [1, 9], "impurity": 0.18},
        {"n_rows": 20, "weights": [13, 7], "impurity": 0.455},
    ],
}
ROWS = {"columns": {"trend_drop": [1, 4.5, 5, 9, None, 6], "site": ["city", "农村", "农村", "city", "remote", None]}}


def predict_and_explain():
    p1, p3, p4 = 4 / 70, 9 / 10, 7 / 20
    write(
        "predict_by_hand",
        "a value on the threshold goes with yes, missing values and unknown levels where the model says",
        {"op": "predict", "model": MODEL, "table": ROWS},
        {
            "n_rows": 6,
            "classes": [{"class": "0", "n_rows": 5}, {"class": "1", "n_rows": 1}],
            "leaves": [{"leaf": "n1", "n_rows": 3}, {"leaf": "n3", "n_rows": 1}, {"leaf": "n4", "n_rows": 2}],
            "columns": {
                "class": ["0", "0", "1", "0", "0", "0"],
                "probability": [p1, p1, p3, p4, p1, p4],
                "leaf": ["n1", "n1", "n3", "n4", "n1", "n4"],
            },
        },
        oracle="by hand",
    )
    high = {"column": "trend_drop", "gt": 4.5}
    rural = {"column": "site", "in": ["农村", "remote"]}
    write(
        "explain_by_hand",
        "rules come with condition, support, rate, lift and a sentence in two languages, the highest rate first",
        {"op": "explain", "model": MODEL},
        {"rules": [
            {
                "leaf": "n3", "class": "1", "about": "1", "n_rows": 10, "support": 0.1, "rate": 0.9, "lift": 4.5,
                "condition": {"all": [high, rural]},
                "text": {
                    "en": "trend_drop above 4.5; site is one of 农村, remote → theft is 1 for 90% of 10 customers (10% of all), lift 4.5",
                    "zh": "trend_drop 大于 4.5；site 为 农村、remote 之一 → theft 为 1：10 户（占全部 10%），比例 90%，提升度 4.5",
                },
            },
            {
                "leaf": "n4", "class": "0", "n_rows": 20, "support": 0.2, "rate": 0.35, "lift": 1.75,
                "condition": {"all": [high, {"any": [{"not": rural}, {"column": "site", "missing": True}]}]},
                "text": {"zh": "trend_drop 大于 4.5；site 不为 农村、remote 中任何一个 → theft 为 1：20 户（占全部 20%），比例 35%，提升度 1.75"},
            },
            {
                "leaf": "n1", "class": "0", "n_rows": 70, "support": 0.7, "rate": p1, "lift": p1 / 0.2,
                "condition": {"any": [{"column": "trend_drop", "lte": 4.5}, {"column": "trend_drop", "missing": True}]},
                "text": {"en": "trend_drop at most 4.5 or missing → theft is 1 for 5.71% of 70 customers (70% of all), lift 0.286"},
            },
        ]},
        oracle="by hand",
    )
    write(
        "what_if_by_hand",
        "edits of columns and thresholds move customers, and the reverse question finds the cheapest way back",
        {
            "op": "what_if", "model": MODEL, "table": ROWS,
            "params": {
                "scenario": [{"column": "site", "where": {"column": "trend_drop", "gte": 9}, "set": "remote"}],
                "thresholds": [{"node": "n0", "add": 1}],
                "reverse": {"row": 2, "goal": {"probability_lte": 0.1}, "columns": [{"column": "trend_drop", "step": 1}]},
            },
        },
        {
            "classes": {"groups": ["0", "1"], "counts_before": [5, 1], "counts_after": [5, 1], "migration": [[4, 1], [1, 0]], "n_moved": 2},
            "leaves": [
                {"leaf": "n1", "n_before": 3, "n_after": 4}, {"leaf": "n3", "n_before": 1, "n_after": 1},
                {"leaf": "n4", "n_before": 2, "n_after": 1},
            ],
            "movers": [
                {"row": 2, "leaf_before": "n3", "leaf_after": "n1", "probability_before": p3, "probability_after": p1},
                {"row": 3, "leaf_before": "n4", "leaf_after": "n3", "probability_before": p4, "probability_after": p3},
            ],
            "reverse": {
                "row": 2, "before": {"leaf": "n3", "class": "1", "probability": p3},
                "after": {"leaf": "n1", "class": "0", "probability": p1}, "cost": 0.5,
                "changes": [{"column": "trend_drop", "before": 5.0, "after": 4.0, "cost": 0.5}],
            },
            "model": {"nodes": [{"lte": 5.5}, {}, {}, {}, {}]},
            "columns": {"leaf_after": ["n1", "n1", "n1", "n3", "n1", "n4"]},
        },
        oracle="by hand",
    )
    write(
        "what_if_without_edits",
        "a what-if with no edit moves nobody",
        {"op": "what_if", "model": MODEL, "table": ROWS},
        {"classes": {"n_moved": 0}, "movers": [], "probability": {"mean_change": 0.0}},
        oracle="by definition",
    )


def refusals():
    columns = {"x": [1, 2, 3, 4], "t": ["a", "b", None, "a"], "w": [1, 1, -1, 1], "y": [0, 1, 0, 1]}

    def refuse(name, claim, request, problem):
        write(name, claim, request, problem=problem, oracle="the contract")

    def fit(params, **changed):
        return {"op": "fit", "params": {"target": "y", **params}, "table": {"columns": {**columns, **changed}}}

    def problem(code, message, pointer, **values):
        return {"code": code, "message": message, "pointer": pointer, "values": values}

    refuse("target_missing", "a fit needs a target", {**fit({}), "params": {}},
           problem("missing_field", "params.target: missing field `target`", "/params/target"))
    refuse("target_unknown", "a target that the table does not have is named", fit({"target": "z"}),
           problem("column_not_found", 'params.target is "z"; the table has no such column', "/params/target", column="z"))
    refuse("one_class", "one class cannot be told from others", fit({}, y=[1, 1, 1, None]),
           problem("one_class", 'params.target is "y", which has the one class "1"', "/params/target", **{"column": "y", "class": "1"}))
    refuse("no_rows", "rows without a class are no rows to learn from", fit({}, y=[None] * 4),
           problem("no_rows", "table has 4 rows, and none with a class and a weight", "/table", n_rows=4))
    refuse("empty_table", "a table without rows is refused", {**fit({}), "table": {"columns": {"x": [], "y": []}}},
           problem("no_rows", "table has no rows", "/table", n_rows=0))
    refuse("no_usable_columns", "a target alone is nothing to split by", {**fit({}), "table": {"columns": {"y": [0, 1]}}},
           problem("no_usable_columns", "table has no column of numbers or categories to split by", "/table"))
    refuse("column_twice", "a column is named once", fit({"columns": ["x", "x"]}),
           problem("column_twice", 'params.columns[1] is "x", which is named before', "/params/columns/1", column="x"))
    refuse("target_among_columns", "a target cannot tell itself", fit({"columns": ["x", "y"]}),
           problem("column_in_two_uses", 'params.columns[1] is "y", which has another use in these params', "/params/columns/1", column="y"))
    refuse("negative_weight", "a weight below 0 is named with its row", fit({"weight": "w"}),
           problem("weight_wrong", 'row 2 of column "w" is -1.0; a weight must be 0 to 1e60', "/table/columns/w/2", column="w", row=2, max=1e60))
    refuse("weight_of_texts", "weights are numbers", fit({"weight": "t"}),
           problem("column_wrong_kind", 'params.weight is "t", a column of kind category; must be number', "/params/weight",
                   column="t", kind="category", expected="number"))
    refuse("event_unknown", "the event is one of the classes", fit({"event": "2"}),
           problem("class_unknown", 'params.event is "2"; the target has no such class', "/params/event", **{"class": "2", "known": ["0", "1"]}))
    refuse("max_depth_zero", "a tree asks at least one question", fit({"max_depth": 0}),
           problem("out_of_range", "params.max_depth is 0.0; must be 1.0 to 30.0", "/params/max_depth", value=0.0, min=1.0, max=30.0))
    refuse("ccp_alpha_negative", "a leaf does not cost less than nothing", fit({"ccp_alpha": -0.5}),
           problem("out_of_range", "params.ccp_alpha is -0.5; must be 0.0 to 10.0", "/params/ccp_alpha", value=-0.5, min=0.0, max=10.0))
    refuse("unknown_field", "a misspelt parameter is named", fit({"depth": 3}),
           problem("unknown_field", "params.depth: unknown field `depth`, expected one of `target`, `columns`, `event`, `weight`, "
                   "`class_weight`, `criterion`, `max_depth`, `min_leaf`, `min_impurity_decrease`, `ccp_alpha`", "/params/depth"))
    refuse("model_of_other_module", "a model of another module is named as such",
           {"op": "predict", "model": {"module": "kmeans", "schema": 1}, "table": ROWS},
           problem("model_of_other_module", 'model.module is "kmeans"; must be "tree"', "/model/module", module="kmeans", expected="tree"))
    refuse("model_with_a_cycle", "nodes follow on their parents",
           {"op": "predict", "model": {**MODEL, "nodes": [{**MODEL["nodes"][0], "yes": 0}] + MODEL["nodes"][1:]}, "table": ROWS},
           problem("model_broken", "model.nodes[0] must be followed by two later nodes", "/model/nodes/0"))
    refuse("column_of_other_kind", "a column has the kind that the model learnt",
           {"op": "predict", "model": MODEL, "table": {"columns": {"trend_drop": ["high"], "site": ["city"]}}},
           problem("column_wrong_kind", 'model.columns[0] is "trend_drop", a column of kind category; must be number', "/model/columns/0",
                   column="trend_drop", kind="category", expected="number"))
    refuse("threshold_of_a_leaf", "a leaf asks for nothing",
           {"op": "what_if", "model": MODEL, "table": ROWS, "params": {"thresholds": [{"node": "n1", "set": 1}]}},
           problem("node_without_threshold", 'params.thresholds[0].node is "n1", which asks for no threshold', "/params/thresholds/0/node", node="n1"))
    refuse("reverse_row_too_large", "the reverse question is about a customer of the table",
           {"op": "what_if", "model": MODEL, "table": ROWS, "params": {"reverse": {"row": 6, "goal": {"class": "0"}}}},
           problem("row_out_of_range", "params.reverse.row is 6; must be below 6 (rows)", "/params/reverse/row", row=6, n_rows=6))
    refuse("no_table", "a fit needs rows", {"op": "fit", "params": {"target": "y"}},
           problem("table_missing", "fit needs a table: load columns or send `table`", "/table"))
    refuse("unknown_operation", "operations are named", {"op": "grow"},
           problem("unknown_op", 'op is "grow"; must be one of fit, predict, explain, what_if, begin, fold, merge', "/op", op="grow",
                   known=["fit", "predict", "explain", "what_if", "begin", "fold", "merge"]))


if __name__ == "__main__":
    two_classes()
    three_classes_entropy()
    weights()
    balanced_and_pruned()
    loaded()
    categories()
    by_hand()
    predict_and_explain()
    refusals()
