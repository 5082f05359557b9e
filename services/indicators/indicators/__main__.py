"""``python -m indicators``: the service that answers."""

from chassis.run import run_service

if __name__ == "__main__":
    run_service("indicators.service:IndicatorsService")
