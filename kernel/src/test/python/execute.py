"""Executes a notebook with nbclient, as nbconvert --execute does, and writes it with its outputs.

usage: execute.py NOTEBOOK OUT [--allow-errors] [--timeout SECONDS]
"""

import argparse
import os
import sys

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

parser = argparse.ArgumentParser()
parser.add_argument("notebook")
parser.add_argument("out")
parser.add_argument("--allow-errors", action="store_true")
parser.add_argument("--timeout", type=int, default=120)
args = parser.parse_args()

notebook = nbformat.read(args.notebook, as_version=4)
client = NotebookClient(
    notebook,
    timeout=args.timeout,
    kernel_name="flowcell",
    allow_errors=args.allow_errors,
    resources={"metadata": {"path": os.path.dirname(os.path.abspath(args.notebook))}},
)
failed = None
try:
    client.execute()
except CellExecutionError as error:
    failed = error
nbformat.write(notebook, args.out)
if failed:
    print(failed, file=sys.stderr)
    sys.exit(1)
