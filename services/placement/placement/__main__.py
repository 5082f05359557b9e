"""``python -m placement``"""

from chassis.run import run_service

if __name__ == "__main__":
    run_service("placement.service:PlacementService")
