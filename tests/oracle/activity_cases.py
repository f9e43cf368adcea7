"""Writes the replies and problems that the activity cases expect, with NumPy alone.

    python tests/oracle/activity_cases.py

The formulas stand in docs/modules/activity.md; this program writes them down once more, without looking at
the module.
"""

import json
from pathlib import Path

import numpy as np

CASES = Path(__file__).parent.parent / "cases" / "activity"
ORACLE = f"NumPy {np.__version__}"
NAN = float("nan")


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


def decayed(count, days, volume, half_life, window):
    """Recency, uses and volume of one customer on one channel."""
    if np.isnan(count) and np.isnan(days):
        return 0.0, 0.0, 0.0
    if np.isnan(count):
        count = 1.0
    if count == 0:
        return 0.0, 0.0, 0.0
    if np.isnan(days):
        days = window / (count + 1)

    def decay(age):
        return 0.5 ** (age / half_life)

    rest = (half_life / np.log(2) * (decay(days) - decay(window)) / (window - days)) if window > days else decay(days)
    uses = min(count, 1) * decay(days) + max(count - 1, 0) * rest
    return decay(days), uses, 0.0 if np.isnan(volume) else volume * uses / count


def lower_median(values):
    above = sorted(value for value in values if value > 0)
    return above[(len(above) - 1) // 2] if above else 1.0


def nulls(values):
    return [None if np.isnan(value) else value for value in values]


class Index:
    def __init__(self, channels, weights=None, half_life=90.0, window=365.0, parts=(1.0, 1.0, 1.0)):
        self.channels, self.half_life, self.window, self.parts = channels, half_life, window, parts
        self.n = len(channels[0]["count"])
        self.uses = [
            np.array([
                decayed(count, days, volume, half_life, window)
                for count, days, volume in zip(
                    channel["count"], channel.get("days", [NAN] * self.n), channel.get("volume", [NAN] * self.n)
                )
            ])
            for channel in channels
        ]
        self.halves = [(lower_median(uses[:, 1]), lower_median(uses[:, 2])) for uses in self.uses]
        self.activity = np.array([self.activities(place) for place in range(len(channels))])
        self.entropies = None
        if isinstance(weights, str):
            weights = self.entropy_weights()
        self.weights = np.array([1.0] * len(channels) if weights is None else weights)
        self.sums = self.weights @ self.activity
        self.half = lower_median(self.sums)
        self.index = 100 * (1 - 0.5 ** (self.sums / self.half))

    def components(self, place):
        recency, uses, volume = self.uses[place].T
        half_uses, half_volume = self.halves[place]
        return np.array([recency, 1 - 0.5 ** (uses / half_uses), 1 - 0.5 ** (volume / half_volume)])

    def activities(self, place):
        parts = np.array(self.parts) * [1, 1, "volume" in self.channels[place]]
        return parts @ self.components(place) / parts.sum()

    def entropy_weights(self):
        self.entropies = []
        for activity in self.activity:
            if activity.max() == activity.min():
                self.entropies.append(1.0)
                continue
            x = (activity - activity.min()) / (activity.max() - activity.min()) + 1e-6
            p = x / x.sum()
            self.entropies.append(float(-(p * np.log(p)).sum() / np.log(self.n)))
        told = 1 - np.array(self.entropies)
        return told / told.sum()

    def points(self):
        shares = self.weights[:, None] * self.activity / np.where(self.sums > 0, self.sums, 1)
        return self.index * shares

    def reply(self, names):
        points = self.points()
        ordered = np.sort(self.index)
        quantile = {f"p{p}": float(ordered[max(-(-self.n * p // 100), 1) - 1]) for p in (10, 25, 50, 75, 90)}
        top = [None if self.sums[row] == 0 else names[int(np.argmax(points[:, row]))] for row in range(self.n)]
        columns = {"activity": self.index.tolist(), "top_channel": top}
        channels = []
        for place, name in enumerate(names):
            columns[f"{name}_index"] = (100 * self.activity[place]).tolist()
            columns[f"{name}_points"] = points[place].tolist()
            channels.append({
                "channel": name,
                "weight_share": float(self.weights[place] / self.weights.sum()),
                "entropy": None if self.entropies is None else self.entropies[place],
                "n_users": int((self.uses[place][:, 1] > 0).sum()),
                "index_mean": float(100 * self.activity[place].mean()),
                "points_mean": float(points[place].mean()),
                "n_top": top.count(name),
            })
        return {
            "n_rows": self.n,
            "n_active": int((self.sums > 0).sum()),
            "channels": channels,
            "activity": {"n": self.n, "mean": float(self.index.mean()), "min": float(ordered[0]), "max": float(ordered[-1]), **quantile},
            "model": {
                "module": "activity",
                "schema": 1,
                "half": float(self.half),
                "channels": [
                    {"channel": name, "weight": float(weight), "half_uses": float(uses), "half_volume": float(volume)}
                    for name, weight, (uses, volume) in zip(names, self.weights, self.halves)
                ],
            },
            "columns": columns,
        }


def population(n, seed):
    generator = np.random.default_rng(seed)
    channels = []
    for most in (60, 4, 12):
        count = np.where(generator.uniform(size=n) < 0.35, 0, generator.integers(1, most, size=n)).astype(float)
        days = np.where(count > 0, generator.integers(0, 365, size=n), NAN).astype(float)
        channels.append({"count": count.tolist(), "days": days.tolist()})
    channels[0]["days"][4] = NAN
    channels[1]["count"][7] = NAN
    channels[1]["days"][7] = 12.0
    volume = np.round(np.array(channels[2]["count"]) * generator.uniform(10, 90, size=n), 2)
    channels[2]["volume"] = volume.tolist()
    channels[2]["volume"][9] = NAN
    return channels


NAMES = ["app", "营业厅", "van"]


def request(channels, params, weights=None):
    columns, described = {}, []
    for name, channel in zip(NAMES, channels):
        one = {"channel": name, "count": f"n_{name}", "days_since": f"days_{name}"}
        columns[f"n_{name}"], columns[f"days_{name}"] = nulls(channel["count"]), nulls(channel["days"])
        if "volume" in channel:
            one["volume"] = f"yuan_{name}"
            columns[f"yuan_{name}"] = nulls(channel["volume"])
        described.append(one)
    for one, weight in zip(described, weights or []):
        one["weight"] = weight
    return {"op": "index", "params": {"channels": described, **params}, "table": {"columns": columns}}


def weights_by_hand():
    channels = population(40, 5)
    weights, parts = [1.0, 0.6, 0.8], (1.0, 2.0, 0.5)
    params = {"half_life_days": 60, "window_days": 360, "components": dict(zip(("recency", "frequency", "volume"), parts))}
    write(
        "weights_by_hand",
        "the index, its parts and its means are what the formulas say",
        request(channels, params, weights),
        {**Index(channels, weights, 60.0, 360.0, parts).reply(NAMES), "weights_by": "hand", "consistency": None},
    )


def weights_by_entropy():
    channels = population(50, 6)
    write(
        "weights_by_entropy",
        "weights by entropy are what the formula says",
        request(channels, {"weights": "entropy"}),
        {**Index(channels, "entropy").reply(NAMES), "weights_by": "entropy"},
    )


def weights_in_pairs():
    channels = population(30, 7)
    matrix = np.array([[1, 3, 5], [1 / 3, 1, 3], [1 / 5, 1 / 3, 1]])
    values, vectors = np.linalg.eig(matrix)
    place = int(np.argmax(values.real))
    weights = vectors[:, place].real / vectors[:, place].real.sum()
    lambda_max = float(values[place].real)
    pairs = [
        {"channel": "app", "than": "营业厅", "times": 3}, {"channel": "app", "than": "van", "times": 5},
        {"channel": "营业厅", "than": "van", "times": 3},
    ]
    reply = Index(channels, weights).reply(NAMES)
    reply["weights_by"] = "pairwise"
    reply["consistency"] = {
        "lambda_max": lambda_max, "index": (lambda_max - 3) / 2, "ratio": (lambda_max - 3) / 2 / 0.58, "is_consistent": True,
    }
    write(
        "weights_in_pairs",
        "weights are the eigenvector of Saaty's example, with its consistency ratio",
        request(channels, {"weights": {"pairwise": pairs}}),
        reply,
    )


def usual_channels_loaded():
    channels = population(25, 8)
    lines = ["customer_id,n_app_uses_12m,days_since_app,n_hall_visits_12m,days_since_hall"]
    for row in range(25):
        cells = [channels[place][field][row] for place in (0, 1) for field in ("count", "days")]
        lines.append(",".join([f"C{row:04}"] + ["" if np.isnan(cell) else f"{cell:g}" for cell in cells]))
    reply = Index(channels[:2], [1.0, 0.6]).reply(["app", "hall"])
    write(
        "usual_channels_loaded",
        "of the usual channels those in the file are used, and the others told",
        {"op": "index", "rows_as": "inline"},
        {**reply, "channels_absent": ["wechat", "hotline", "bank"]},
        table="\n".join(lines) + "\n",
    )


MODEL = {
    "module": "activity", "schema": 1, "half_life_days": 90, "window_days": 360, "components": [1, 1, 1],
    "channels": [
        {"channel": "app", "count": "app", "days_since": "app_days", "volume": None, "weight": 2, "half_uses": 1, "half_volume": 1},
        {"channel": "hall", "count": "hall", "days_since": None, "volume": None, "weight": 1, "half_uses": 0.5, "half_volume": 1},
    ],
    "half": 1,
}
ROWS = {"columns": {"app": [1, 1, 0, None], "app_days": [0, 90, None, None], "hall": [0, 0, 0, 3]}}


def by_hand():
    # One use today: recency 1, frequency 1 - 2^-1; 90 days ago: 0.5 and 1 - 2^-0.5.
    today, old = (1 + 0.5) / 2, (0.5 + 1 - 0.5**0.5) / 2
    # Three visits, even over 360 days: the last one 90 days ago, which halves it.
    rest = 90 / np.log(2) * (0.5 - 0.5**4) / 270
    hall = (0.5 + 1 - 0.5 ** ((0.5 + 2 * rest) / 0.5)) / 2
    index = [100 * (1 - 0.5 ** (weighted / 1)) for weighted in (2 * today, 2 * old, 0, hall)]
    write(
        "predict_by_hand",
        "a model tells the index, the top channel and the points of each channel",
        {"op": "predict", "model": MODEL, "table": ROWS},
        {
            "n_rows": 4,
            "columns": {
                "activity": index, "top_channel": ["app", "app", None, "hall"],
                "app_index": [100 * today, 100 * old, 0.0, 0.0], "app_points": [index[0], index[1], 0.0, 0.0],
                "hall_index": [0.0, 0.0, 0.0, 100 * hall], "hall_points": [0.0, 0.0, 0.0, index[3]],
            },
        },
        oracle="by hand",
    )
    after = [100 * (1 - 0.5 ** (weighted / 1)) for weighted in (4 * today, 4 * today, 0, hall)]
    write(
        "what_if_by_hand",
        "edits of columns and weights change the index, and one customer's is taken apart",
        {
            "op": "what_if", "model": MODEL, "table": ROWS,
            "params": {
                "scenario": [{"column": "app_days", "where": {"column": "app_days", "gt": 0}, "set": 0}],
                "weights": [{"channel": "app", "scale": 2}], "customer": 1,
            },
        },
        {
            "activity": {
                "before": {"n": 4, "mean": float(np.mean(index)), "min": 0.0, "max": max(index)},
                "after": {"n": 4, "mean": float(np.mean(after)), "min": 0.0, "max": max(after)},
                "mean_change": float(np.mean(after) - np.mean(index)),
            },
            "top_channel": {"groups": ["app", "hall"], "migration": [[2, 0], [0, 1]], "n_moved": 0, "n_missing": 1},
            "movers": [
                {"row": 1, "activity_before": index[1], "activity_after": after[1]},
                {"row": 0, "activity_before": index[0], "activity_after": after[0]},
            ],
            "customer": {
                "row": 1,
                "before": {"activity": index[1], "channels": [
                    {"channel": "app", "recency": 0.5, "frequency": 1 - 0.5**0.5, "volume": 0.0, "index": 100 * old, "weight": 2.0, "points": index[1]},
                    {"channel": "hall", "recency": 0.0, "frequency": 0.0, "index": 0.0, "points": 0.0},
                ]},
                "after": {"activity": after[1], "channels": [{"recency": 1.0, "frequency": 0.5, "weight": 4.0}, {}]},
            },
            "columns": {"activity_before": index, "activity_after": after},
        },
        oracle="by hand",
    )
    write(
        "what_if_without_edits",
        "a what-if with no edit moves nobody",
        {"op": "what_if", "model": MODEL, "table": ROWS},
        {"activity": {"mean_change": 0.0}, "top_channel": {"n_moved": 0}, "movers": []},
        oracle="by definition",
    )


def refusals():
    columns = {"a": [1, 2, 0], "days": [3, 40, None], "minus": [1, -1, 2], "text": ["x", "y", "z"], "none": [0, 0, 0]}

    def refuse(name, claim, request, problem):
        write(name, claim, request, problem=problem, oracle="the contract")

    def index(params):
        return {"op": "index", "params": params, "table": {"columns": columns}}

    def problem(code, message, pointer, **values):
        return {"code": code, "message": message, "pointer": pointer, "values": values}

    def one(**fields):
        return index({"channels": [{"channel": "a", "count": "a", **fields}]})

    a, b = {"channel": "a", "count": "a"}, {"channel": "b", "count": "days"}
    refuse("no_channels", "a table without any usual channel is told which columns there should be", index({}),
           problem("no_channels", "table has the counts of none of the usual channels (n_app_uses_12m …); name them in params.channels", "/table"))
    refuse("column_unknown", "a column that the table does not have is named", one(count="x"),
           problem("column_not_found", 'params.channels[0].count is "x"; the table has no such column', "/params/channels/0/count", column="x"))
    refuse("column_of_texts", "counts are numbers", one(count="text"),
           problem("column_not_number", 'params.channels[0].count is "text", a column of kind category; must be a column of numbers',
                   "/params/channels/0/count", column="text", kind="category"))
    refuse("negative_count", "nobody uses a channel less than never", one(count="minus"),
           problem("cell_out_of_range", 'row 1 of column "minus" is -1.0; must be 0 to 1e15', "/table/columns/minus/1",
                   column="minus", row=1, value=-1.0, max=1e15))
    refuse("nobody_active", "where nobody uses anything there is no index", one(count="none"),
           problem("no_uses", "table has 3 rows, and nobody used a channel that counts", "/table", n_rows=3))
    refuse("no_rows", "an index needs customers", {**one(), "table": {"columns": {"a": []}}},
           problem("no_rows", "table has no rows", "/table", n_rows=0))
    refuse("channel_twice", "a channel is named once", index({"channels": [a, a]}),
           problem("channel_twice", 'params.channels[1].channel is "a", which is named before', "/params/channels/1/channel", channel="a"))
    refuse("weights_all_zero", "some channel counts", one(weight=0),
           problem("no_weights", "params.channels give every channel the weight 0", "/params/channels"))
    refuse("weight_beside_entropy", "a weight by hand has no effect beside entropy",
           index({"channels": [{**a, "weight": 2}], "weights": "entropy"}),
           problem("weight_without_effect", "params.channels[0].weight has no effect: params.weights come from elsewhere", "/params/channels/0/weight"))
    refuse("pair_missing", "each two channels are compared", index({"channels": [a, b], "weights": {"pairwise": []}}),
           problem("pair_missing", 'params.weights.pairwise does not compare "a" with "b"', "/params/weights/pairwise", one="a", other="b"))
    refuse("pair_twice", "each two channels are compared once",
           index({"channels": [a, b], "weights": {"pairwise": [{"channel": "a", "than": "b", "times": 2}, {"channel": "b", "than": "a", "times": 2}]}}),
           problem("pair_twice", 'params.weights.pairwise[1] compares "b" with "a" again', "/params/weights/pairwise/1", one="b", other="a"))
    refuse("times_out_of_range", "Saaty's scale ends at 9",
           index({"channels": [a, b], "weights": {"pairwise": [{"channel": "a", "than": "b", "times": 10}]}}),
           problem("out_of_range", "params.weights.pairwise[0].times is 10.0; must be 0.1111111111111111 to 9.0", "/params/weights/pairwise/0/times",
                   value=10.0, min=1 / 9, max=9.0))
    refuse("pairs_without_channels", "comparisons need channels", index({"weights": {"pairwise": []}}),
           problem("pairwise_needs_channels", "params.channels must name the channels that are compared", "/params/channels"))
    refuse("half_life_zero", "a use does not vanish at once", index({"half_life_days": 0}),
           problem("out_of_range", "params.half_life_days is 0.0; must be 0.01 to 36500.0", "/params/half_life_days", value=0.0, min=0.01, max=36500.0))
    refuse("no_components", "recency or frequency counts", index({"components": {"recency": 0, "frequency": 0}}),
           problem("no_components", "params.components must count recency or frequency", "/params/components"))
    refuse("edit_of_unknown_channel", "an edit names a channel of the model",
           {"op": "what_if", "model": MODEL, "table": ROWS, "params": {"weights": [{"channel": "van", "set": 1}]}},
           problem("channel_unknown", 'params.weights[0].channel is "van"; there is no such channel', "/params/weights/0/channel",
                   channel="van", known=["app", "hall"]))
    refuse("customer_out_of_range", "a customer is one of the table",
           {"op": "what_if", "model": MODEL, "table": ROWS, "params": {"customer": 4}},
           problem("row_out_of_range", "params.customer is 4; must be below 4 (rows)", "/params/customer", row=4, n_rows=4))
    refuse("model_of_other_module", "a model of another module is named as such",
           {"op": "predict", "model": {"module": "tree", "schema": 1}, "table": ROWS},
           problem("model_of_other_module", 'model.module is "tree"; must be "activity"', "/model/module", module="tree", expected="activity"))
    refuse("unknown_operation", "operations are named", {"op": "fit"},
           problem("unknown_op", 'op is "fit"; must be one of index, predict, what_if, begin, fold, merge', "/op", op="fit",
                   known=["index", "predict", "what_if", "begin", "fold", "merge"]))


if __name__ == "__main__":
    weights_by_hand()
    weights_by_entropy()
    weights_in_pairs()
    usual_channels_loaded()
    by_hand()
    refusals()
