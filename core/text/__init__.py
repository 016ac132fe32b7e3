"""Texts: what Baton writes to whom, in each language and for each channel, as shipped or as group and sites say it."""

from core.language import ENGLISH, Word, languages
from core.text.chosen import SHIPPED, Texts, chosen
from core.text.form import Form
from core.text.model import NOTHING, Item, Listed, Origin, Purpose, Rendered, Sender, Text
from core.text.rendering import by_hand, filled, render
from core.text.shipped import purposes
from core.text.words import Audience

__all__ = [
    "ENGLISH",
    "NOTHING",
    "SHIPPED",
    "Audience",
    "Form",
    "Item",
    "Listed",
    "Origin",
    "Purpose",
    "Rendered",
    "Sender",
    "Text",
    "Texts",
    "Word",
    "by_hand",
    "chosen",
    "filled",
    "languages",
    "purposes",
    "render",
]
