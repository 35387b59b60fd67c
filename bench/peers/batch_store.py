"""The peer of the upload API: FastAPI accepts the same uploads and writes them into ClickHouse before it answers.

Run by bench/batches.ts as uvicorn's documentation advises, a process per core, with CLICKHOUSE_URL, CLICKHOUSE_PASSWORD,
CLICKHOUSE_DATABASE and API_KEY. A row is checked, looked up in `jobs`, and a new one goes into `raw_jobs` and `jobs`;
nothing is written into the tables that the product has besides them (companies, sightings).
"""
import hashlib
import json
import os
import uuid
from datetime import datetime, timezone
from typing import List, Literal, Optional

import httpx
from fastapi import Depends, FastAPI, Header, HTTPException
from job_row import company_key_of, parse_job
from pydantic import BaseModel, ValidationError, constr

DATABASE = os.environ["CLICKHOUSE_DATABASE"]
API_KEY = os.environ["API_KEY"]
#: These fields of a row change between two visits and say nothing about the posting.
VOLATILE = {"hrActiveStatusGreen", "hrIsOnline"}
MAX_ROWS = 10_000
TIMEOUT_S = 45

Key = constr(strip_whitespace=True, min_length=1, max_length=128)


class Upload(BaseModel):
    platform_type: Literal["qcwy"]
    channel: Literal["web", "app", "mini"] = "web"
    data_type: Literal["job"]
    data_list: List[dict]
    check_duplicate: bool = True


class Row(BaseModel):
    """A row must have these fields; the others are read as they come."""

    jobId: Key
    jobName: str
    provideSalaryString: Optional[str]
    jobAreaString: Optional[str]


app = FastAPI()
clickhouse = httpx.AsyncClient(
    base_url=os.environ["CLICKHOUSE_URL"],
    auth=("default", os.environ["CLICKHOUSE_PASSWORD"]),
    timeout=TIMEOUT_S,
    limits=httpx.Limits(max_connections=20, max_keepalive_connections=20),
)


async def allowed(authorization: str = Header("")):
    if authorization != f"Bearer {API_KEY}":
        raise HTTPException(401, "unknown key")


async def run(body, **params):
    """Returns the answer's text; raises HTTPException 503 when ClickHouse rejects the request."""
    params["database"] = DATABASE
    try:
        answer = await clickhouse.post("/", params=params, content=body.encode())
    except httpx.HTTPError as error:
        raise HTTPException(503, f"ClickHouse: {error!r}") from error
    if answer.status_code != 200:
        raise HTTPException(503, f"ClickHouse: {answer.text[:500]}")
    return answer.text


async def known_keys(keys):
    """Returns the keys that `jobs` already has."""
    texts = ",".join("'" + key.replace("\\", "\\\\").replace("'", "\\'") + "'" for key in keys)
    query = f"SELECT job_key FROM jobs WHERE platform = 'qcwy' AND job_key IN ({texts}) FORMAT JSONEachRow"
    answer = await run(query)
    return {json.loads(line)["job_key"] for line in answer.splitlines()}


async def insert(table, rows):
    lines = "\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
    await run(lines, query=f"INSERT INTO {table} FORMAT JSONEachRow")


def hash_of(row):
    stable = {name: value for name, value in row.items() if name not in VOLATILE}
    return hashlib.sha256(json.dumps(stable, sort_keys=True).encode()).hexdigest()[:32]


@app.post("/api/v1/universal/data/batch-store", dependencies=[Depends(allowed)])
async def batch_store(upload: Upload):
    if len(upload.data_list) > MAX_ROWS:
        raise HTTPException(413, f"over {MAX_ROWS} rows")
    invalid = []
    rows = {}
    for index, row in enumerate(upload.data_list):
        try:
            rows.setdefault(Row(**row).jobId, row)
        except ValidationError as error:
            invalid.append({"index": index, "problems": error.errors()})
    known = await known_keys(rows) if upload.check_duplicate and rows else set()
    batch = {
        "channel": upload.channel,
        "batch_id": str(uuid.uuid4()),
        "source": "peer",
        "collected_at": datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M:%S.%f")[:-3],
        "parser_version": 1,
    }
    raw, jobs = [], []
    for key, row in rows.items():
        if key in known:
            continue
        own = {**batch, "content_hash": hash_of(row)}
        text = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
        raw.append({"platform": "qcwy", "job_key": key, "company_key": company_key_of(row), "raw": text, **own})
        jobs.append({**parse_job(row), **own})
    if jobs:
        await insert("raw_jobs", raw)
        await insert("jobs", jobs)
    received = len(upload.data_list)
    counts = {"received": received, "inserted": len(jobs), "duplicate": received - len(invalid) - len(jobs)}
    return {"code": 0, "message": "success", "data": {**counts, "invalid": len(invalid), "problems": invalid[:20]}}
