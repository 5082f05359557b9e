"""Occupations, classes, enrolments: what the training service answers."""

from __future__ import annotations

from gateway.operations import Operation
from gateway.schemas import partners as pb
from gateway.schemas.queries import EnrolmentList, On, Year

__all__ = ["TRAINING"]

TRAINING = (
    Operation(
        verb="POST",
        path="/occupations",
        service="training",
        method="define_occupation",
        summary="Add an occupation to the commune's list",
        body=pb.OccupationBody,
        status=201,
    ),
    Operation(
        verb="GET",
        path="/occupations",
        service="training",
        method="list_occupations",
        summary="Occupations taught here",
        answers="list",
        items="occupations",
    ),
    Operation(
        verb="POST",
        path="/classes",
        service="training",
        method="open_class",
        summary="Open a class",
        body=pb.ClassBody,
        status=201,
    ),
    Operation(
        verb="GET",
        path="/classes",
        service="training",
        method="list_classes",
        summary="Classes",
        answers="list",
        items="classes",
    ),
    Operation(
        verb="POST",
        path="/classes/{class_id}/enrolments",
        service="training",
        method="enrol",
        summary="Enrol people in a class",
        body=pb.EnrolBody,
        status=201,
    ),
    Operation(
        verb="POST",
        path="/enrolments/{enrolment_id}/complete",
        service="training",
        method="complete_enrolment",
        summary="The learner finished",
        body=pb.OnBody,
    ),
    Operation(
        verb="POST",
        path="/enrolments/{enrolment_id}/withdraw",
        service="training",
        method="withdraw_enrolment",
        summary="The learner left",
        body=pb.WithdrawBody,
    ),
    Operation(
        verb="POST",
        path="/enrolments/{enrolment_id}/certify",
        service="training",
        method="certify_enrolment",
        summary="A certificate was issued",
        body=pb.CertifyBody,
    ),
    Operation(
        verb="GET",
        path="/training-plan",
        service="training",
        method="training_plan",
        summary="The yearly training plan and its budget estimate",
        answers="thing",
        query=Year,
    ),
    Operation(
        verb="GET",
        path="/classes/{class_id}",
        service="training",
        method="get_class",
        summary="A class",
        answers="thing",
    ),
    Operation(
        verb="GET",
        path="/enrolments",
        service="training",
        method="list_enrolments",
        summary="Enrolments of a class or of a person",
        answers="list",
        items="enrolments",
        query=EnrolmentList,
    ),
    Operation(
        verb="POST",
        path="/enrolments/{enrolment_id}/support",
        service="training",
        method="record_support_paid",
        summary="Support was paid to a learner",
        body=pb.SupportBody,
        status=201,
    ),
    Operation(
        verb="GET",
        path="/training-policies",
        service="training",
        method="training_policies",
        summary="Support policies in force on a day, with the legal basis",
        answers="thing",
        items="training_policies",
        query=On,
    ),
)
