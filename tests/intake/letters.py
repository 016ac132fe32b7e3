"""Letters as practices and patients write them, in many shapes, and what a careful reader finds in each."""

FULL = """Elm Tree Dental Practice
12 Station Road, Otley LS21 3AB
Tel: 01632 960200   Email: reception@elmtree.example

3 March 2026

Harbour Dental Leeds
14 Chandlers Wharf
Leeds LS1 0ZX

Our ref: ET/4711

Dear Colleague,

Re: Mrs Jane DOE, DOB 12/03/1985
14 High Street, Leeds, LS6 2AB
Tel: 07700 900123
Email: jane.doe@example.org
NHS No: 999 123 4588

Thank you for seeing this patient for root canal treatment of the upper left first molar.
She has had pain on biting for two weeks.

There is no suspicion of malignancy, and it is not urgent.

Yours sincerely,

Dr Anil Shah BDS
GDC 123456
Elm Tree Dental Practice
"""

SHAPES = {
    "a letter with everything": (
        FULL,
        {
            "title": "Mrs",
            "given_name": "Jane",
            "family_name": "Doe",
            "born_on": "1985-03-12",
            "nhs_number": "9991234588",
            "phone": "07700 900123",
            "email": "jane.doe@example.org",
            "address": "14 High Street",
            "town": "Leeds",
            "postcode": "LS6 2AB",
            "referrer": "Elm Tree Dental Practice",
            "referrer_clinician": "Dr Anil Shah",
            "gdc_number": "123456",
            "their_reference": "ET/4711",
            "written": "2026-03-03",
            "specialty": "endodontics",
            "teeth": "26",
            "urgency": "routine",
        },
    ),
    "an e-mail about a suspected cancer": (
        "From: Dr Priya Nair <priya@moor.example>\nDate: Mon, 09 Mar 2026 10:11:00 +0000\n"
        "Subject: Urgent referral - John O'Brien\n\nHi,\n\nPlease could you see Mr John O'Brien (d.o.b. 23.4.61) with a"
        " non-healing ulcer on the left lateral tongue, 2WW please.\nHis mobile is 07700 900456.\n\nKind regards\n"
        "Priya Nair\nMoor Dental Clinic\n",
        {
            "given_name": "John",
            "family_name": "O'Brien",
            "born_on": "1961-04-23",
            "phone": "07700 900456",
            "urgency": "suspected_cancer",
            "specialty": "oral_medicine",
            "referrer": "Moor Dental Clinic",
            "referrer_clinician": "Dr Priya Nair",
            "written": "2026-03-09",
        },
    ),
    "a form in capitals": (
        "SURNAME: SMITH\nFORENAME: PETER JOHN\nDate of Birth: 1 January 1950\nAddress: 3 Mill Lane, Ilkley, LS29 8AB\n"
        "Referring dentist: Dr B Jones, GDC 88776\nPractice name: Ilkley Smiles\nSpecialty: Oral surgery\n"
        "Urgency: Routine\nTeeth: 38, 48\nReason for referral: Impacted wisdom teeth.\nMedical history: asthma\n",
        {
            "given_name": "Peter John",
            "family_name": "Smith",
            "born_on": "1950-01-01",
            "address": "3 Mill Lane",
            "town": "Ilkley",
            "postcode": "LS29 8AB",
            "referrer": "Ilkley Smiles",
            "referrer_clinician": "Dr B Jones",
            "gdc_number": "88776",
            "specialty": "oral_surgery",
            "urgency": "routine",
            "teeth": "38, 48",
            "reason": "Impacted wisdom teeth.",
        },
    ),
    "labels side by side": (
        "Patient: John Smith    DOB: 25/12/1979    NHS No: 999 123 4588\nMobile: 07700 900001\n"
        "Details: braces for crowding of the upper arch\n",
        {
            "given_name": "John",
            "family_name": "Smith",
            "born_on": "1979-12-25",
            "nhs_number": "9991234588",
            "phone": "07700 900001",
            "specialty": "orthodontics",
            "reason": "braces for crowding of the upper arch",
        },
    ),
    "values on the next line": (
        "Patient name:\nMaria da Silva\nDate of birth:\n2 February 1990\nReason for referral:\nDenture is loose.\n",
        {
            "given_name": "Maria",
            "family_name": "da Silva",
            "born_on": "1990-02-02",
            "specialty": "prosthodontics",
            "reason": "Denture is loose.",
        },
    ),
    "the family name first": (
        "Re: OKAFOR, Iris (DOB 1961-05-23)\n\nCBCT of the lower right quadrant please.\n",
        {"given_name": "Iris", "family_name": "Okafor", "born_on": "1961-05-23", "specialty": "radiology"},
    ),
    "a name without a label": (
        "Dear Team\n\nI would be grateful if you would see Miss Aoife Ní Bhriain, date of birth 30 June 2012, for"
        " orthodontic assessment.\n\nMany thanks\nDr Tom Lee\n",
        {
            "title": "Miss",
            "given_name": "Aoife Ní",
            "family_name": "Bhriain",
            "born_on": "2012-06-30",
            "specialty": "orthodontics",
            "referrer_clinician": "Dr Tom Lee",
        },
    ),
    "a birth that can be read in two ways": (
        "Patient: Tom Ng\nDOB: 03/04/1985\n",
        {"given_name": "Tom", "family_name": "Ng", "born_on": "1985-04-03"},
    ),
    "a birth with the month first": ("Patient: Tom Ng\nDOB: 03/25/1985\n", {"born_on": "1985-03-25"}),
    "a year of two figures": ("Patient: Tom Ng\nDOB 25-12-61\n", {"born_on": "1961-12-25"}),
    "a birth in words": ("Patient: Tom Ng, born on the 1st of May 2001", {"given_name": "Tom", "family_name": "Ng"}),
    "a month in short": ("Patient: Tom Ng\nD.O.B: 07-Sep-1999\n", {"born_on": "1999-09-07"}),
    "a day that does not exist": ("Patient: Tom Ng\nDOB: 31/02/1985\n", {"given_name": "Tom"}),
    "a birth in the future": ("Patient: Tom Ng\nDOB: 13/03/2031\n", {"given_name": "Tom"}),
    "an NHS number that fails its check": (
        "Patient: Tom Ng\nNHS: 999 123 4561\n",
        {"nhs_number": "9991234561"},
    ),
    "an unknown NHS number": ("Patient: Tom Ng\nNHS number: 999 999 9999\n", {"family_name": "Ng"}),
    "teeth in Palmer's notation": (
        "Patient: Tom Ng\n\nPlease extract UR6, LL7 and 8 under sedation. Extraction as above.\n",
        {"teeth": "16, 37, 38", "specialty": "oral_surgery"},
    ),
    "milk teeth": ("Patient: Amy Ng\n\nCaries in URD and LLE, paediatric please.\n", {"teeth": "54, 75"}),
    "teeth in words": (
        "Patient: Tom Ng\n\nThe lower right wisdom tooth and the upper left central incisor.\n",
        {"teeth": "48, 21"},
    ),
    "FDI numbers beside other numbers": (
        "Patient: Tom Ng\nAge 36, seen 26 times.\n\nRCT on tooth 26 please, BP 120/80.\n",
        {"teeth": "26", "specialty": "endodontics"},
    ),
    "urgent": ("Patient: Tom Ng\n\nPlease see urgently, severe pain from the root canal.\n", {"urgency": "urgent"}),
    "not urgent": ("Patient: Tom Ng\n\nThis is not urgent. Denture review.\n", {"urgency": "routine"}),
    "a cancer that is ruled out": (
        "Patient: Tom Ng\n\nMalignancy was excluded by biopsy; no suspicion of cancer. White patch to follow up.\n",
        {"specialty": "oral_medicine"},
    ),
    "a question mark before cancer": (
        "Patient: Tom Ng\n\nIndurated lesion of the tongue ?SCC, please see.\n",
        {"urgency": "suspected_cancer"},
    ),
    "a patient who writes alone": (
        "Hello\n\nMy name is not on your list yet. I am looking for dental implants, can you call me on 07700 900789?"
        "\n\nThanks\nSarah Bell\n",
        {"specialty": "implant", "phone": "07700 900789"},
    ),
    "a letterhead's numbers are not the patient's": (
        "Elm Tree Dental Practice\nLS21 3AB\nTel: 01632 960200\n\nDear Sir\n\nRe: Tom Ng\n\nLoose denture.\n\n"
        "Regards\nA Shah\n",
        {"family_name": "Ng", "referrer": "Elm Tree Dental Practice", "specialty": "prosthodontics"},
    ),
    "one of our own names is no sender": (
        "To: Harbour Dental Leeds\nHarbour Dental Leeds\n\nRe: Tom Ng\n\nDenture.\n",
        {"family_name": "Ng"},
    ),
    "nothing but a greeting": ("Hello", {}),
    "nothing at all": ("", {}),
}
"""By what is particular about each: the text, and what must be found in it."""

ABSENT = {
    "a day that does not exist": {"born_on"},
    "a birth in the future": {"born_on"},
    "an unknown NHS number": {"nhs_number"},
    "a cancer that is ruled out": {"urgency"},
    "a letterhead's numbers are not the patient's": {"phone", "postcode", "address"},
    "one of our own names is no sender": {"referrer"},
    "a patient who writes alone": {"given_name", "family_name", "born_on", "urgency"},
    "nothing but a greeting": {"given_name", "reason", "urgency", "specialty"},
}
DOUBTED = {
    "a birth that can be read in two ways": "born_on",
    "a birth with the month first": "born_on",
    "a year of two figures": "born_on",
    "an NHS number that fails its check": "nhs_number",
}
