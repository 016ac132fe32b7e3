"""The web beside the pages: the gate, the way in, health, what the pages' own components ask, and documents."""

from starlette.middleware import Middleware
from starlette.routing import Route

from core.api import (
    calendars,
    callbacks,
    editions,
    enquiries,
    entrance,
    files,
    find,
    health,
    patient_contact,
    patient_portal,
    phone,
    portal,
    portal_sign_in,
    takeaway,
    unsubscribe,
)
from core.api.gate import Gate
from core.api.incident import sorry
from core.api.start import refuse_unless_ready

DOORS = (
    *(calendars, callbacks, editions, enquiries, entrance, files, find, health, phone),
    *(patient_portal, patient_contact, portal_sign_in, portal, takeaway, unsubscribe),
)
ROUTES: list[Route] = [route for door in DOORS for route in door.ROUTES]
MIDDLEWARE = [Middleware(Gate)]

__all__ = ["MIDDLEWARE", "ROUTES", "refuse_unless_ready", "sorry"]
