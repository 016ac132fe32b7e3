"""Our sites, and the practices outside that refer to us or receive from us."""

from core.directory.asking import NewRequirement, ask_for, change_requirement, end_requirement
from core.directory.commands import (
    add_clinician,
    add_provider,
    add_site,
    write_clinician,
    write_provider,
    write_site,
)
from core.directory.drafts import NewClinician, NewProvider, NewSite
from core.directory.importing import Imported, import_directory
from core.directory.model import Calendar, Clinician, Contact, FoundProvider, Offer, Provider, Site, SiteName
from core.directory.providers import find_providers, provider, provider_name, site_clinicians
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

__all__ = [
    "Answering",
    "Asked",
    "Calendar",
    "Clinician",
    "Contact",
    "FormField",
    "FoundProvider",
    "Imported",
    "NewClinician",
    "NewProvider",
    "NewRequirement",
    "NewSite",
    "Offer",
    "Provider",
    "Requirement",
    "Site",
    "SiteName",
    "Specialty",
    "add_clinician",
    "add_provider",
    "add_site",
    "answered",
    "ask_for",
    "asked_by",
    "calendar",
    "change_requirement",
    "end_requirement",
    "every_site",
    "find_providers",
    "import_directory",
    "provider",
    "provider_name",
    "required",
    "requirements",
    "site",
    "site_clinicians",
    "site_name",
    "site_of_code",
    "site_zone",
    "sites",
    "write_clinician",
    "write_provider",
    "write_site",
]
