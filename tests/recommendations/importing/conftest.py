"""Small reports, laid out as the United Nations lays them out, and the real ones where they are at hand."""

import os
import socket
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from recommendations.importing import readers
from recommendations.importing.models import Import
from recommendations.importing.reference import Reference
from states.names import StateNames
from tests.factories import UserFactory
from tests.recommendations.importing.installation import Installation

ROOT = Path(__file__).resolve().parents[3]

MARGIN, INDENT = 113.0, 142.0
BODY = 10.0
LEADING, PARAGRAPH = 12.0, 18.0

CLOSING = (
    "All conclusions and/or recommendations contained in the present report reflect\n"
    "the position of the submitting State(s) and/or the State under review."
)
COVER = """\
Human Rights Council
Twenty-sixth session
Universal Periodic Review
Report of the Working Group on the Universal
Periodic Review*
Cambodia
United Nations A/HRC/26/16
27 March 2014"""
INTRODUCTION = """\
1. The Working Group on the Universal Periodic Review, established in accordance
with Human Rights Council resolution 5/1 of 18 June 2007, held its eighteenth session
from 27 January to 7 February 2014. The review of Cambodia was held at the 4th meeting
on 28 January 2014. The delegation of Cambodia was headed by a Minister.
2. On 15 January 2014, the Human Rights Council selected the following group of
rapporteurs (troika) to facilitate the review of Cambodia: Italy, Morocco and the
Philippines."""


@dataclass(frozen=True)
class Print:
    """Words printed at a place of a page, in points from the lower left corner."""

    left: float
    baseline: float
    text: str
    size: float = BODY


Pages = Sequence[Sequence[Print]]


def make_pdf(pages: Pages, trailer: str = "") -> bytes:
    """Write a PDF file by hand: one font, each `Print` where it belongs."""
    first = 4
    kids = " ".join(f"{first + 2 * index} 0 R" for index in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    for index, page in enumerate(pages):
        words = b"".join(_show(printed) for printed in page)
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {first + 2 * index + 1} 0 R"
            f"/Resources<</Font<</F1 3 0 R>>>>>>".encode()
        )
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(words), words))
    data, places = b"%PDF-1.4\n", []
    for number, written in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj%s\nendobj\n" % (number, written)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        data
        + b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
        + b"trailer<</Size %d/Root 1 0 R%s>>\n" % (len(objects) + 1, trailer.encode())
        + b"startxref\n%d\n%%%%EOF\n" % len(data)
    )


def _show(printed: Print) -> bytes:
    escaped = printed.text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    place = f"BT /F1 {printed.size} Tf {printed.left} {printed.baseline} Td ("
    return place.encode() + escaped.encode("cp1252") + b") Tj ET\n"


def set_page(paragraphs: Iterable[str], number: int) -> list[Print]:
    """Set a page: its symbol and number, then the paragraphs; those that begin with blanks indented."""
    page = [Print(57, 777, "A/HRC/26/16", 9), Print(530, 87, str(number), 9)]
    baseline = 747.0
    for paragraph in paragraphs:
        left = INDENT if paragraph.startswith(" ") else MARGIN
        baseline -= PARAGRAPH - LEADING
        for line in paragraph.strip().split("\n"):
            baseline -= LEADING
            page.append(Print(left, baseline, line.strip()))
    return page


def make_report(
    *sections: Sequence[str],
    notes: Mapping[int, Sequence[Print]] | None = None,
    cover: str = COVER,
    introduction: str = "",
) -> bytes:
    """Make a report whose section of recommendations has the paragraphs given, page by page.

    The section starts on page 4; `notes` are printed on the pages that they name.
    """
    pages = [
        set_page([cover], 1),
        set_page([f"{INTRODUCTION}\n{introduction}"], 2),
        set_page(
            ["5. The delegation thanked the Working Group.", "II. Conclusions and/or recommendations"], 3
        ),
        *(set_page(section, number) for number, section in enumerate(sections, 4)),
    ]
    for number, printed in (notes or {}).items():
        pages[number - 1] += printed
    return make_pdf(pages)


@pytest.fixture(autouse=True)
def _own_readings(settings, tmp_path):
    """Keep readings of files in a folder of the test's own: none of another test is found."""
    settings.VAR_DIR = tmp_path


@pytest.fixture(name="make_pdf", scope="session")
def _make_pdf() -> Callable[..., bytes]:
    return make_pdf


@pytest.fixture(name="make_report", scope="session")
def _make_report() -> Callable[..., bytes]:
    return make_report


@pytest.fixture(scope="session")
def put() -> type[Print]:
    """Put words at a place of a page: put(left, baseline, words, size)."""
    return Print


@pytest.fixture(scope="session")
def closing() -> str:
    """The paragraph that ends the section, without its number."""
    return CLOSING


@pytest.fixture(scope="session")
def cover() -> str:
    """The words on the cover."""
    return COVER


@pytest.fixture(scope="session")
def names() -> StateNames:
    """Every spelling of the names of States that the application ships with."""
    return StateNames.from_fixture(ROOT / "fixtures" / "states.json")


@pytest.fixture(scope="session")
def reference() -> Reference:
    """All that readers know beforehand, as the application ships with it."""
    return Reference.from_fixtures(ROOT / "fixtures")


@pytest.fixture(scope="session")
def documents() -> Path:
    """The folder of real documents; tests that need it are skipped where it is absent."""
    folder = Path(os.environ.get("UPR_DOCUMENTS", ROOT.parent / "shared" / "documents"))
    if not (folder / "working-group-reports").is_dir():
        pytest.skip("the real documents are not here (set UPR_DOCUMENTS)")
    return folder


@pytest.fixture
def redis(tmp_path) -> Iterator[str]:
    """The address of a Redis that is started for this test."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
    server = subprocess.Popen(words, stdout=subprocess.DEVNULL)
    yield f"redis://127.0.0.1:{port}/5"
    server.kill()
    server.wait()


BROKERS = ["redis"] if os.environ.get("DATABASE_URL", "").startswith("postgres") else ["filesystem"]
"""The two shapes of the program: SQLite with a folder on a laptop, PostgreSQL with Redis in production."""


@pytest.fixture(params=BROKERS)
def installation(request, tmp_path) -> Iterator[Installation]:
    """An installation of its own, for tests of real processes."""
    broker = request.getfixturevalue("redis") if request.param == "redis" else "filesystem://"
    made = Installation(tmp_path, broker)
    yield made
    made.close()


@pytest.fixture
def manager(client):
    """The browser of a data manager."""
    client.force_login(UserFactory(data_manager=True, password=None))
    return client


@pytest.fixture
def send(manager, django_capture_on_commit_callbacks):
    """Send a form, let the worker do what it is asked for, and see the page that follows."""

    def send(name: str, *args: object, **form: object):
        with django_capture_on_commit_callbacks(execute=True):
            answer = manager.post(reverse(name, args=args), form)
        return manager.get(answer.url) if answer.status_code == 302 else answer

    return send


@pytest.fixture
def upload(send):
    return lambda content, name="report.pdf": send("imports", file=SimpleUploadedFile(name, content))


@pytest.fixture
def press(send):
    """Press the button of the latest import's page that posts to the address of this name."""

    def press(name: str):
        import_ = Import.objects.latest("pk")
        return send(name, import_.pk, plan_version=import_.plan_version)

    return press


@pytest.fixture
def made_up_files(settings, tmp_path, monkeypatch):
    """Files of `made_up` may be imported; they and what is read of them go to a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.VAR_DIR = tmp_path
    monkeypatch.setattr(readers, "READERS", readers.READERS)
