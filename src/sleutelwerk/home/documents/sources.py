"""The sources behind the draft documents: law, supervisor and standards, each with its year and when it was read."""

from __future__ import annotations

from sleutelwerk.home.engine.draft import Source

_READ = "gelezen in november 2026"
_PARTLY = "deels gelezen in november 2026"
_PRESS = "persbericht, gelezen in november 2026; het besluit zelf is niet gelezen"
_KNOWN = "bekend, niet opnieuw nagelezen; laat uw jurist de tekst naslaan"

AVG = Source(
    "Verordening (EU) 2016/679, algemene verordening gegevensbescherming (AVG)",
    "Europese Unie", "2016", "https://eur-lex.europa.eu/eli/reg/2016/679/oj/nld", _KNOWN,
)  # fmt: skip
UAVG = Source(
    "Uitvoeringswet AVG, artikelen 22 tot en met 33",
    "wetten.overheid.nl", "2018", "https://wetten.overheid.nl/BWBR0040940", _KNOWN,
)  # fmt: skip
AP_TEN = Source(
    "De AP beboet tien gemeenten voor het heimelijk in kaart brengen van inwoners, onder wie sleutelfiguren",
    "Security.NL", "2026", "https://www.security.nl/posting/923328/"
    "AP+beboet+gemeenten+voor+illegaal+verwerken+persoonsgegevens+inwoners", _PRESS,
)  # fmt: skip
SPECIAL = Source(
    "Vereiste AVG-08: gevoelige gegevens alleen als de wet dat toestaat",
    "Algoritmekader, ministerie van BZK", "2026",
    "https://github.com/MinBZK/Algoritmekader/blob/main/docs/voldoen-aan-wetten-en-regels/vereisten/"
    "avg-08-wettelijke-verwerking-van-gevoelige-gegevens.md",
    _READ,
)  # fmt: skip
CONCEPTS = Source(
    "Begrippenkader DPIA, met de lijst van de AP van verwerkingen waarvoor een DPIA verplicht is",
    "Ministerie van BZK", "2026",
    "https://github.com/MinBZK/par-dpia-form/blob/main/sources/begrippenkader_dpia.yaml", _READ,
)  # fmt: skip
PRESCAN = Source(
    "Prescan DPIA, met verwijzing naar het Model DPIA Rijksdienst van augustus 2026",
    "Ministerie van BZK", "2026", "https://github.com/MinBZK/par-dpia-form/blob/main/sources/prescan.yaml", _READ,
)  # fmt: skip
CONSENT = Source(
    "Toestemming als grondslag voor de overheid: de AP ziet sinds februari 2024 weinig ruimte",
    "Telengy", "2024",
    "https://www.telengy.nl/actueel/toestemming-als-wettelijke-grondslag-voor-gegevensverwerking-bij-de-overheid-mag-dat/",
    _PARTLY,
)  # fmt: skip
WGS = Source(
    "Wet gegevensverwerking door samenwerkingsverbanden, in werking sinds 1 maart 2025",
    "Rijksoverheid", "2024",
    "https://www.rijksoverheid.nl/actueel/nieuws/2024/12/04/inwerkingtreding-wet-gegevensverwerking-door-samenwerkingsverbanden",
    _PARTLY,
)  # fmt: skip
LIST = Source(
    "Selectielijst gemeenten 2020, resultaten 19.1.18 en 19.1.24",
    "VNG", "2020",
    "https://github.com/VNG-Realisatie/VNG-referentielijsten/blob/master/src/fixtures/selectielijst_2020_resultaten.json",
    _READ,
)  # fmt: skip
BIO = Source(
    "Baseline Informatiebeveiliging Overheid 2, maatregelen (versie 1.3 van 9 januari 2026)",
    "Ministerie van BZK", "2026",
    "https://github.com/MinBZK/Baseline-Informatiebeveiliging-Overheid/blob/main/docs/maatregelen/index.md", _READ,
)  # fmt: skip
HUMAN = Source(
    "Maatregel: betekenisvolle menselijke tussenkomst",
    "Algoritmekader, ministerie van BZK", "2026",
    "https://github.com/MinBZK/Algoritmekader/blob/main/docs/voldoen-aan-wetten-en-regels/maatregelen/"
    "6-imp-03-menselijke-tussenkomst.md",
    _READ,
)  # fmt: skip
WHAT_IS = Source(
    "Wat is een algoritme? Ook vaste als-dan-regels horen erbij",
    "Algoritmekader, ministerie van BZK", "2026",
    "https://github.com/MinBZK/Algoritmekader/blob/main/docs/soorten-algoritmes-en-ai/wat-is-een-algoritme.md", _READ,
)  # fmt: skip
AI_ACT = Source(
    "Beslishulp AI-verordening: wanneer iets een AI-systeem is",
    "Ministerie van BZK", "2026",
    "https://github.com/MinBZK/ai-verordening-beslishulp/blob/main/decision-tree.yaml", _READ,
)  # fmt: skip
IAMA = Source(
    "Impact Assessment Mensenrechten en Algoritmes (IAMA), vernieuwd in februari 2026",
    "Algoritmekader, ministerie van BZK", "2026",
    "https://github.com/MinBZK/Algoritmekader/blob/main/docs/voldoen-aan-wetten-en-regels/hulpmiddelen/IAMA.md",
    _READ,
)  # fmt: skip
REGISTER = Source(
    "Vereiste BZK-01: impactvolle algoritmes in het Algoritmeregister",
    "Algoritmekader, ministerie van BZK", "2026",
    "https://github.com/MinBZK/Algoritmekader/blob/main/docs/voldoen-aan-wetten-en-regels/vereisten/"
    "bzk-01-algoritmeregister.md",
    _READ,
)  # fmt: skip
