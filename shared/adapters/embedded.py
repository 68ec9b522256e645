"""Metrics in CloudWatch's embedded format.

A line on standard output that needs no request and no permission.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
"""

import json
import sys
from datetime import datetime


def count(stage: str, metric: str, now: datetime, **about: str) -> None:
    """Count one; ``about`` is told beside it and is no dimension."""
    metrics = {
        "Namespace": "care",
        "Dimensions": [["Stage"]],
        "Metrics": [{"Name": metric, "Unit": "Count"}],
    }
    told = {
        "Timestamp": round(now.timestamp() * 1_000),
        "CloudWatchMetrics": [metrics],
    }
    said = {"Stage": stage, **about, metric: 1}
    sys.stdout.write(json.dumps({"_aws": told, **said}) + "\n")
