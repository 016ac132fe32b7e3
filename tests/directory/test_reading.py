"""Names out of the register's capitals."""

import pytest

from core.directory.reading import reading


@pytest.mark.parametrize(
    ("published", "read"),
    [
        ("CRABTREE ROAD DENTAL PRACTICE", "Crabtree Road Dental Practice"),
        ("HOLSWORTHY NHS DENTAL CARE", "Holsworthy NHS Dental Care"),
        ("CHDP LTD T/A SURBITON DENTAL", "CHDP Ltd t/a Surbiton Dental"),
        ("SMILE LLP", "Smile LLP"),
        ("MJS PATEL & ASSOCIATES", "MJS Patel & Associates"),
        ("MR JP MACAULAY", "Mr JP Macaulay"),
        ("J G MCDONALD'S DENTAL SURGERY", "J G McDonald's Dental Surgery"),
        ("O'CALLAGHAN DENTAL SURGEON", "O'Callaghan Dental Surgeon"),
        ("ST. MARY'S PLACE DENTAL PRACTICE", "St. Mary's Place Dental Practice"),
        ("TG'S DENTAL LEICESTER LTD", "TG's Dental Leicester Ltd"),
        ("ARTISTE STUDIOS - L'ORTHODONTISTE", "Artiste Studios - L'Orthodontiste"),
        ("2ND FLOOR DENTAL PRACTICE", "2nd Floor Dental Practice"),
        ("47C PORT STREET", "47C Port Street"),
        ("THE CENTRE FOR HEALTH (THE DENTAL SURGERY)", "The Centre for Health (The Dental Surgery)"),
        ("STOCKTON-ON-TEES", "Stockton-on-Tees"),
        ("WESTON-SUPER-MARE", "Weston-super-Mare"),
        ("TYNE AND WEAR", "Tyne and Wear"),
        ("CWMBRAN", "Cwmbran"),
        ("RH11 7HL", "RH11 7HL"),
        ("Already  written", "Already written"),
        ("", ""),
    ],
)
def test_names_as_people_write_them(published, read):
    assert reading(published) == read
