"""client_python's side of the scrape benchmarks: records what Workload.java records, in files of
as many pretended processes, then scrapes them with MultiProcessCollector.

Usage: peer_scrape.py DIRECTORY WORKERS SERIES living|dead ROUNDS
Prints the milliseconds of each round on a line, then the page's bytes and the sum of a counter.
"""

import gc
import os
import sys
import time

directory, workers, series, life, rounds = sys.argv[1:]
os.environ["PROMETHEUS_MULTIPROC_DIR"] = directory

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest  # noqa: E402
from prometheus_client import multiprocess, values  # noqa: E402

BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5)
METHODS = ("GET", "POST", "PUT", "DELETE")
LABELS = ("method", "endpoint", "status")


def labels(i):
    return METHODS[i % len(METHODS)], "/api/v1/items/%d" % i, "200"


def record(worker, hundreds):
    values.ValueClass = values.MultiProcessValue(lambda: worker + 1)
    registry = CollectorRegistry()
    requests = Counter("http_requests", "A counter.", LABELS, registry=registry)
    seconds = Counter("http_cpu_seconds", "A counter.", LABELS, registry=registry)
    durations = Histogram("http_duration_seconds", "Time to answer.", LABELS, buckets=BOUNDS, registry=registry)
    own_mode = "all" if life == "living" else "max"
    own = Gauge("queue_length", "A gauge.", LABELS, multiprocess_mode=own_mode, registry=registry)
    summed = Gauge("queue_bytes", "A gauge.", LABELS, multiprocess_mode="sum", registry=registry)
    for i in range(24 * hundreds):
        requests.labels(*labels(i)).inc(i * 7 + worker)
        seconds.labels(*labels(i)).inc(i * 0.37 + worker * 0.01)
    for i in range(3 * hundreds):
        duration = durations.labels(*labels(i))
        for n in range(len(BOUNDS) + 1):
            duration.observe(n * 0.11 + worker * 0.001)
    for i in range(5 * hundreds):
        own.labels(*labels(i)).set(i + worker)
        summed.labels(*labels(i)).set(i * 1024 + worker * 0.5)


def scrape():
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)
    return generate_latest(registry)


for each in range(int(workers)):
    record(each, int(series) // 100)
    if each % 100 == 0:
        gc.collect()
page = b""
for _ in range(int(rounds)):
    start = time.perf_counter()
    page = scrape()
    print((time.perf_counter() - start) * 1000)
total = sum(float(line.rsplit(" ", 1)[1]) for line in page.decode().splitlines() if line.startswith("http_requests_total{"))
print(len(page))
print(total)
