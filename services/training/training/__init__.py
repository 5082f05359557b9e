"""The training service: occupations, classes, enrolments, certificates, support paid."""
