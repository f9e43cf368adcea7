"""scikit-learn's Lloyd on the data of a plan; prints the milliseconds of every repeat."""

import json
import sys
import time
import warnings

import numpy as np
from sklearn.cluster import KMeans
from threadpoolctl import threadpool_limits

plan = json.loads(sys.argv[1])
n, d = plan["n"], len(plan["columns"])
rows = np.ascontiguousarray(np.fromfile(plan["data"], dtype="<f8").reshape(d, n).T)
starts = rows[: plan["k"]].copy()
warnings.simplefilter("ignore")
times = []
with threadpool_limits(limits=1):
    for _ in range(plan["n_repeats"]):
        model = KMeans(plan["k"], init=starts, n_init=1, max_iter=plan["n_iter"], tol=0, algorithm="lloyd")
        start = time.perf_counter()
        model.fit(rows)
        times.append((time.perf_counter() - start) * 1000)
        if model.n_iter_ < plan["n_iter"]:
            sys.exit(f"converged after {model.n_iter_} iterations: the comparison would not be fair")
print(json.dumps(times))
