"""What patients are referred for: the dental specialties, by the codes that are stored."""

from core.errors import Refusal
from core.spoken import Spoken


class Specialty(Spoken):
    """In the order a list shows them."""

    ENDODONTICS = "endodontics", "Endodontics"
    GENERAL = "general", "General dentistry"
    IMPLANT = "implant", "Implants"
    ORAL_MEDICINE = "oral_medicine", "Oral medicine"
    ORAL_SURGERY = "oral_surgery", "Oral surgery"
    ORTHODONTICS = "orthodontics", "Orthodontics"
    PAEDIATRIC = "paediatric", "Paediatric dentistry"
    PERIODONTICS = "periodontics", "Periodontics"
    PROSTHODONTICS = "prosthodontics", "Prosthodontics"
    RADIOLOGY = "radiology", "Radiology and CBCT"
    RESTORATIVE = "restorative", "Restorative dentistry"
    SEDATION = "sedation", "Sedation"
    SPECIAL_CARE = "special_care", "Special care dentistry"
    TMD = "tmd", "Jaw joint (TMD)"


def known_specialty(code: str) -> str:
    """The code, or nothing for any; refused unless it is in the list."""
    if code and code not in set(Specialty):
        raise Refusal("Choose a specialty from the list.")
    return code
