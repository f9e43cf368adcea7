"""optbinning on one variable of a plan; prints the milliseconds of every repeat."""

import json
import sys
import time
import warnings

import numpy as np
from optbinning import OptimalBinning

plan = json.loads(sys.argv[1])
n = plan["n"]
columns = np.fromfile(plan["data"], dtype="<f8").reshape(len(plan["columns"]), n)
values, target = columns[plan["column"]].copy(), columns[-1].astype(int)
warnings.simplefilter("ignore")
times = []
for _ in range(plan["n_repeats"]):
    binning = OptimalBinning(dtype="numerical")
    start = time.perf_counter()
    binning.fit(values, target)
    times.append((time.perf_counter() - start) * 1000)
print(json.dumps(times))
