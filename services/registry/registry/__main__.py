"""``python -m registry``: the service, until SIGTERM."""

from chassis.run import run_service

run_service("registry.service:RegistryService")
