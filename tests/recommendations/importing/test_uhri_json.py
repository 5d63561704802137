"""The full export as JSON: read row by row, in whatever state the file is."""

import gc
import io
import json
import tracemalloc
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recommendations.importing import problems, readers
from recommendations.importing.readers import uhri_json
from recommendations.importing.records import RecommendationRecord
from tests.benchmarks.generate_uhri import Index
from tests.recommendations.importing.uhri_files import ROW, as_json

SECOND = {**ROW, "AnnotationId": "2", "Text": "118.6 Go on (Chad)", "UprRecommendingCountry": ["Chad"]}
THIRD = {**ROW, "AnnotationId": "3", "Text": "118.7 Begin (Togo)", "UprRecommendingCountry": ["Togo"]}
EXPORT = as_json([ROW, SECOND, THIRD])


def numbers(data, reference):
    """The numbers that can be read, and the problem that ends the reading, if any."""
    found = []
    try:
        reader = readers.find_reader(io.BytesIO(data))
        for entry in reader.entries(io.BytesIO(data), reference):
            if isinstance(entry, RecommendationRecord):
                found.append(entry.number)
    except readers.UnreadableDocument as refused:
        return found, refused.problem
    return found, None


@pytest.mark.parametrize(
    "data",
    [
        EXPORT,
        b"\xef\xbb\xbf" + EXPORT,
        EXPORT.decode().encode("utf-16"),
        b"\xfe\xff" + EXPORT.decode().encode("utf-16-be"),
        b"\r\n \t" + EXPORT + b"\n\n",
        json.dumps([ROW, SECOND, THIRD], indent=4).encode(),
        b'{"data": ' + EXPORT + b"}",
        b'{"count": 3, "made": {"on": [1]}, "rows": ' + EXPORT + b', "next": null}',
    ],
)
def test_one_list_of_rows_is_read_however_it_is_wrapped(data, reference):
    assert numbers(data, reference) == (["118.5", "118.6", "118.7"], None)
    assert readers.read(data, reference).format == "uhri-json"


def test_rows_say_where_they_stand(reference):
    reading = readers.read(as_json([{**ROW, "Body": "CRC"}, SECOND, {}, THIRD]), reference)
    assert [found.row for found in reading.recommendations] == [2, 4]


@pytest.mark.parametrize(
    ("data", "read", "row"),
    [
        (EXPORT[:-1], ["118.5", "118.6", "118.7"], 4),
        (EXPORT[:-1] + b",]", ["118.5", "118.6", "118.7"], 4),
        (EXPORT[:-40], ["118.5", "118.6"], 3),
        (EXPORT.replace(b"118.6", b"118.6\n"), ["118.5"], 2),
        (EXPORT.replace(b"118.6", b"118.6\xff"), ["118.5"], 2),
        (EXPORT[:-1] + b", NaN]", ["118.5", "118.6", "118.7"], 4),
        (EXPORT[:-1] + b", " + b"9" * 5000 + b"]", ["118.5", "118.6", "118.7"], 4),
        (EXPORT[:-1] + b", 1e999999999999]", ["118.5", "118.6", "118.7"], 4),
        (EXPORT + b"x", ["118.5", "118.6", "118.7"], 4),
        (EXPORT.decode().encode("utf-16")[:-9], ["118.5", "118.6"], 3),
    ],
)
def test_a_file_that_breaks_is_refused_with_the_row(data, read, row, reference):
    found, refused = numbers(data, reference)
    assert (found, refused.code, refused.row, refused.severity) == (read, "json-damaged", row, "error")


def test_rows_one_after_the_other_are_refused(reference):
    lines = b"\n".join(json.dumps(row).encode() for row in (ROW, SECOND, THIRD))
    found, refused = numbers(lines, reference)
    assert (found, refused.code) == ([], "json-lines")
    assert numbers(json.dumps(ROW).encode(), reference)[1].code == "json-lines"


@pytest.mark.parametrize(
    "data",
    [
        b"[]",
        b"{}",
        b"[1, 2]",
        b"[[[]]]",
        b'[{"Text": "118.5 Go on", "Body": "UPR"}]',
        b'{"type": "FeatureCollection", "features": [{"type": "Feature"}]}',
        # A record of the dashboard that has the Index's fields but for those of the UPR.
        as_json([{name: value for name, value in ROW.items() if not name.startswith("Upr")}]),
        b'"Text, Body, UprCycle"',
        b"[" * 10_000,
    ],
)
def test_json_of_other_kinds_is_not_taken_for_the_export(data):
    assert not uhri_json.matches(io.BytesIO(data))


def test_whether_a_file_matches_is_seen_in_its_first_row():
    class Watched(io.BytesIO):
        most = 0

        def read(self, size=-1):
            data = super().read(size)
            self.most = max(self.most, self.tell())
            return data

    file = Watched(b"[" + json.dumps(ROW).encode() + b"," + b" " * 5_000_000)
    assert uhri_json.matches(file)
    assert file.most < 200_000
    endless = Watched(b'[{"Text": "' + b"x" * 5_000_000)
    assert not uhri_json.matches(endless)
    assert endless.most < 2 * uhri_json.MAX_ROW


def test_what_is_nested_deeper_than_a_list_is_left_out_and_told(reference):
    deep = b"[" * 10_000 + b'"Right to life"' + b"]" * 10_000
    data = EXPORT.replace(b'["Right to health"]', deep, 1).replace(
        b'"Text": "118.7', b'"Mood": {"Text": [{"Text": "x"}]}, "Text": "118.7'
    )
    reading = readers.read(data, reference)

    assert [found.number for found in reading.recommendations] == ["118.5", "118.6", "118.7"]
    assert reading.recommendations[0].themes == ()
    (told,) = reading.problems
    assert (told.code, told.row, told.column) == ("value-unreadable", 1, "Themes")


def test_an_object_for_a_value_is_left_out_and_told(reference):
    row = {**ROW, "Text": {"en": "118.5 Go on"}, "UprSession": [{"id": "18"}, "18"], "Symbol": True}
    reading = readers.read(as_json([row, SECOND]), reference)

    assert [found.number for found in reading.recommendations] == ["118.6"]
    assert {told.column for told in reading.problems if told.code == "value-unreadable"} == {
        "Text",
        "UprSession",
        "Symbol",
    }


def test_a_field_that_is_printed_twice_with_two_values_is_told(reference):
    data = EXPORT.replace(b'"Symbol": ', b'"Symbol": "A/HRC/1/1", "Symbol": ', 1)
    reading = readers.read(data, reference)

    assert [found.symbol for found in reading.recommendations] == ["", "A/HRC/26/16", "A/HRC/26/16"]
    assert [(told.code, told.column) for told in reading.problems] == [("value-unclear", "Symbol")]


@pytest.mark.parametrize("endless", [b'"' + b"x" * 2_000_000, b"[" * 2_000_000, b" " * 2_000_000])
def test_a_row_without_end_is_refused(endless, reference):
    found, refused = numbers(EXPORT[:-1] + b',{"Text":' + endless, reference)
    assert (found, refused.code, refused.row) == (["118.5", "118.6", "118.7"], "json-row-too-long", 4)


def test_memory_does_not_grow_with_the_file(reference, tmp_path):
    def peak(count):
        path = tmp_path / f"{count}.json"
        with path.open("w") as file:
            file.write("[")
            for number, row in enumerate(islice(Index(seed=3).rows(), count)):
                file.write(("," if number else "") + json.dumps(row))
            file.write("]")
        gc.collect()
        tracemalloc.start()
        try:
            with path.open("rb") as file:
                for _ in uhri_json.entries(file, reference):
                    pass
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(200)  # fills the caches
    small, large = peak(200), peak(1000)
    # The rows take 5 MB; what is kept of each is its digest.
    assert large - small < 500_000


def read_or_refuse(data, reference):
    _, refused = numbers(data, reference)
    return refused.code if refused else "read"


@settings(deadline=None)
@given(share=st.floats(min_value=0, max_value=0.999))
def test_an_export_cut_anywhere_is_refused(share, reference):
    assert read_or_refuse(EXPORT[: int(len(EXPORT) * share)], reference) in {
        "empty-file",
        "unknown-format",
        "json-damaged",
    }


@settings(deadline=None, max_examples=300)
@given(
    wrong=st.lists(st.tuples(st.floats(0, 0.999), st.binary(min_size=1, max_size=4)), max_size=6),
    insert=st.booleans(),
)
def test_an_export_with_wrong_bytes_is_read_or_refused(wrong, insert, reference):
    data = bytearray(EXPORT)
    for place, written in wrong:
        start = int(len(data) * place)
        data[start : start if insert else start + len(written)] = written
    assert read_or_refuse(bytes(data), reference) in {"read", *problems.MESSAGES}


TOKENS = [b"[", b"]", b"{", b"}", b",", b":", b'"Text"', b'"Body"', b'"UPR"', b"1", b"null"]


@settings(deadline=None, max_examples=200)
@given(tokens=st.lists(st.sampled_from(TOKENS)))
def test_brackets_in_any_order_are_read_or_refused(tokens, reference):
    data = EXPORT[:-1] + b"," + b" ".join(tokens)
    assert read_or_refuse(data, reference) in {"read", *problems.MESSAGES}
