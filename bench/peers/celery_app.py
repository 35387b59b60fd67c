"""The peer of the tasks: Celery with Redis as broker and as store of results.

The worker:  python3 -m celery -A celery_app worker ...
The caller, run by bench/peers/celery.ts:
  celery_app.py rate COUNT          creates COUNT empty tasks one by one; prints the seconds until all results are stored
  celery_app.py latency COUNT RATE  creates RATE a second; prints the milliseconds of each from its call to its result
Each prints one JSON line. CELERY_REDIS is the URL of the server without a database.
"""
import json
import os
import sys
import time
from datetime import datetime, timezone

from celery import Celery
from redis import Redis

SERVER = os.environ["CELERY_REDIS"]
# One empty task before the clock starts: it opens the connections, as in a service that has run for a while.
WARM_UP_S = 60
LIMIT_S = 300

app = Celery("bench", broker=f"{SERVER}/0", backend=f"{SERVER}/1")


@app.task(name="empty")
def empty():
    pass


def wait_for(results, count):
    """Waits until `count` results are stored: their number is one cheap question, asked every 5 ms."""
    deadline = time.monotonic() + LIMIT_S
    while results.dbsize() < count:
        if time.monotonic() > deadline:
            sys.exit(f"{results.dbsize()} of {count} results after {LIMIT_S} s")
        time.sleep(0.005)


def rate(results, count):
    started = time.perf_counter()
    made = [empty.apply_async() for _ in range(count)]
    wait_for(results, count)
    seconds = time.perf_counter() - started
    check(results, [one.id for one in made])
    return {"seconds": seconds}


def latency(results, count, per_second):
    made = []
    started = time.monotonic()
    for index in range(count):
        delay = started + index / per_second - time.monotonic()
        if delay > 0:
            time.sleep(delay)
        called = time.time()
        made.append((called, empty.apply_async().id))
    wait_for(results, count)
    ends = check(results, [task_id for _, task_id in made])
    return {"ms": [(ends[task_id] - called) * 1000 for called, task_id in made]}


def check(results, ids):
    """Returns when each result was made, Unix seconds; Celery notes it just before it stores the result."""
    ends = {}
    for task_id in ids:
        kept = json.loads(results.get(f"celery-task-meta-{task_id}"))
        if kept["status"] != "SUCCESS":
            sys.exit(f"{task_id}: {kept}")
        ends[task_id] = datetime.fromisoformat(kept["date_done"]).replace(tzinfo=timezone.utc).timestamp()
    return ends


if __name__ == "__main__":
    kept = Redis.from_url(f"{SERVER}/1")
    empty.apply_async().get(timeout=WARM_UP_S)
    kept.flushdb()
    if sys.argv[1] == "rate":
        print(json.dumps(rate(kept, int(sys.argv[2]))))
    else:
        print(json.dumps(latency(kept, int(sys.argv[2]), float(sys.argv[3]))))
