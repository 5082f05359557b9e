"""Under the service's green threads: it goes on answering while other processes count."""

from __future__ import annotations

import json
import subprocess
import sys

GREEN = """
import eventlet
eventlet.monkey_patch()
import json
from collections import defaultdict
from datetime import UTC, datetime
from chassis.envelope import encode
from chassis.log import Message
from indicators.counting import Sums, counted
from indicators.folding import folded
from indicators.plan_file import default_plan
from indicators.shadow import told_units

bodies = defaultdict(list)

def tell(feed, name, **data):
    position = len(bodies[feed]) + 1
    message = Message(feed=feed, name=name, subject=data["person_id"], data=data)
    bodies[feed].append(
        encode(message, service="test", position=position,
               recorded_at=datetime(2026, 6, 1, tzinfo=UTC), correlation_id="").body
    )

for number in range(40):
    me = f"p{number}"
    tell("registry.indicators", "person_profiled", person_id=me, birth_date="1990",
         groups=[{"code": "rural", "from": "2026-01-01"}])
    tell("placement", "service_given", person_id=me, service_id=f"s{number}",
         service="counselling", on="2026-05-01")

others = 0

def answering():
    global others
    while True:
        others += 1
        eventlet.sleep(0)

eventlet.spawn(answering)
shadow = folded(
    lambda feed, after, limit: bodies[feed][after : after + limit],
    {feed: len(each) for feed, each in bodies.items()}, frozenset(), lambda count: None, 2,
)
served = others
pages = list(counted(told_units(shadow), default_plan(), datetime.now(UTC), 2))
sums = pages[-1]
print(json.dumps({
    "persons": sum(len(each.digests) for each in pages[:-1]),
    "reached": sums.cells["2026/total"]["employment_service_access.num.05"],
    "answered": [served > 0, others > served],
}))
"""


def test_the_service_answers_while_others_fold_and_count() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", GREEN],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    assert json.loads(done.stdout) == {"persons": 40, "reached": 40, "answered": [True, True]}
