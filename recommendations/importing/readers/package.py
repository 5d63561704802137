"""The zip package behind DOCX and XLSX (ECMA-376 part 2), opened without trusting it.

Members are unpacked in memory only, whatever they are called, and counted while they are unpacked: what
an archive says of its own sizes and number of members is never believed.
"""

import copy
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final
from xml.etree.ElementTree import Element, ParseError

# defusedxml says nothing of its types.
from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import DefusedXMLParser, fromstring  # type: ignore[import-untyped]

from recommendations.importing.problems import UnreadableDocument


@dataclass(frozen=True, slots=True)
class Limits:
    """How many members a package may have, and how many bytes one, and all, may unpack to."""

    members: int
    member: int
    total: int


DOCUMENT: Final = Limits(members=2_000, member=8_000_000, total=32_000_000)
"""The largest of the documents known here, a thematic list of 254 items, has 29 members and 1,200,000 bytes
of words. As a tree in memory XML takes up to twenty-five times its bytes."""

WORKBOOK: Final = Limits(members=2_000, member=512_000_000, total=768_000_000)
"""Exports of all recommendations ever made unpack to some hundred millions of bytes; they are read row by
row and never held as a tree."""

_ZIP = b"PK\x03\x04"
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_OLE_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # [MS-OFFCRYPTO] 2.3.4.4
_ENTRY = b"PK\x01\x02"
_FLAG_ENCRYPTED = 1
_TYPES = "[Content_Types].xml"
_CHUNK = 65_536
_MOST_AT_ONCE = 1_000_000
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # ECMA-376 part 2 allows no others
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError)


class Package:
    """The members of an opened package. Names are compared as OPC does, without regard to case.

    Everything that unpacks raises UnreadableDocument: "damaged", or "too-large" beyond the limits.
    """

    def __init__(self, archive: zipfile.ZipFile, limits: Limits) -> None:
        self._archive = archive
        self._limits = limits
        self._members: dict[str, zipfile.ZipInfo] = {}
        self._unpacked: dict[str, int] = {}
        for member in archive.infolist():
            if member.flag_bits & _FLAG_ENCRYPTED:
                raise UnreadableDocument("encrypted")
            key = _key(member.filename)
            if key in self._members:
                # Two programs would read two different documents.
                raise UnreadableDocument("damaged")
            self._members[key] = member

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all members, as the archive has them."""
        return tuple(member.filename for member in self._members.values())

    def has_member(self, name: str) -> bool:
        """Tell whether there is a member of this name."""
        return _key(name) in self._members

    def chunks(self, name: str) -> Iterator[bytes]:
        """Unpack one member piece by piece. A member that is not there makes the package "damaged"."""
        key = _key(name)
        member = self._members.get(key)
        if member is None or member.compress_type not in _METHODS:
            raise UnreadableDocument("damaged")
        others = sum(size for other, size in self._unpacked.items() if other != key)
        most = min(self._limits.member, self._limits.total - others)
        # zipfile stops at the size that the header claims, other libraries do not.
        claim = copy.copy(member)
        claim.file_size = most + 2 * _CHUNK
        size = 0
        try:
            with self._archive.open(claim) as opened:
                while chunk := opened.read(_CHUNK):
                    size += len(chunk)
                    if size > most:
                        raise UnreadableDocument("too-large")
                    self._unpacked[key] = max(size, self._unpacked.get(key, 0))
                    yield chunk
        except _BROKEN:
            raise UnreadableDocument("damaged") from None

    def read(self, name: str) -> bytes:
        """Unpack one member as a whole."""
        return b"".join(self.chunks(name))

    def measure(self) -> int:
        """Unpack all members without keeping them, and answer their bytes together.

        To be called before the package is handed to a library that unpacks by itself.
        """
        for name in self._members:
            for _ in self.chunks(name):
                pass
        return sum(self._unpacked.values())

    def xml(self, name: str) -> Element:
        """Read one member as XML. Raises "unsafe-xml" where it declares a document type or entities."""
        try:
            root: Element = fromstring(self.read(name), forbid_dtd=True)
        except DefusedXmlException:
            raise UnreadableDocument("unsafe-xml") from None
        except (ParseError, LookupError, ValueError):
            raise UnreadableDocument("damaged") from None
        return root

    def check_xml(self, name: str) -> None:
        """Refuse as `xml` does, but look no further than the first element, where declarations end.

        For members that are too large to be held as a tree.
        """
        watch = _FirstElement()
        parser = DefusedXMLParser(target=watch, forbid_dtd=True)
        try:
            for chunk in self.chunks(name):
                parser.feed(chunk)
                if watch.seen:
                    return
        except DefusedXmlException:
            raise UnreadableDocument("unsafe-xml") from None
        except (ParseError, LookupError, ValueError):
            raise UnreadableDocument("damaged") from None
        raise UnreadableDocument("damaged")

    def related(self, part: str, kind: str) -> tuple[str, ...]:
        """Answer the members that `part` ("" for the package) refers to as `kind`, such as "styles"."""
        folder, name = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        if not self.has_member(relations):
            return ()
        targets = (
            posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
            for relation in self.xml(relations)
            # The rest of the type differs between transitional and strict documents.
            if relation.get("Type", "").endswith(f"/{kind}") and relation.get("TargetMode") != "External"
        )
        return tuple(dict.fromkeys(target for target in targets if self.has_member(target)))

    def main_part(self) -> tuple[str, str]:
        """Answer the member that holds the document itself, and its content type; ("", "") where none does.

        The type contains "wordprocessingml" or "ms-word", "spreadsheetml" or "ms-excel".
        """
        parts = self.related("", "officeDocument")
        if not parts or not self.has_member(_TYPES):
            return "", ""
        types = {_key(of.get("PartName", "")): of.get("ContentType", "") for of in self.xml(_TYPES)}
        return parts[0], types.get(_key(parts[0]), "")


class _FirstElement:
    """What a parser tells of a document whose first element alone matters."""

    seen = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.seen = True


def is_package(file: BinaryIO) -> bool:
    """Tell whether the file is a zip archive, as every DOCX and XLSX is.

    Raises UnreadableDocument for a DOCX or XLSX under a password, which Office hides in an OLE file; OLE
    files of other kinds, such as XLS, are no packages.
    """
    file.seek(0)
    first = file.read(len(_OLE))
    if first == _OLE and _count(file, _OLE_ENCRYPTED):
        raise UnreadableDocument("encrypted")
    return first.startswith(_ZIP)


def open_package(file: BinaryIO, limits: Limits = DOCUMENT) -> Package:
    """Open a package that `is_package` knows. The file must stay open as long as the package is used.

    Raises UnreadableDocument where it is damaged, has a password, or has more members than `limits` allow.
    """
    # Counted in the bytes, because the archive's own count can lie and zipfile reads them all at once.
    if _count(file, _ENTRY) > limits.members:
        raise UnreadableDocument("too-large")
    file.seek(0)
    try:
        return Package(zipfile.ZipFile(file), limits)
    except _BROKEN:
        raise UnreadableDocument("damaged") from None


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()


def _count(file: BinaryIO, wanted: bytes) -> int:
    """Count a sequence of bytes in a file of any size."""
    file.seek(0)
    count, rest = 0, b""
    while chunk := file.read(_MOST_AT_ONCE):
        joined = rest + chunk
        count += joined.count(wanted)
        rest = joined[-(len(wanted) - 1) :]
    return count
