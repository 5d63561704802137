"""Write made-up exports of the Universal Human Rights Index, of any size, for measuring.

    python -m tests.benchmarks.generate_uhri /tmp/export.json --megabytes 400
    python -m tests.benchmarks.generate_uhri /tmp/export.xlsx --rows 10000
    python -m tests.benchmarks.generate_uhri /tmp/export.json --recommendations 100000

The rows look like those of the real export in shape, length and mixture; the words mean nothing. Equal
seeds give equal files.
"""

import argparse
import json
import random
import uuid
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import xlsxwriter

from recommendations.importing.readers.sessions import cycle_of
from recommendations.importing.readers.uhri_xlsx import HEADINGS

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
SHARE_OF_UPR = 0.4
MEGABYTE = 1_000_000

WORDS = tuple(
    word
    for line in (
        "take further measures to strengthen the protection of women and children against violence",
        "ensure access to justice ratify the optional protocol adopt a national plan review legislation",
        "in line with international obligations combat trafficking promote equality guarantee the",
        "independence of judges improve conditions of detention provide training for officials",
        "continue efforts cooperate with special procedures",
    )
    for word in line.split()
)
OTHERS = (
    "CRC",
    "CEDAW",
    "CCPR",
    "CERD",
    "CESCR",
    "CAT",
    "CRPD",
    "CMW",
    "SR Torture",
    "WG Arbitrary Detention",
)
MOST_ITEMS = 900  # of one paragraph; numbers have three digits at most
FIRST_SESSION = {1: 1, 2: 13, 3: 27, 4: 41}
PARAGRAPHS = (
    "118.{} {}",
    "118.{}. {}",
    "118. {} {}",
    "<p>118.{}&nbsp;{}</p>",
)


class Index:
    """Makes up row after row."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - made-up words, no secrets
        states = json.loads((FIXTURES / "states.json").read_text(encoding="utf-8"))["states"]
        self._states = [state["name"] for state in states]
        names = json.loads((FIXTURES / "themes.json").read_text(encoding="utf-8"))["names"]
        self._themes = [name["name"] for name in names if name["vocabulary"] == "uhri"]
        groups = json.loads((FIXTURES / "affected_groups.json").read_text(encoding="utf-8"))
        self._groups = [group["name"] for group in groups]
        self._targets = [
            f"{goal}.{target} - {self._words(3, 8)}" for goal in range(1, 18) for target in (1, 2)
        ]

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield rows without end, by the field names of the JSON export."""
        while True:
            yield self._upr() if self._random.random() < SHARE_OF_UPR else self._other()

    def _upr(self) -> dict[str, Any]:
        session = self._random.randint(1, 48)
        recommending = self._some(self._states, 1, 3)
        requests = "; ".join(f"{self._words(15, 60).capitalize()} ({state})" for state in recommending)
        item = self._random.randint(1, 300)
        return self._row("UPR", self._random.choice(PARAGRAPHS).format(item, requests)) | {
            "AnnotationType": "- Recommendations",
            "Symbol": f"A/HRC/{session + 8}/{self._random.randint(2, 20)}",
            "UprCycle": cycle_of(session),
            "UprSession": [str(session)],
            "UprPositions": [self._random.choice(("Supported", "Supported", "Supported", "Noted"))],
            "UprRecommendingCountry": recommending,
            "UprRecommendingRegions": self._some(("Africa", "Asia-Pacific", "Europe"), 1, 2),
        }

    def recommendations(self) -> Iterator[dict[str, Any]]:
        """Yield rows of the UPR alone, without end, each another recommendation: review after review, in
        rounds of some 60 to 240 in each."""
        reviews = [(state, cycle) for cycle in FIRST_SESSION for state in self._states]
        last = dict.fromkeys(reviews, 0)
        sessions = {review: FIRST_SESSION[review[1]] + self._random.randint(0, 11) for review in reviews}
        while True:
            for number, (state, cycle) in enumerate(reviews):
                for _ in range(self._random.randint(60, 240)):
                    last[state, cycle] += 1
                    above, item = divmod(last[state, cycle] - 1, MOST_ITEMS)
                    made_by = self._states[number % 190]
                    text = f"{self._words(15, 60).capitalize()} {last[state, cycle]} ({made_by})"
                    yield self._upr() | {
                        "Text": f"{118 + above}.{item + 1} {text}",
                        "Symbol": f"A/HRC/{sessions[state, cycle] + 8}/{number % 190 + 2}",
                        "Countries": [state],
                        "UprCycle": cycle,
                        "UprSession": [str(sessions[state, cycle])],
                        "UprRecommendingCountry": [made_by],
                    }

    def _other(self) -> dict[str, Any]:
        body = self._random.choice(OTHERS)
        text = f"{self._random.randint(4, 80)}.The Committee notes that {self._words(60, 300)}."
        return self._row(body, text) | {
            "AnnotationType": self._random.choice(("- Recommendations", "- Concerns/Observations")),
            "Symbol": f"{body}/C/{self._random.randint(1, 200)}/CO/{self._random.randint(1, 8)}",
        }

    def _row(self, body: str, text: str) -> dict[str, Any]:
        return {
            "AnnotationId": str(uuid.UUID(int=self._random.getrandbits(128), version=4)),
            "AnnotationType": "",
            "Body": f"- {body}",
            "Symbol": "",
            "DocumentId": str(uuid.UUID(int=self._random.getrandbits(128), version=4)),
            "Text": text,
            "Countries": self._some(self._states, 1, 1),
            "Regions": ["Asia-Pacific"],
            "Themes": self._some(self._themes, 1, 7),
            "AffectedPersons": self._some(self._groups, 0, 4),
            "Sdgs": self._some(self._targets, 0, 3),
            "PublicationDate": "2025-02-12T00:00:00",
            "PublicationDateOnUhri": "2025-03-03T10:53:45.827",
            "UprCycle": None,
            "UprSession": [],
            "UprPositions": [],
            "UprRecommendingCountry": [],
            "UprRecommendingRegions": [],
        }

    def _words(self, least: int, most: int) -> str:
        return " ".join(self._random.choices(WORDS, k=self._random.randint(least, most)))

    def _some(self, of: Sequence[Any], least: int, most: int) -> list[Any]:
        return self._random.sample(of, self._random.randint(least, most))


def write_recommendations(path: Path, count: int, seed: int = 1) -> None:
    """Write a JSON export with that many recommendations, and nothing else."""
    with path.open("w", encoding="utf-8") as file:
        for number, row in enumerate(islice(Index(seed).recommendations(), count)):
            file.write((",\n" if number else "[") + json.dumps(row, ensure_ascii=False))
        file.write("]\n")


def write_json(path: Path, megabytes: float, seed: int = 1) -> int:
    """Write an export of about that size; answer the number of rows."""
    size = count = 0
    with path.open("w", encoding="utf-8") as file:
        for row in Index(seed).rows():
            printed = json.dumps(row, ensure_ascii=False)
            size += file.write(f",\n{printed}" if count else f"[{printed}")
            count += 1
            if size > megabytes * MEGABYTE:
                break
        file.write("]\n")
    return count


def write_xlsx(path: Path, count: int, seed: int = 1) -> int:
    """Write an export with that many rows; answer their number."""
    book = xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_urls": False})
    sheet = book.add_worksheet("Export")
    for column, heading in enumerate(HEADINGS.values()):
        sheet.write_string(0, column, heading)
    for number, row in enumerate(islice(Index(seed).rows(), count), 1):
        for column, field in enumerate(HEADINGS):
            sheet.write_string(number, column, cell(row[field]))
    book.close()
    return count


def cell(value: Any) -> str:
    """Print a value as the Index does in XLSX: each of several on a line of its own."""
    return "\n".join(f"- {name}" for name in value) if isinstance(value, list) else value or ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--megabytes", type=float, default=400, help="size of a JSON file (default: 400)")
    parser.add_argument("--rows", type=int, default=10_000, help="rows of an XLSX file (default: 10000)")
    parser.add_argument("--recommendations", type=int, help="recommendations of a JSON file of nothing else")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    if asked.recommendations:
        write_recommendations(asked.path, asked.recommendations, asked.seed)
    elif asked.path.suffix == ".xlsx":
        write_xlsx(asked.path, asked.rows, asked.seed)
    else:
        write_json(asked.path, asked.megabytes, asked.seed)


if __name__ == "__main__":
    main()
