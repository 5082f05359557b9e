"""``python -m indicators.consume``: applies the feeds; plain threads, no eventlet."""

from chassis.run import run_consumer

from indicators.applying import ready_to_apply
from indicators.watching import EVERY_SECONDS, watching

if __name__ == "__main__":
    run_consumer(
        "indicators", "indicators-consumer", ready_to_apply, every=(EVERY_SECONDS, watching)
    )
