"""Writes the replies that the apriori cases expect, with mlxtend, SciPy and statsmodels alone.

    python tests/oracle/apriori_cases.py

The baskets are small on purpose: a reader can check the first cases by hand.
"""

import itertools
import json
from pathlib import Path

import mlxtend
import numpy as np
import pandas as pd
import scipy
import statsmodels
from mlxtend.frequent_patterns import association_rules, fpgrowth
from scipy.stats import fisher_exact
from statsmodels.stats.multitest import multipletests

CASES = Path(__file__).parent.parent / "cases" / "apriori"
ORACLE = f"mlxtend {mlxtend.__version__}, SciPy {scipy.__version__}, statsmodels {statsmodels.__version__}"


def write(name, claim, request, reply=None, problem=None, oracle=ORACLE, table=None):
    folder = CASES / name
    folder.mkdir(parents=True, exist_ok=True)
    about = {"claim": claim, "oracle": oracle, "tolerance": 1e-12}
    expected = {"reply.json": reply} if problem is None else {"problem.json": problem}
    for file, content in {"case.json": about, "request.json": request, **expected}.items():
        (folder / file).write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    if table:
        (folder / "table.csv").write_text(table, encoding="utf-8")


def drawn(seed, n, names):
    """Baskets in which every third item follows the one before it."""
    generator = np.random.default_rng(seed)
    baskets = []
    for _ in range(n):
        basket = []
        for index, name in enumerate(names):
            follows = index % 3 == 2 and names[index - 1] in basket
            if generator.random() < (0.85 if follows else 0.6 / (1 + index / 3)):
                basket.append(name)
        baskets.append(basket)
    return baskets


def frequent(baskets, support, max_len=None):
    """By mlxtend: counts by itemset, the shorter first, those of one length by their items."""
    items = sorted({item for basket in baskets for item in basket})
    table = pd.DataFrame([[item in basket for item in items] for basket in baskets], columns=items)
    found = fpgrowth(table, min_support=support, use_colnames=True, max_len=max_len)
    counts = {tuple(sorted(s)): round(share * len(baskets)) for share, s in zip(found["support"], found["itemsets"])}
    return dict(sorted(counts.items(), key=lambda item: (len(item[0]), item[0]))), found


def rules_of(baskets, support, confidence, max_len=None, keep=lambda left, right: True):
    """By mlxtend, with Fisher's exact p of SciPy, adjusted by statsmodels; by lift, ties by sides."""
    counts, found = frequent(baskets, support, max_len)
    n = len(baskets)
    rules = []
    for _, row in association_rules(found, num_itemsets=n, metric="confidence", min_threshold=0).iterrows():
        left, right = tuple(sorted(row["antecedents"])), tuple(sorted(row["consequents"]))
        n_left, n_right, n_both = counts[left], counts[right], counts[tuple(sorted(left + right))]
        if n_both / n_left < confidence or not keep(left, right):
            continue
        table = [[n_both, n_left - n_both], [n_right - n_both, n - n_left - n_right + n_both]]
        certainty = row["certainty"]
        if n_both * n < n_left * n_right:
            # mlxtend divides by 1 - s in this case, too; the certainty factor (Berzal et al., 2002) by s.
            certainty = (n_both / n_left - n_right / n) / (n_right / n)
        rules.append({
            "left": list(left), "right": list(right), "n_left": n_left, "n_right": n_right, "n_both": n_both,
            "support": row["support"], "confidence": n_both / n_left, "lift": n_both * n / (n_left * n_right),
            "leverage": row["leverage"], "conviction": None if n_both == n_left else row["conviction"],
            "zhang": row["zhangs_metric"], "jaccard": row["jaccard"], "kulczynski": row["kulczynski"],
            "certainty": float(certainty), "p": float(fisher_exact(table, alternative="greater").pvalue),
            "redundant": any(
                counts[tuple(sorted(part + right))] / counts[part] >= n_both / n_left
                for size in range(1, len(left))
                for part in itertools.combinations(left, size)
            ),
        })
    for name, method in [("p_holm", "holm"), ("p_fdr", "fdr_bh")]:
        adjusted = multipletests([rule["p"] for rule in rules], method=method)[1]
        for rule, p in zip(rules, adjusted):
            rule[name] = float(p)
    rules.sort(key=lambda rule: (-rule["lift"], len(rule["left"]), rule["left"], len(rule["right"]), rule["right"]))
    return rules


def listed(counts):
    return [{"items": list(items), "n_baskets": count} for items, count in counts.items()]


def head(baskets, counts):
    lengths = [sum(len(items) == length for items in counts) for length in range(1, max(map(len, counts)) + 1)]
    return {"n_baskets": len(baskets), "n_itemsets": len(counts), "n_by_length": lengths}


NAMES = ["old_district", "summer", "complaint", "late", "prepaid", "reminded", "app", "ebill", "autopay"]


def mine(baskets, **params):
    return {"op": "mine", "params": params, "table": {"columns": {"tags": baskets}}}


def itemsets_and_rules():
    baskets = drawn(1, 120, NAMES)
    counts, _ = frequent(baskets, 0.05)
    rules = rules_of(baskets, 0.05, 0.3)
    write(
        "itemsets_and_rules",
        "itemsets, rules, their measures and p-values are those of the peers",
        mine(baskets, min_support=0.05, rules={"min_confidence": 0.3}),
        {**head(baskets, counts), "itemsets": listed(counts), "n_rules": len(rules), "rules": rules},
    )


def one_complaint():
    baskets = drawn(2, 200, NAMES)
    rules = rules_of(baskets, 0.02, 0.2, keep=lambda left, right: right == ("complaint",) and "late" not in left)
    sides = {"left": {"forbidden": ["late"]}, "right": {"allowed": ["complaint"]}}
    write(
        "only_complaints_on_the_right",
        "sides keep to the items that may stand there, and p-values are adjusted among the rules that are left",
        mine(baskets, min_support=0.02, rules={"min_confidence": 0.2, **sides}),
        {"n_rules": len(rules), "rules": rules},
    )


def kinds():
    baskets = drawn(3, 90, NAMES)
    counts, _ = frequent(baskets, 0.04)
    larger = {items: [other for other in counts if len(other) > len(items) and set(items) <= set(other)] for items in counts}
    closed = {items: count for items, count in counts.items() if all(counts[other] < count for other in larger[items])}
    maximal = {items: count for items, count in counts.items() if not larger[items]}
    for kind, kept in {"closed": closed, "maximal": maximal}.items():
        write(
            f"{kind}_itemsets",
            f"the {kind} itemsets are those by definition",
            mine(baskets, min_support=0.04, kind=kind),
            {**head(baskets, counts), "n_itemsets_listed": len(kept), "itemsets": listed(kept), "rules": None, "model": None},
            oracle=f"mlxtend {mlxtend.__version__} for all itemsets, the definition for these",
        )


def shortest():
    baskets = drawn(4, 80, NAMES)
    counts, _ = frequent(baskets, 0.05, max_len=2)
    write(
        "at_most_two_items",
        "itemsets have at most as many items as asked for",
        mine(baskets, min_support=0.05, max_length=2),
        {**head(baskets, counts), "itemsets": listed(counts)},
    )


def at_the_threshold():
    baskets = [["late", "reminded"]] * 16 + [["late"]] * 4 + [["reminded"]] * 5
    write(
        "confidence_at_the_very_threshold",
        "16 of 20 is 0.8: the rule is kept",
        mine(baskets, min_count=16, rules={"min_confidence": 0.8}),
        {
            "n_rules": 1,
            "rules": [{"left": ["late"], "right": ["reminded"], "n_left": 20, "n_right": 21, "n_both": 16, "confidence": 0.8}],
        },
        oracle="by hand",
    )
    hundred = [["rare"]] * 7 + [[]] * 93
    write(
        "support_at_the_very_threshold",
        "7 of 100 is 0.07, though 0.07 * 100 is above 7 in doubles; empty baskets count",
        mine(hundred, min_support=0.07),
        {"n_baskets": 100, "min_count": 7, "itemsets": [{"items": ["rare"], "n_baskets": 7}]},
        oracle="by hand",
    )


def categories():
    generator = np.random.default_rng(5)
    tariff = [[None, "tou", "flat", "flat"][i] for i in generator.integers(4, size=60)]
    district = [["north", "south"][i] for i in generator.integers(2, size=60)]
    tags = drawn(6, 60, NAMES[:4])
    baskets = [
        basket + ([f"tariff={t}"] if t else []) + [f"district={d}"] for basket, t, d in zip(tags, tariff, district)
    ]
    counts, _ = frequent(baskets, 0.1)
    columns = {"tariff": tariff, "kwh": list(range(60)), "tags": tags, "district": district}
    write(
        "categories_and_tags",
        "categories are items column=level, a missing one adds none, numbers are left aside",
        {"op": "mine", "params": {"min_support": 0.1}, "table": {"columns": columns}},
        {**head(baskets, counts), "itemsets": listed(counts)},
    )
    lines = ["customer_id,tariff,kwh,district"]
    lines += [f"C{i:03},{t or ''},{i},{d}" for i, (t, d) in enumerate(zip(tariff, district))]
    baskets = [([f"tariff={t}"] if t else []) + [f"district={d}"] for t, d in zip(tariff, district)]
    counts, _ = frequent(baskets, 0.1)
    write(
        "loaded_columns",
        "columns that a host loads from CSV are mined",
        {"op": "mine", "params": {"min_support": 0.1, "columns": ["district", "tariff"]}},
        {**head(baskets, counts), "itemsets": listed(counts)},
        table="\n".join(lines) + "\n",
    )


def long_form():
    baskets = [basket for basket in drawn(7, 50, NAMES[:6]) if basket]
    rows = [(number * 3, item) for number, basket in enumerate(baskets) for item in basket]
    np.random.default_rng(8).shuffle(order := list(range(len(rows))))
    # Twice the same row changes nothing.
    rows = [rows[i] for i in order] + rows[:2]
    counts, _ = frequent(baskets, 0.1)
    columns = {"bill": [int(row[0]) for row in rows], "service": [row[1] for row in rows]}
    write(
        "long_form",
        "rows that name the same basket make one",
        {"op": "mine", "params": {"basket": "bill", "item": "service", "min_support": 0.1}, "table": {"columns": columns}},
        {**head(baskets, counts), "itemsets": listed(counts)},
    )


def degenerate():
    write(
        "constant_column",
        "a column with one level is an item of every basket: lift 1, no excess",
        {
            "op": "mine",
            "params": {"min_support": 0.5, "rules": {"min_confidence": 0.5}},
            "table": {"columns": {"region": ["r", "r", "r", "r"], "tariff": ["a", "a", "a", "b"]}},
        },
        {
            "itemsets": [
                {"items": ["region=r"], "n_baskets": 4}, {"items": ["tariff=a"], "n_baskets": 3},
                {"items": ["region=r", "tariff=a"], "n_baskets": 3},
            ],
            "rules": [
                {"left": ["region=r"], "right": ["tariff=a"], "lift": 1.0, "leverage": 0.0, "conviction": 1.0, "zhang": 0.0, "p": 1.0},
                {"left": ["tariff=a"], "right": ["region=r"], "lift": 1.0, "leverage": 0.0, "conviction": None, "zhang": 0.0, "p": 1.0},
            ],
        },
        oracle="by hand",
    )
    write(
        "all_missing",
        "a column without values adds no item",
        {"op": "mine", "params": {"min_support": 0.1}, "table": {"columns": {"tags": [[], []], "kwh": [1, 2]}}},
        {"n_baskets": 2, "n_items": 0, "itemsets": []},
        oracle="by definition",
    )
    write(
        "one_row",
        "one basket holds all of its itemsets",
        mine([["a", "b"]], min_support=1, rules={"min_confidence": 1}),
        {
            "itemsets": [{"items": ["a"], "n_baskets": 1}, {"items": ["b"], "n_baskets": 1}, {"items": ["a", "b"], "n_baskets": 1}],
            "rules": [{"left": ["a"], "right": ["b"], "p": 1.0}, {"left": ["b"], "right": ["a"], "p": 1.0}],
        },
        oracle="by hand",
    )


def packed(parents, lasts, counts):
    """The itemsets of a model, as docs/modules/apriori.md says."""
    import base64

    lists = [np.asarray([len(numbers), *numbers], dtype="<u8").tobytes() for numbers in (parents, lasts, counts)]
    return base64.b64encode(b"".join(lists)).decode()


BASKETS = [["late", "prepaid"], ["late", "prepaid"], ["late", "prepaid"], ["app", "late"], ["app"], ["app"], [], ["late"]]
# Items app 3, late 5, prepaid 3; of two: late and prepaid 3.
MODEL = {
    "module": "apriori", "schema": 1, "columns": ["tags"], "n_baskets": 8, "min_count": 2, "max_length": None,
    "items": ["app", "late", "prepaid"], "itemsets": packed([0, 0, 0, 1], [0, 1, 2, 2], [3, 5, 3, 3]),
    "rules": {"min_confidence": 0.5},
}


def with_models():
    request = {"op": "recommend", "model": MODEL, "params": {"by": "confidence", "n_items": 1}, "table": {"columns": {"tags": BASKETS}}}
    write(
        "recommend_by_the_best_rule",
        "customers without prepaid who are late are offered it, with the rule as reason",
        request,
        {
            "n_baskets": 8, "n_baskets_advised": 2, "n_rules": 2,
            "items": [{"item": "prepaid", "n_baskets": 2, "n_baskets_first": 2}],
            "bundles": [{"items": ["late", "prepaid"], "n_baskets": 3, "support": 0.375}],
            "columns": {
                "item_1": [None, None, None, "prepaid", None, None, None, "prepaid"],
                "rule_1": [None, None, None, "late → prepaid", None, None, None, "late → prepaid"],
                "strength_1": [None, None, None, 0.6, None, None, None, 0.6],
            },
        },
        oracle="by hand: late → prepaid 3/5",
    )
    write(
        "what_if_without_changes",
        "a what-if with no change gains and loses no rule",
        {"op": "what_if", "model": MODEL},
        {"n_kept": 2, "n_changed": 0, "n_gained": 0, "n_lost": 0, "gained": [], "lost": []},
        oracle="by definition",
    )
    write(
        "what_if_thresholds_rise",
        "rules below the new confidence are lost, with no table at hand",
        {"op": "what_if", "model": MODEL, "params": {"min_confidence": 0.7}},
        {
            "before": {"n_rules": 2}, "after": {"n_rules": 1, "n_itemsets": 4}, "n_lost": 1,
            "lost": [{"left": ["late"], "right": ["prepaid"], "confidence": 0.6}],
        },
        oracle="by hand",
    )
    edited = [sorted({*basket, "prepaid"}) if row >= 4 else basket for row, basket in enumerate(BASKETS)]
    rules = rules_of(edited, 0.25, 0.5)
    scenario = [{"column": "tags", "where": {"column": "row", "gte": 4}, "insert": "prepaid"}]
    table = {"columns": {"tags": BASKETS, "row": list(range(8))}}
    write(
        "what_if_some_customers_get_a_tag",
        "the rules after an edit are those of the edited baskets",
        {"op": "what_if", "model": MODEL, "params": {"scenario": scenario}, "table": table},
        {"after": {"n_rules": len(rules)}, "rules": rules},
    )


def refused(name, claim, request, code, message, pointer, **values):
    problem = {"code": code, "message": message, "pointer": pointer, "values": values}
    write(name, claim, request, problem=problem, oracle="the contract")


def refusals():
    two = [["a", "b"], ["a"]]
    refused(
        "support_zero", "support 0 is refused", mine(two, min_support=0), "support_out_of_range",
        "params.min_support is 0.0; must be above 0, at most 1 (a share of the baskets)", "/params/min_support", min_support=0.0,
    )
    refused(
        "support_above_one", "a support above 1 is refused", mine(two, min_support=2), "support_out_of_range",
        "params.min_support is 2.0; must be above 0, at most 1 (a share of the baskets)", "/params/min_support", min_support=2.0,
    )
    refused(
        "support_missing", "no threshold is refused", mine(two), "support_missing",
        "params need one of min_support, min_count", "/params",
    )
    refused(
        "no_baskets", "an empty list of baskets is refused",
        {"op": "mine", "params": {"min_support": 0.1, "basket": "bill", "item": "service"}, "table": {"columns": {"bill": [None], "service": ["x"]}}},
        "no_baskets", "table has no basket", "/table",
    )
    refused(
        "no_columns_of_items", "a table of numbers alone makes no baskets",
        {"op": "mine", "params": {"min_support": 0.1}, "table": {"columns": {"kwh": [1, 2]}}},
        "no_item_columns", "table has no column of categories or item sets to use", "/table",
    )
    refused(
        "column_of_numbers", "numbers are no items",
        {"op": "mine", "params": {"min_support": 0.1, "columns": ["kwh"]}, "table": {"columns": {"kwh": [1, 2]}}},
        "column_of_numbers", 'params.columns[0] is "kwh", a column of numbers; items are categories or item sets',
        "/params/columns/0", column="kwh",
    )
    refused(
        "item_in_no_basket", "an item that is in no basket is refused where rules name it",
        mine(two, min_count=1, rules={"min_confidence": 0.5, "right": {"required": ["outage"]}}),
        "item_unknown", 'params.rules.right.required[0] is "outage", which is in no basket', "/params/rules/right/required/0",
        item="outage",
    )
    items = [f"i{number:02}" for number in range(20)]
    refused(
        "too_many_itemsets", "a result too large ends in a problem with its size so far", mine([items, items], min_support=1),
        "too_many_itemsets",
        "params lead to 1000001 itemsets so far, of 20 frequent items (2 baskets or more); at most 1000000 fit: raise the "
        "support or lower max_length",
        "/params", n_so_far=1000001, max=1000000, n_items=20, min_count=2,
    )
    refused(
        "model_of_other_module", "a model of another module is refused",
        {"op": "recommend", "model": {**MODEL, "module": "kmeans"}, "table": {"columns": {"tags": two}}},
        "model_of_other_module", 'model.module is "kmeans"; must be "apriori"', "/model/module", module="kmeans", expected="apriori",
    )
    refused(
        "below_what_was_mined", "a threshold below what was mined needs a new mining",
        {"op": "what_if", "model": MODEL, "params": {"min_count": 1}},
        "below_mined", "params.min_count asks for 1 baskets; 2 or more were mined: mine anew, or ask for more",
        "/params/min_count", min_count=1, mined=2,
    )
    refused(
        "unknown_field", "a misspelt field is refused", mine(two, min_suport=0.1), "unknown_field",
        "params.min_suport: unknown field `min_suport`, expected one of `columns`, `basket`, `item`, `min_support`, "
        "`min_count`, `max_length`, `kind`, `top`, `rules`",
        "/params/min_suport",
    )


if __name__ == "__main__":
    itemsets_and_rules()
    one_complaint()
    kinds()
    shortest()
    at_the_threshold()
    categories()
    long_form()
    degenerate()
    with_models()
    refusals()
