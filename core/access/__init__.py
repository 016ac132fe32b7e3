"""Who may do what, and where."""

from core.access.actor import Actor, Outside, machine, outsider
from core.access.permission import Permission
from core.access.role import MAY, Role
from core.access.scope import at_my_sites, my_patients, my_referrals, one_patient, staff

__all__ = [
    "MAY",
    "Actor",
    "Outside",
    "Permission",
    "Role",
    "at_my_sites",
    "machine",
    "my_patients",
    "my_referrals",
    "one_patient",
    "outsider",
    "staff",
]
