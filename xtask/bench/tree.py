"""scikit-learn's tree on the data of a plan, whose last column is the class; prints the milliseconds of
every repeat."""

import json
import sys
import time

import numpy as np
from sklearn.tree import DecisionTreeClassifier
from threadpoolctl import threadpool_limits

plan = json.loads(sys.argv[1])
n, d = plan["n"], len(plan["columns"])
columns = np.fromfile(plan["data"], dtype="<f8").reshape(d, n)
rows, classes = np.ascontiguousarray(columns[:-1].T), columns[-1].astype(int)
times = []
with threadpool_limits(limits=1):
    for _ in range(plan["n_peer_repeats"]):
        model = DecisionTreeClassifier(max_depth=plan["max_depth"], min_samples_leaf=plan["min_leaf"], random_state=0)
        start = time.perf_counter()
        model.fit(rows, classes)
        times.append((time.perf_counter() - start) * 1000)
print(json.dumps(times))
