"""The public forms of the demo's sites: patients may ask at all of them, practices refer to two."""

from core import enquiry
from core.demo.furnish.base import Furnishing, House
from core.enquiry import Audience, NewForm

HEADS = "Tell us what you would like. Somebody from our front desk answers within two working days."
REFERS = "For colleagues who refer a patient to us. You hear from us within two working days."


class Enquiries(Furnishing):
    """Cleo opens them; Leeds has one of its own for implants."""

    def furnish(self, house: House) -> None:
        """By the command behind the page."""
        cleo, mia = house.people["cleo"], house.people["mia"]
        for site_id in house.sites.values():
            enquiry.set_form(
                cleo, site_id, Audience.PATIENT, "", 0, NewForm(open=True, words=HEADS, asks=("best_time",))
            )
        leeds = house.sites["leeds"]
        several = ("endodontics", "implant", "oral_surgery", "orthodontics")
        refer = NewForm(open=True, words=REFERS, services=several, asks=("phone", "nhs_number", "teeth", "needs"))
        for code in ("leeds", "york"):
            enquiry.set_form(mia, house.sites[code], Audience.PRACTICE, "", 0, refer)
        implants = NewForm(open=True, title="Ask about implants", words=HEADS, origins=("https://www.harbour.example",))
        enquiry.set_form(mia, leeds, Audience.PATIENT, "implant", 0, implants)
