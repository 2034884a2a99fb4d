"""KLIK task pages as text, in the form in which KLIK saves them."""

import os
import pathlib

PROSE = "I skal gøre følgende for at løse opgaven:\n\n1. Beslut, hvem der gør hvad\n2. Gør det\n"


def page(number: int, title: str = "(Organisation 1) Nedsæt\nen projektgruppe", due: str = "04-03-2024",
         status: str = "Ikke påbegyndt", colour: str = "Grøn", responsible: str = "-", assignee: str = "-",
         prerequisites: str = "-", project: str = "FBS 2") -> str:
    return f"""Opgave titel

**{title} #{number}****DEADLINE**

● {colour}

PRIORITET

Anbefalet opgave

STATUS

{status}

ANSVARLIG

{responsible}

UDFØRER

{assignee}

STARTDATO**SLUTDATO**

{due}

MÅL

At gruppen findes, før arbejdet begynder.

BESKRIVELSE

En gruppe på tre til fem, med tid til det.

METODE OG FREMGANGSMÅDE

{PROSE}
RESULTAT

En gruppe, som kan begynde.

ANBEFALET ANSVARLIG

Chef for området, It-chef

ANBEFALET UDFØRER

Projektleder

KVALITETSKRITERIER**HISTORIK****INTERNE NOTER****FORUDSÆTNINGER**

{prerequisites}

OPGAVEN ER TÆT RELATERET TIL

-

PROJEKT

{project}

FASE

Fase 1: Opstart

TEMA

Organisation

KOMMUNE

Korsbæk Kommune

EKSTERNE BILAG

-

TILFØJEDE FILER

Ingen vedhæftede filer
"""


def write_page(folder: pathlib.Path, number: int, saved_at: float = 1705309200.0, **fields) -> pathlib.Path:
    """`saved_at` is the file's own date, by default 15 January 2024, 10:00 in Copenhagen."""
    folder.mkdir(exist_ok=True)
    path = folder / f"klik-{number}.txt"
    path.write_text(page(number, **fields), encoding="utf-8")
    os.utime(path, (saved_at, saved_at))
    return path
