"""Our sites, and the practices outside that refer to us or receive from us."""

from core.directory.asking import NewRequirement, ask_for, change_requirement, end_requirement, may_ask
from core.directory.choosing import choose_provider
from core.directory.commands import (
    add_clinician,
    add_provider,
    add_site,
    write_clinician,
    write_provider,
    write_site,
)
from core.directory.dealings import Dealings, dealings
from core.directory.details import (
    Details,
    add_contact,
    correct_provider,
    describe_provider,
    drop_contact,
    drop_offer,
    set_offer,
)
from core.directory.drafts import NewClinician, NewProvider, NewSite, Place
from core.directory.importing import Imported, import_directory
from core.directory.interests import Concentration, concentrations
from core.directory.listing import ONBOARDED, Listed, Providers, Sought, networks, providers, standings
from core.directory.match import Matches, matches
from core.directory.measured import FEWEST, Measured, Share, Wait, record_of
from core.directory.model import Calendar, Choice, Clinician, FoundProvider, Provider, Site, SiteName
from core.directory.onboarding import move_provider, suggest_provider, unfit
from core.directory.providers import find_providers, found_providers, place, provider, provider_name, site_clinicians
from core.directory.ranking import LeftOut, Match, Reason, Wish
from core.directory.requirements import (
    Answering,
    Asked,
    FormField,
    Requirement,
    answered,
    asked_by,
    required,
    requirements,
)
from core.directory.sites import calendar, every_site, site, site_name, site_of_code, site_zone, sites
from core.directory.specialties import Specialty
from core.directory.standing import MOVES, Move, Standing, may_write, moves
from core.directory.terms import Contact, Funding, Offer, Purpose, Urgency

__all__ = [
    "FEWEST",
    "MOVES",
    "ONBOARDED",
    "Answering",
    "Asked",
    "Calendar",
    "Choice",
    "Clinician",
    "Concentration",
    "Contact",
    "Dealings",
    "Details",
    "FormField",
    "FoundProvider",
    "Funding",
    "Imported",
    "LeftOut",
    "Listed",
    "Match",
    "Matches",
    "Measured",
    "Move",
    "NewClinician",
    "NewProvider",
    "NewRequirement",
    "NewSite",
    "Offer",
    "Place",
    "Provider",
    "Providers",
    "Purpose",
    "Reason",
    "Requirement",
    "Share",
    "Site",
    "SiteName",
    "Sought",
    "Specialty",
    "Standing",
    "Urgency",
    "Wait",
    "Wish",
    "add_clinician",
    "add_contact",
    "add_provider",
    "add_site",
    "answered",
    "ask_for",
    "asked_by",
    "calendar",
    "change_requirement",
    "choose_provider",
    "concentrations",
    "correct_provider",
    "dealings",
    "describe_provider",
    "drop_contact",
    "drop_offer",
    "end_requirement",
    "every_site",
    "find_providers",
    "found_providers",
    "import_directory",
    "matches",
    "may_ask",
    "may_write",
    "move_provider",
    "moves",
    "networks",
    "place",
    "provider",
    "provider_name",
    "providers",
    "record_of",
    "required",
    "requirements",
    "set_offer",
    "site",
    "site_clinicians",
    "site_name",
    "site_of_code",
    "site_zone",
    "sites",
    "standings",
    "suggest_provider",
    "unfit",
    "write_clinician",
    "write_provider",
    "write_site",
]
