"""Prints the samples of the page on standard input as client_python understands them.

The argument says how strictly: "openmetrics" is client_python's strict parser. A line a sample:
name, sorted labels, value.
"""

import json
import sys

from prometheus_client import parser
from prometheus_client.openmetrics import parser as openmetrics

parse = {
    "text": parser.text_fd_to_metric_families,
    "openmetrics": openmetrics.text_fd_to_metric_families,
}[sys.argv[1]]

sys.stdin.reconfigure(encoding="utf-8", newline="\n")
sys.stdout.reconfigure(encoding="utf-8")
for family in parse(sys.stdin):
    for sample in family.samples:
        labels = dict(sample.labels)
        if "le" in labels:
            # 1.0 and 1 are the same bound, and every writer has its own taste.
            labels["le"] = repr(float(labels["le"]))
        print(sample.name, json.dumps(labels, sort_keys=True), float(sample.value), sep="\t")
