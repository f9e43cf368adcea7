"""scikit-fuzzy's cmeans on the data of a plan; prints the milliseconds of every repeat."""

import json
import sys
import time

import numpy as np
import skfuzzy

plan = json.loads(sys.argv[1])
n, d = plan["n"], len(plan["columns"])
columns = np.fromfile(plan["data"], dtype="<f8").reshape(d, n)
times = []
for _ in range(plan["n_peer_repeats"]):
    start = time.perf_counter()
    # Its loop ends one update before maxiter.
    found = skfuzzy.cmeans(columns, plan["c"], 2, 1e-12, plan["n_iter"] + 1, seed=1)
    times.append((time.perf_counter() - start) * 1000)
    if found[5] < plan["n_iter"]:
        sys.exit(f"converged after {found[5]} updates: the comparison would not be fair")
print(json.dumps(times))
