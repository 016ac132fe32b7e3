"""Everything a person can be allowed to do."""

from enum import StrEnum


class Permission(StrEnum):
    """`resource:action`, given by role and limited to the sites a person works at."""

    REFERRAL_READ = "referral:read"
    REFERRAL_CREATE = "referral:create"
    REFERRAL_HANDLE = "referral:handle"
    REFERRAL_DECIDE = "referral:decide"
    REFERRAL_REPORT = "referral:report"
    REFERRAL_ASSIGN = "referral:assign"
    REFERRAL_CORRECT = "referral:correct"
    REFERRAL_COUNT = "referral:count"
    REFERRAL_EXPORT = "referral:export"
    REPORT_SIGN = "report:sign"
    INTAKE_HANDLE = "intake:handle"
    ASSIGNMENT_EDIT = "assignment:edit"
    WORKFLOW_EDIT = "workflow:edit"
    RULE_EDIT = "rule:edit"
    CLINICAL_READ = "clinical:read"
    PATIENT_READ = "patient:read"
    PATIENT_EDIT = "patient:edit"
    PATIENT_MERGE = "patient:merge"
    DIRECTORY_READ = "directory:read"
    DIRECTORY_PROPOSE = "directory:propose"
    DIRECTORY_EDIT = "directory:edit"
    TASK_DO = "task:do"
    MESSAGE_READ = "message:read"
    MESSAGE_RETRY = "message:retry"
    PEOPLE_MANAGE = "people:manage"
    AUDIT_READ = "audit:read"
