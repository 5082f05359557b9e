"""Employers, vacancies, services, placements: what the job centre's service answers."""

from __future__ import annotations

from gateway.operations import Operation
from gateway.schemas import partners as pb

__all__ = ["PLACEMENT"]

PLACEMENT = (
    Operation(
        verb="POST",
        path="/employers",
        service="placement",
        method="register_employer",
        summary="Register an employer",
        body=pb.EmployerBody,
        status=201,
    ),
    Operation(
        verb="GET",
        path="/employers",
        service="placement",
        method="list_employers",
        summary="Employers",
        answers="list",
        items="employers",
    ),
    Operation(
        verb="POST",
        path="/vacancies",
        service="placement",
        method="register_vacancy",
        summary="Register a vacancy",
        body=pb.VacancyBody,
        status=201,
    ),
    Operation(
        verb="GET",
        path="/vacancies",
        service="placement",
        method="list_vacancies",
        summary="Vacancies",
        answers="list",
        items="vacancies",
    ),
    Operation(
        verb="POST",
        path="/job-fairs",
        service="placement",
        method="register_job_fair",
        summary="Register a job fair session",
        body=pb.JobFairBody,
        status=201,
    ),
    Operation(
        verb="GET",
        path="/job-fairs",
        service="placement",
        method="list_job_fairs",
        summary="Job fair sessions",
        answers="list",
        items="job_fairs",
    ),
    Operation(
        verb="POST",
        path="/services",
        service="placement",
        method="give_service",
        summary="Record counselling, an introduction or a fair visit",
        body=pb.ServiceBody,
        status=201,
    ),
    Operation(
        verb="POST",
        path="/placements",
        service="placement",
        method="start_placement",
        summary="Record that a job started",
        body=pb.PlacementBody,
        status=201,
    ),
    Operation(
        verb="POST",
        path="/placements/{placement_id}/confirm",
        service="placement",
        method="confirm_placement",
        summary="Social insurance confirms the job",
        body=pb.OnBody,
    ),
    Operation(
        verb="POST",
        path="/placements/{placement_id}/end",
        service="placement",
        method="end_placement",
        summary="The job ended",
        body=pb.ReasonBody,
    ),
    Operation(
        verb="POST",
        path="/placements/{placement_id}/retention-checks",
        service="placement",
        method="check_retention",
        summary="Still in work after 3, 6 or 12 months",
        body=pb.RetentionBody,
        status=201,
    ),
    Operation(
        verb="GET",
        path="/people/{person_id}/matches",
        service="placement",
        method="matches",
        summary="Vacancies that fit a person, with the reasons",
        answers="thing",
    ),
)
