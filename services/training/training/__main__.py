"""``python -m training``: the service as a process."""

from chassis.run import run_service

if __name__ == "__main__":
    run_service("training.service:TrainingService")
