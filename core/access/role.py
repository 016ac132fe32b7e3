"""Which role may do what."""

from enum import StrEnum

from core.access.permission import Permission as P


class Role(StrEnum):
    """What a person is in the group; the sites they work at are kept apart from it."""

    FRONT_DESK = "front_desk"
    CLINICIAN = "clinician"
    COORDINATOR = "coordinator"
    MANAGER = "manager"
    OPERATOR = "operator"
    ADMIN = "admin"

    @property
    def label(self) -> str:
        """As it is said: Front desk."""
        return self.value.replace("_", " ").capitalize()


_READ = {P.REFERRAL_READ, P.REFERRAL_COUNT, P.PATIENT_READ, P.DIRECTORY_READ, P.TASK_DO, P.MESSAGE_READ}
_DESK = _READ | {P.REFERRAL_CREATE, P.REFERRAL_HANDLE, P.PATIENT_EDIT, P.INTAKE_HANDLE, P.MESSAGE_WRITE}
_CONFIGURE = {P.WORKFLOW_EDIT, P.RULE_EDIT, P.TEXT_EDIT, P.PEOPLE_MANAGE, P.AUDIT_READ}
_COORDINATE = _DESK | {
    P.REFERRAL_DECIDE,
    P.REFERRAL_ASSIGN,
    P.REFERRAL_REPORT,
    P.CLINICAL_READ,
    P.MESSAGE_RETRY,
    P.REFERRAL_EXPORT,
    P.PATIENT_MERGE,
    P.DIRECTORY_PROPOSE,
    P.INSIGHT_READ,
}
_TELL = {P.DISTRIBUTION_EDIT, P.CAMPAIGN_EDIT}

MAY: dict[Role, frozenset[P]] = {
    Role.FRONT_DESK: frozenset(_DESK),
    Role.CLINICIAN: frozenset(_DESK | {P.REFERRAL_DECIDE, P.REFERRAL_REPORT, P.REPORT_SIGN, P.CLINICAL_READ}),
    Role.COORDINATOR: frozenset(_COORDINATE),
    Role.MANAGER: frozenset(_COORDINATE | _CONFIGURE | _TELL | {P.REFERRAL_CORRECT, P.ASSIGNMENT_EDIT}),
    Role.OPERATOR: frozenset(
        _CONFIGURE | _TELL | {P.REFERRAL_COUNT, P.INSIGHT_READ, P.DIRECTORY_READ, P.DIRECTORY_EDIT, P.CARRIER_EDIT}
    ),
    Role.ADMIN: frozenset(_CONFIGURE | {P.DIRECTORY_READ, P.DIRECTORY_EDIT, P.CARRIER_EDIT}),
}
