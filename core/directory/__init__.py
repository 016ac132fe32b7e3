"""Our sites, and the practices outside that refer to us or receive from us."""

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
from core.directory.sites import calendar, every_site, site, site_name, site_of_code, site_zone, sites
from core.directory.specialties import Specialty

__all__ = [
    "Calendar",
    "Clinician",
    "Contact",
    "FoundProvider",
    "Imported",
    "NewClinician",
    "NewProvider",
    "NewSite",
    "Offer",
    "Provider",
    "Site",
    "SiteName",
    "Specialty",
    "add_clinician",
    "add_provider",
    "add_site",
    "calendar",
    "every_site",
    "find_providers",
    "import_directory",
    "provider",
    "provider_name",
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
