"""Writes the same customers in every format, by programs that are not ours.

python -m venv .venv && .venv/bin/pip install pyarrow==26.0.1 openpyxl==3.1.5 && .venv/bin/python make.py
"""
import csv
import datetime
import json
import pathlib

import openpyxl
import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet

HERE = pathlib.Path(__file__).parent
ROWS = [
    ("用户1", 1200.5, "tou", datetime.date(2015, 3, 1), ["new", "solar"]),
    ("用户2", None, "flat", None, []),
    ("用户3", 300.0, "tou", datetime.date(1969, 12, 31), ["solar"]),
    ("用户4", -7.25, None, datetime.date(2024, 2, 29), ["new"]),
]
NAMES = ["customer_id", "kwh", "tariff", "since", "tags"]


def text(value):
    return "" if value is None else ";".join(value) if isinstance(value, list) else str(value)


def delimited(path, separator, encoding):
    with open(HERE / path, "w", newline="", encoding=encoding) as file:
        writer = csv.writer(file, delimiter=separator)
        writer.writerow(NAMES)
        writer.writerows([text(value) for value in row] for row in ROWS)


delimited("customers.csv", ",", "utf-8-sig")
delimited("customers.gbk.csv", ",", "gbk")
delimited("customers.tsv", "\t", "utf-8")

objects = [dict(zip(NAMES, (v.isoformat() if isinstance(v, datetime.date) else v for v in row))) for row in ROWS]
(HERE / "customers.json").write_text(json.dumps(objects, ensure_ascii=False), encoding="utf-8")
(HERE / "customers.ndjson").write_text("".join(json.dumps(row) + "\n" for row in objects), encoding="utf-8")

table = pa.table(
    {
        "customer_id": pa.array([row[0] for row in ROWS]),
        "kwh": pa.array([row[1] for row in ROWS], pa.float32()),
        "tariff": pa.array([row[2] for row in ROWS]).dictionary_encode(),
        "since": pa.array([row[3] for row in ROWS], pa.date32()),
        "tags": pa.array([row[4] for row in ROWS], pa.list_(pa.string())),
    }
)
pa.parquet.write_table(table, HERE / "customers.parquet", row_group_size=3)
pa.feather.write_feather(table, HERE / "customers.arrow", compression="lz4", chunksize=3)
with pa.ipc.new_stream(HERE / "customers.arrows", table.schema) as writer:
    writer.write_table(table)

book = openpyxl.Workbook()
book.active.append(NAMES)
for row in ROWS:
    book.active.append([text(value) if isinstance(value, list) else value for value in row])
book.save(HERE / "customers.xlsx")
