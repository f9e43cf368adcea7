"""pyfim on the baskets of a plan: the fastest of its searches; prints the milliseconds of every repeat."""

import json
import sys
import time

import fim

plan = json.loads(sys.argv[1])
support = plan["request"]["params"]["min_support"]
with open(plan["baskets"], encoding="utf-8") as file:
    baskets = [[int(item) for item in line.split()] for line in file]


def run(search):
    times = []
    for _ in range(plan["n_repeats"]):
        start = time.perf_counter()
        search(baskets, target="s", supp=100 * support, report="a")
        times.append((time.perf_counter() - start) * 1000)
    return times


searches = [fim.apriori, fim.eclat, fim.fpgrowth, fim.sam, fim.relim]
print(json.dumps(min((run(search) for search in searches), key=lambda times: sorted(times)[len(times) // 2])))
