"""What went wrong, in plain words; None for what nobody foresaw."""

import errno

import amqp
import pymongo.errors
import requests
from chassis.errors import ServiceError, Transient
from chassis.rpc import RemoteFailure

from vieclam_cli import (
    accounts,
    api,
    child,
    database,
    demo,
    home,
    keeping,
    ports,
    readiness,
    supervisor,
    topology,
    up,
)

FORESEEN = (
    accounts.Refused,
    api.ApiRefused,
    demo.DemoFailed,
    child.NotReady,
    database.MissingProgram,
    home.Busy,
    keeping.BadBackup,
    home.NoInstallation,
    ports.NoFreePort,
    readiness.NotServing,
    supervisor.SupervisorFailed,
    up.CannotStart,
)


def explained(error: BaseException) -> str | None:
    """One or more lines that say what is the matter and what to do next."""
    if isinstance(error, FORESEEN):
        return str(error)
    if isinstance(error, topology.Mismatch):
        lines = "\n".join(f"  {line}" for line in error.lines)
        return f"The topology files disagree (services/*/*/topology.yaml):\n{lines}"
    if isinstance(error, topology.Different):
        return f"The broker has something else than the topology says.\n  {error}"
    if isinstance(error, Transient):
        return f"No answer ({error.code}): is it up? ./vieclam status shows what runs"
    if isinstance(error, ServiceError):
        return f"Refused: {error.code} {error.fact or ''}".rstrip()
    if isinstance(error, RemoteFailure):
        return (
            f"A defect in a service ({error}); its log says more: ./vieclam status names the folder"
        )
    if isinstance(error, OSError):
        told = _of_the_system(error)
        if told is not None:
            return told
    if isinstance(error, (amqp.AMQPError, ConnectionError)):
        return "The broker cannot be reached: ./vieclam status shows what runs"
    if isinstance(error, pymongo.errors.PyMongoError):
        return "The database cannot be reached: ./vieclam status shows what runs"
    if isinstance(error, requests.RequestException):
        return "The gateway cannot be reached: ./vieclam status shows what runs"
    return None


def _of_the_system(error: OSError) -> str | None:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return (
            "The disk is full: make room, or set VIECLAM_HOME to a folder on another disk. "
            "What was stored before is kept."
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return (
            f"Not allowed to write {error.filename or 'there'}: run as the user who owns it, "
            "or set VIECLAM_HOME to a folder of yours"
        )
    return None
