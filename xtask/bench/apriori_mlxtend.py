"""mlxtend's fpgrowth on the baskets of a plan; prints the milliseconds of every repeat.

It is given the table of frequent items, made outside the clock: that of all items of retail takes 1.5 GB."""

import collections
import json
import sys
import time

import numpy as np
import pandas as pd
from mlxtend.frequent_patterns import fpgrowth

plan = json.loads(sys.argv[1])
support = plan["request"]["params"]["min_support"]
with open(plan["baskets"], encoding="utf-8") as file:
    baskets = [line.split() for line in file]
counts = collections.Counter(item for basket in baskets for item in basket)
items = sorted(item for item, count in counts.items() if count / len(baskets) >= support)
place = {item: index for index, item in enumerate(items)}
table = np.zeros((len(baskets), len(items)), dtype=bool)
for row, basket in enumerate(baskets):
    for item in basket:
        if item in place:
            table[row, place[item]] = True
table = pd.DataFrame(table, columns=items)
times = []
for _ in range(3):
    start = time.perf_counter()
    fpgrowth(table, min_support=support)
    times.append((time.perf_counter() - start) * 1000)
print(json.dumps(times))
