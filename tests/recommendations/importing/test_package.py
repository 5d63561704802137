"""A package is opened without trusting it."""

import io
import struct
import zipfile
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recommendations.importing.problems import MESSAGES, UnreadableDocument
from recommendations.importing.readers.package import Limits, is_package, open_package
from tests.recommendations.importing.word import members, p, pack

SMALL = Limits(members=20, member=100_000, total=150_000)


def opened(written, limits=SMALL):
    data = pack(written) if isinstance(written, dict) else written
    return open_package(io.BytesIO(data), limits)


def refusal(act, *args):
    with pytest.raises(UnreadableDocument) as caught:
        act(*args)
    return caught.value.problem.code


def ole(content=b""):
    return bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600) + content + bytes(600)


def test_members_are_read_by_name_whatever_their_case():
    package = opened({"word/Document.xml": b"words", "[trash]/0000.dat": b"\xff" * 100})
    assert package.has_member("/word/document.xml")
    assert package.read("word/document.xml") == b"words"
    assert not package.has_member("word/other.xml")


def test_a_member_is_unpacked_piece_by_piece():
    pieces = list(opened({"sheet.xml": bytes(90_000)}).chunks("sheet.xml"))
    assert len(pieces) > 1
    assert sum(map(len, pieces)) == 90_000


def test_a_missing_member_makes_a_package_damaged():
    assert refusal(opened({"a": b""}).read, "b") == "damaged"


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (pack({"a": b""}), True),
        (b"PK\x03\x04 not really", True),
        (b"%PDF-1.4", False),
        (b"", False),
        (b"P", False),
        (ole(), False),
        (ole("Workbook".encode("utf-16-le")), False),
    ],
)
def test_packages_are_told_by_their_first_bytes(data, found):
    assert is_package(io.BytesIO(data)) is found


def test_a_package_under_a_password_is_refused():
    locked = ole("EncryptedPackage".encode("utf-16-le"))
    assert refusal(is_package, io.BytesIO(locked)) == "encrypted"


def test_an_archive_under_a_password_is_refused():
    data = bytearray(pack({"a": b"words"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert refusal(opened, bytes(data)) == "encrypted"


@pytest.mark.parametrize("kept", [4, 30, 200, -1, -22, -60])
def test_an_archive_cut_short_is_refused(kept):
    data = pack(members(p("words")))
    assert refusal(opened, data[:kept]) == "damaged"


def test_a_member_with_other_bytes_than_were_packed_is_refused():
    data = pack({"a": b"words as packed"}, zipfile.ZIP_STORED).replace(b"as packed", b"as forged")
    assert refusal(opened(data).read, "a") == "damaged"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_methods_that_no_office_document_uses_are_refused(method):
    assert refusal(opened(pack({"a": bytes(5000)}, method)).read, "a") == "damaged"


def test_two_members_of_one_name_are_refused():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("word/document.xml", "one")
        archive.writestr("Word/document.xml", "two")
    assert refusal(opened, data.getvalue()) == "damaged"


def test_too_many_members_are_refused():
    assert refusal(opened, {f"{number}": b"" for number in range(21)}) == "too-large"


def test_the_number_of_members_that_an_archive_claims_is_not_believed():
    data = bytearray(pack({f"{number}": b"" for number in range(21)}))
    end = data.index(b"PK\x05\x06")
    data[end + 8 : end + 12] = struct.pack("<HH", 1, 1)
    assert refusal(opened, bytes(data)) == "too-large"


def test_a_member_that_unpacks_to_too_much_is_refused():
    package = opened({"a": bytes(100_001), "b": bytes(50_000)})
    assert refusal(package.read, "a") == "too-large"
    assert len(package.read("b")) == 50_000


def test_members_that_together_unpack_to_too_much_are_refused():
    package = opened({"a": bytes(100_000), "b": bytes(100_000)})
    package.read("a")
    package.read("a")
    assert refusal(package.read, "b") == "too-large"


def test_all_members_are_measured_before_a_library_unpacks_them():
    assert opened({"a": bytes(70_000), "b": bytes(70_000)}).measure() == 140_000
    assert refusal(opened({"a": bytes(80_000), "b": bytes(80_000)}).measure) == "too-large"


def claiming(size, content):
    """An archive whose member claims a size, with the checksum of as many bytes."""
    data = pack({"a": content})
    real = struct.pack("<I", zlib.crc32(content))
    forged = data.replace(real, struct.pack("<I", zlib.crc32(content[:size])))
    return forged.replace(struct.pack("<I", len(content)), struct.pack("<I", size))


def test_a_size_that_a_header_claims_is_not_believed():
    assert refusal(opened(claiming(10, bytes(300_000))).read, "a") == "too-large"
    assert refusal(opened(claiming(10, bytes(90_000))).read, "a") == "damaged"


def test_names_that_lead_elsewhere_are_only_names(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    package = opened({"../../up.txt": b"1", "/etc/x": b"2", "C:\\x": b"3", "a" * 60_000: b"4", "\x07": b"5"})
    assert package.measure() == 5
    assert list(tmp_path.iterdir()) == []


DECLARED = '<!DOCTYPE w [<!ENTITY a "words">]><w>&a;</w>'


@pytest.mark.parametrize(
    "content",
    [
        DECLARED.encode(),
        b"\xef\xbb\xbf" + DECLARED.encode(),
        DECLARED.encode("utf-16"),
        f'<?xml version="1.0" encoding="iso-8859-1"?>{DECLARED}'.encode("iso-8859-1"),
        b'<!DOCTYPE w SYSTEM "http://localhost/"><w/>',
        b"<!-- --><!DOCTYPE w><w/>",
    ],
)
def test_xml_that_declares_a_type_or_entities_is_refused(content):
    package = opened({"a": content})
    assert refusal(package.xml, "a") == "unsafe-xml"
    assert refusal(package.check_xml, "a") == "unsafe-xml"


@pytest.mark.parametrize(
    "content", [b"", b"words", b"<w", b'<?xml version="1.0" encoding="no-such"?><w/>', b"\xff\xfe<w/>"]
)
def test_xml_that_is_none_is_refused(content):
    package = opened({"a": content})
    assert refusal(package.xml, "a") == "damaged"
    assert refusal(package.check_xml, "a") == "damaged"


def test_xml_is_checked_no_further_than_its_first_element():
    package = opened({"a": b"<w>" + b"<x/>" * 20_000 + b"</not-w>"})
    package.check_xml("a")
    assert refusal(package.xml, "a") == "damaged"


def test_relations_lead_to_members_inside_alone():
    relation = '<Relationship Id="r" Type="http://x/{}" Target="{}"/>'
    relations = "".join(
        relation.format(*one)
        for one in [
            ("styles", "styles.xml"),
            ("styles", "/word/more.xml"),
            ("styles", "../../../word/styles.xml"),
            ("styles", "missing.xml"),
            ("xstyles", "more.xml"),
        ]
    )
    outside = '<Relationship Type="http://x/styles" TargetMode="External" Target="more.xml"/>'
    written = {
        "word/_rels/a.xml.rels": f"<Relationships>{relations}{outside}</Relationships>".encode(),
        "word/styles.xml": b"",
        "word/more.xml": b"",
    }
    package = opened(written)
    assert package.related("word/a.xml", "styles") == ("word/styles.xml", "word/more.xml")
    assert package.related("word/b.xml", "styles") == ()


def test_the_main_part_and_its_type_are_known():
    name, type = opened(members(p("words"))).main_part()
    assert name == "word/document.xml"
    assert "wordprocessingml" in type
    assert opened({"photo.jpg": b""}).main_part() == ("", "")


def measure_or_refuse(data):
    try:
        return "read" if is_package(io.BytesIO(data)) and opened(data).measure() else "other"
    except UnreadableDocument as refused:
        return refused.problem.code


@settings(deadline=None)
@given(st.binary(max_size=300), st.sampled_from([b"PK\x03\x04", b"PK\x05\x06", ole()[:8]]))
def test_random_bytes_are_refused(data, claim):
    assert measure_or_refuse(claim + data) in {"other", *MESSAGES}


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(0, 0.999), st.binary(min_size=1, max_size=4)), max_size=8))
def test_an_archive_with_wrong_bytes_is_read_or_refused(wrong):
    data = bytearray(pack({"a.xml": b"<a/>" * 50, "b": b"words"}))
    for place, written in wrong:
        start = int(len(data) * place)
        data[start : start + len(written)] = written
    assert measure_or_refuse(bytes(data)) in {"read", "other", *MESSAGES}
