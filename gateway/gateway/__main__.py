"""``python -m gateway``: serve until SIGTERM."""

from chassis.run import run_service

if __name__ == "__main__":
    run_service("gateway.service:GatewayService")
