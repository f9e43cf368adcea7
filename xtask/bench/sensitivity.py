"""statsmodels' Logit on the data of a plan, with standard errors; prints the milliseconds of every repeat."""

import json
import sys
import time

import numpy as np
import statsmodels.api as sm
from threadpoolctl import threadpool_limits

plan = json.loads(sys.argv[1])
n, d = plan["n"], len(plan["columns"]) - 1
columns = np.fromfile(plan["data"], dtype="<f8").reshape(d + 1, n)
rows, event = sm.add_constant(np.ascontiguousarray(columns[:d].T)), columns[d].copy()
times = []
with threadpool_limits(limits=1):
    for _ in range(plan["n_repeats"]):
        start = time.perf_counter()
        fit = sm.Logit(event, rows).fit(disp=0)
        fit.bse
        times.append((time.perf_counter() - start) * 1000)
        if not fit.mle_retvals["converged"]:
            sys.exit("not converged: the comparison would not be fair")
print(json.dumps(times))
