"""Writes expected.json: what pandas and SciPy compute for generated data.

Run it by hand, beside this file, in an environment with pandas and scipy:
    python expected.py
"""

import json
import math
import random

import pandas
import scipy
from scipy import stats

random.seed(20260101)

SHAPES = [
    lambda: random.gauss(70, 10),
    lambda: random.expovariate(0.01),
    lambda: float(random.randint(-5, 5)),
    lambda: random.gauss(1e9, 1),
    lambda: random.gauss(0, 1e-9),
    lambda: random.lognormvariate(0, 3),
    lambda: 7.5,
]


def values(size, shape, missing):
    return [None if random.random() < missing else shape() for _ in range(size)]


def plain(number):
    number = float(number)
    return None if math.isnan(number) else number if math.isfinite(number) else str(number)


def described(row):
    return [plain(row[name]) for name in ["count", "mean", "std", "min", "25%", "50%", "75%", "max"]]


def describe(i):
    size = [0, 1, 2, 3, 4, 5, 8, 13, 30, 100][i % 10]
    sample = values(size, SHAPES[i // 10 % len(SHAPES)], 0.2 if i % 3 == 0 else 0)
    return {"values": sample, "expected": described(pandas.Series(sample, dtype=float).describe())}


def grouped(i):
    size = random.randint(1, 60 if i < 40 else 25)
    frame = pandas.DataFrame(
        {
            "text": [random.choice(["b", "a", "B", "ä", "Z", "10", "9", None]) for _ in range(size)],
            "number": [random.choice([3, -1, 10, 2]) for _ in range(size)],
            "value": values(size, SHAPES[i % len(SHAPES)], 0.1),
        }
    )
    frame["value"] = frame["value"].astype(float)
    names = [["text"], ["number"], ["text", "number"], ["number", "text"]][i % 4]
    result = frame.groupby(names)["value"].describe().sort_index()
    rows = [
        {"key": list(key) if isinstance(key, tuple) else [key], "expected": described(row)}
        for key, row in result.iterrows()
    ]
    return {
        "text": [None if pandas.isna(text) else text for text in frame["text"]],
        "number": frame["number"].tolist(),
        "value": [plain(value) for value in frame["value"]],
        "by": names,
        "groups": rows,
    }


def tested(test, a, b):
    result = test(a, b)
    interval = result.confidence_interval(0.95)
    return [plain(x) for x in [result.statistic, result.df, result.pvalue, interval.low, interval.high]]


def compared(i):
    shape = SHAPES[i % len(SHAPES)]
    size = [2, 3, 5, 10, 50][i % 5]
    a = [shape() for _ in range(size)]
    b = [shape() * 1.1 for _ in range(size)]
    longer = b + [shape() for _ in range(i % 4)]
    return {
        "a": a,
        "b": b,
        "longer": longer,
        "welch": tested(lambda x, y: stats.ttest_ind(x, y, equal_var=False), a, longer),
        "student": tested(stats.ttest_ind, a, longer),
        "paired": tested(stats.ttest_rel, a, b),
    }


exam = {
    "a": [65, 70, 68, 72, 66],
    "b": [78, 82, 80, 79, 81],
    "longer": [78, 82, 80, 79, 81],
}
exam["welch"] = tested(lambda x, y: stats.ttest_ind(x, y, equal_var=False), exam["a"], exam["b"])
exam["student"] = tested(stats.ttest_ind, exam["a"], exam["b"])
exam["paired"] = tested(stats.ttest_rel, exam["a"], exam["b"])

with open("expected.json", "w") as out:
    json.dump(
        {
            "madeBy": f"pandas {pandas.__version__}, scipy {scipy.__version__}",
            "described": [describe(i) for i in range(200)],
            "grouped": [grouped(i) for i in range(200)],
            "compared": [exam] + [compared(i) for i in range(40)],
        },
        out,
        separators=(",", ":"),
    )
    out.write("\n")
