"""``python -m credit``: the service as a process."""

from chassis.run import run_service

if __name__ == "__main__":
    run_service("credit.service:CreditService")
