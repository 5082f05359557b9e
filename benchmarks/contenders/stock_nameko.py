"""Stock nameko: `event_handler` on each event, some workers, one event at a time."""

import warnings

warnings.filterwarnings("ignore", message="(?s).*Eventlet is deprecated")

import eventlet  # noqa: E402

eventlet.monkey_patch()

from typing import Any  # noqa: E402

from chassis.mongo import connect  # noqa: E402
from eventlet.event import Event  # noqa: E402
from nameko.events import event_handler  # noqa: E402
from nameko.extensions import DependencyProvider  # noqa: E402
from nameko.runners import ServiceRunner  # noqa: E402

from benchmarks.child import finish, hello, ready  # noqa: E402
from benchmarks.meter import Meter  # noqa: E402
from benchmarks.one_by_one import OneByOne  # noqa: E402
from benchmarks.servers import amqp_uri  # noqa: E402

TOLD = hello()
METER = Meter(TOLD["total"], TOLD["warm_up"])
DONE = Event()


class Work(DependencyProvider):  # type: ignore[misc]
    """The work on the service's one client, counted when an event is done."""

    def setup(self) -> None:
        self._work = OneByOne(connect(TOLD["mongodb_uri"]), **TOLD["work"])

    def get_dependency(self, _context: Any) -> Any:
        return self._apply

    def _apply(self, payload: dict[str, Any]) -> None:
        self._work.apply(payload)
        if METER.add():
            DONE.send()


class Figures:
    """As nameko's own examples write it."""

    name = "figures"
    apply = Work()

    @event_handler("placement", "service_given")  # type: ignore[untyped-decorator]
    def service_given(self, payload: dict[str, Any]) -> None:
        self.apply(payload)

    @event_handler("placement", "placement_started")  # type: ignore[untyped-decorator]
    def placement_started(self, payload: dict[str, Any]) -> None:
        self.apply(payload)

    @event_handler("training", "enrolment_started")  # type: ignore[untyped-decorator]
    def enrolment_started(self, payload: dict[str, Any]) -> None:
        self.apply(payload)

    @event_handler("credit", "need_assessed")  # type: ignore[untyped-decorator]
    def need_assessed(self, payload: dict[str, Any]) -> None:
        self.apply(payload)

    @event_handler("credit", "loan_disbursed")  # type: ignore[untyped-decorator]
    def loan_disbursed(self, payload: dict[str, Any]) -> None:
        self.apply(payload)

    @event_handler("registry.indicators", "need_recorded")  # type: ignore[untyped-decorator]
    def need_recorded(self, payload: dict[str, Any]) -> None:
        self.apply(payload)


def main() -> None:
    runner = ServiceRunner({"AMQP_URI": amqp_uri(), "max_workers": TOLD["workers"]})
    runner.add_service(Figures)
    ready()
    runner.start()
    DONE.wait()
    finish(METER.result())


if __name__ == "__main__":
    main()
