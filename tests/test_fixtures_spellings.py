"""The spellings of States that documents of the United Nations print between 2008 and 2025."""

from pathlib import Path

import pytest

from states.names import StateNames

SPELLINGS = """
BOL: Plurinational State of Bolivia · Bolivia, Plurinational State of · Bolivia (Plurinational State)
BRN: Brunei · Negara Brunei Darussalam
CAF: CAR · the Central African Republic
CIV: Cote dIvoire · Côte d’ Ivoire · Ivory Coast
COD: DRC · DR of Congo · Congo, Democratic Republic of the · RDC
COG: Congo · Republic of Congo · Congo (Republic of the)
FSM: Federated States of Micronesia · Micronesia (the Federated States of)
GBR: UK · Britain · United Kingdom of Great Britain and Northern Island
GIN: Guinea · Guinea-Conakry · Guinea (Republic of)
GMB: the Gambia · Gambia (Islamic Republic of the)
IRN: Islamic Republic of Iran · Iran (Islamic Republic) · I.R. Iran
KGZ: Kyrgyz Republic · Kyrgystan · Kyrgyztan
KOR: ROK · Korea (Republic of) · South Korea
LAO: Lao PDR · Lao Peoples’ Democratic Republic · Laos
LBY: Libyan Arab Jamahiriya · Libyan Jamahiriya · Lybia
LIE: Lichtenstein · Liechstenstein
MKD: “the former Yugoslav Republic of Macedonia” · TFYROM · North Macedonia
MMR: Burma · Myanmar/Burma
NLD: the Netherlands · Kingdom of the Netherlands · Netherlands (the Kingdom of the)
PHL: Philippines (the) · Phillipines · Philipines
PRK: DPRK · D.P.R.K. · Democratic Peoples’ Republic of Korea
TLS: Timor Leste · East Timor
USA: US · United States of American
VAT: Holy See (Vatican City State) · Vatican City
VEN: Bolivarian Republic of Venezuela · Venezuela (Bolivarian Republic)
VNM: Vietnam · Socialist Republic of Vietnam
"""


@pytest.fixture(scope="module")
def names():
    return StateNames.from_fixture(Path(__file__).resolve().parent.parent / "fixtures" / "states.json")


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        (printed, code)
        for code, spellings in (line.split(": ") for line in SPELLINGS.strip().splitlines())
        for printed in spellings.split(" · ")
    ],
)
def test_a_spelling_that_documents_print_is_known(printed, code, names):
    assert names.resolve(printed) == code


@pytest.mark.parametrize(
    "printed", ["Korea", "Dominica Republic", "Serbia and Montenegro", "Yugoslavia", "European Union"]
)
def test_what_may_mean_two_states_or_none_is_not_guessed(printed, names):
    assert names.resolve(printed) is None
