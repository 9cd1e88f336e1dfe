"""XMP packets: read without trust, changed in a few places, written back whole."""

from collections.abc import Iterable, Iterator

from lxml import etree

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
TIFF = "http://ns.adobe.com/tiff/1.0/"
EXIF = "http://ns.adobe.com/exif/1.0/"
XMP = "http://ns.adobe.com/xap/1.0/"
NOTE = "http://ns.adobe.com/xmp/note/"
IPTC_EXTENSION = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"

LARGEST = 4 << 20
"""Larger packets are refused: what describes a photograph is kilobytes."""

PROPERTIES_OF_THE_FILE = (
    (TIFF, "Orientation"),  # pixels are upright when they are written
    (TIFF, "ImageWidth"),
    (TIFF, "ImageLength"),
    (EXIF, "PixelXDimension"),
    (EXIF, "PixelYDimension"),
    (XMP, "Thumbnails"),  # show the garment as it was
    (NOTE, "HasExtendedXMP"),  # the extension is not carried over
    ("http://purl.org/dc/terms/", "provenance"),  # nor is a C2PA manifest, which would no longer be true
)
NAMESPACES_OF_THE_FILE = (
    "http://ns.google.com/photos/1.0/container/",  # what phones append to a JPEG: gain maps, depth, films
    "http://ns.google.com/photos/1.0/camera/",
    "http://ns.adobe.com/hdr-gain-map/1.0/",
)

_HEAD = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'.encode()
_TAIL = b'\n<?xpacket end="w"?>'
_EMPTY = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{RDF}"/></x:xmpmeta>'.encode()


class BadXmp(ValueError):
    """A packet that is no XMP, or tries what no XMP needs."""


class Packet:
    """One XMP packet.

    XML that declares entities or a document type is refused, so that nothing is expanded and nothing fetched.

    Raises:
        BadXmp: with the reason.
    """

    def __init__(self, data: bytes = b"") -> None:
        if len(data) > LARGEST:
            raise BadXmp("is too large")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            self._root = etree.fromstring(data.strip(b"\0 \t\r\n") or _EMPTY, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise BadXmp("is not well-formed") from error
        if self._root.getroottree().docinfo.internalDTD is not None:
            raise BadXmp("declares a document type")
        rdf = self._root if self._root.tag == f"{{{RDF}}}RDF" else self._root.find(f"{{{RDF}}}RDF")
        if rdf is None:
            raise BadXmp("holds no RDF")
        self._rdf = rdf

    def get(self, namespace: str, name: str) -> str | None:
        """The text of a simple property, or None."""
        key = f"{{{namespace}}}{name}"
        for description in self._descriptions():
            if key in description.attrib:
                return str(description.attrib[key])
            for child in description.iterchildren(key):
                return "".join(child.itertext()).strip() or child.get(f"{{{RDF}}}resource")
        return None

    def put(self, prefix: str, namespace: str, values: dict[str, str]) -> None:
        """Set simple properties; what they were is replaced."""
        self.drop((namespace, name) for name in values)
        first = next(self._descriptions(), None)
        about = first.get(f"{{{RDF}}}about", "") if first is not None else ""
        description = etree.SubElement(self._rdf, f"{{{RDF}}}Description", nsmap={prefix: namespace})
        description.set(f"{{{RDF}}}about", about)
        for name, value in values.items():
            etree.SubElement(description, f"{{{namespace}}}{name}").text = _printable(value)

    def drop(self, properties: Iterable[tuple[str, str]]) -> None:
        """Remove properties, wherever they stand at the top."""
        self._drop({f"{{{namespace}}}{name}" for namespace, name in properties}.__contains__)

    def drop_gps(self) -> None:
        """Remove where the photograph was taken."""
        self._drop(lambda key: key.startswith(f"{{{EXIF}}}GPS"))

    def drop_namespace(self, namespace: str) -> None:
        """Remove all top properties of a namespace."""
        self._drop(lambda key: key.startswith(f"{{{namespace}}}"))

    def tobytes(self) -> bytes:
        """The packet, in UTF-8, in its wrapper."""
        return _HEAD + etree.tostring(self._root, encoding="utf-8") + _TAIL

    def _drop(self, unwanted: "object") -> None:
        for description in list(self._descriptions()):
            for key in [key for key in description.attrib if unwanted(key)]:  # type: ignore[operator]
                del description.attrib[key]
            for child in [c for c in description if isinstance(c.tag, str) and unwanted(c.tag)]:  # type: ignore[operator]
                description.remove(child)
            empty = not len(description) and set(description.attrib) <= {f"{{{RDF}}}about"}
            if empty:
                self._rdf.remove(description)

    def _descriptions(self) -> Iterator[etree._Element]:
        return self._rdf.iterchildren(f"{{{RDF}}}Description")


def _printable(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return "".join(c if c.isprintable() else "\ufffd" for c in text.encode("utf-8", "replace").decode())
