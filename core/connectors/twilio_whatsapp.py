"""WhatsApp messages by Twilio: the same requests, for numbers that begin with whatsapp:."""

import json

from core.channel import Channel
from core.connectors.base import CONFIRM, SITE, Field, Letter
from core.connectors.twilio_sms import ADDRESS, LIMITS, TWILIO, TwilioSms

TEMPLATE = Field(
    "template",
    "Content template",
    "WhatsApp lets a business begin only with an approved template (HX…), whose {{1}} becomes our words.",
    needed=False,
)


class TwilioWhatsapp(TwilioSms):
    """Only to patients who chose WhatsApp themselves."""

    label = "Twilio WhatsApp"
    about = "Sends WhatsApp messages through Twilio to patients who chose that, and hears when they have arrived."
    channel = Channel.WHATSAPP
    fields = (*TWILIO, Field("sender", "From", "The number that WhatsApp knows, such as +441134960123."), TEMPLATE,
              CONFIRM, *LIMITS, SITE, ADDRESS)  # fmt: skip

    def form(self, letter: Letter) -> dict[str, str]:
        """With a template the words fill its gap."""
        said = super().form(letter)
        said |= {name: f"whatsapp:{said[name]}" for name in ("To", "From") if name in said}
        if template := self.values.get("template"):
            del said["Body"]
            said |= {"ContentSid": template, "ContentVariables": json.dumps({"1": letter.text})}
        return said
