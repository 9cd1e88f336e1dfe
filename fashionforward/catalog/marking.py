"""Saying in a file that it was edited, how, and by which weights; and finding that again."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from fashionforward import __version__
from fashionforward.catalog.xmp import IPTC_EXTENSION, BadXmp, Packet

SOURCE_TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/"
COMPOSITE = SOURCE_TYPES + "compositeWithTrainedAlgorithmicMedia"
"""IPTC's word for a photograph that a trained model changed a part of."""
WHOLE = SOURCE_TYPES + "trainedAlgorithmicMedia"
"""And for a picture that one made."""

NAMESPACE = "urn:fashionforward:xmp:1#"
SYSTEM = "Fashion Forward"


@dataclass(frozen=True)
class Marking:
    """What is said of an edit.

    Attributes:
        edit: the edit's name.
        seed: which design.
        weights: hash of the weights.
        version: of the tool.
        whole: the whole picture was made anew, and not a part of it.
    """

    edit: str
    seed: int
    weights: str
    version: str = __version__
    whole: bool = False


@dataclass(frozen=True)
class Explanation:
    """What a file says of itself: `source` is IPTC's DigitalSourceType, `marking` is ours. None: it does not say."""

    source: str | None
    marking: Marking | None

    def as_json(self) -> dict[str, Any]:
        """Keys are a stable public interface; what the file does not say is null."""
        return {"source": self.source, "marking": asdict(self.marking) if self.marking else None}

    def lines(self) -> list[str]:
        """The same for people."""
        source = (self.source or "").removeprefix(SOURCE_TYPES)
        lines = [f"digital source type: {source}"] if source else []
        if self.marking is None:
            return [*lines, "no marking of Fashion Forward in it" if source else "says nothing of how it was made"]
        made = self.marking
        return [
            *lines,
            f"edit: {made.edit}",
            f"seed: {made.seed}",
            f"weights: {made.weights}",
            f"made by: {SYSTEM} {made.version}",
        ]


def mark(packet: Packet, marking: Marking) -> None:
    """Write a marking into a packet, in place of an earlier one."""
    iptc = {
        "DigitalSourceType": WHOLE if marking.whole else COMPOSITE,
        "AISystemUsed": SYSTEM,
        "AISystemVersionUsed": f"{marking.version}, weights {marking.weights}",
    }
    packet.put("Iptc4xmpExt", IPTC_EXTENSION, iptc)
    ours = {"edit": marking.edit, "seed": str(marking.seed), "weights": marking.weights, "version": marking.version}
    packet.put("ff", NAMESPACE, ours)


def unmark(packet: Packet) -> None:
    """Remove our marking. What another tool said stays."""
    if _marking(packet) is None:
        return
    packet.drop_namespace(NAMESPACE)
    packet.drop((IPTC_EXTENSION, name) for name in ("DigitalSourceType", "AISystemUsed", "AISystemVersionUsed"))


def marking_alone(xmp: bytes) -> bytes:
    """A packet with nothing but our marking, out of a longer one; empty where there is none."""
    marking = _marking(Packet(xmp))
    if marking is None:
        return b""
    packet = Packet()
    mark(packet, marking)
    return packet.tobytes()


def explain(path: Path) -> Explanation:
    """Read what a file says of how it was made.

    Raises:
        UnreadableImage: it is no image that is read.
    """
    from fashionforward.catalog.decode import open_image, read_file
    from fashionforward.catalog.metadata import xmp_of
    from fashionforward.catalog.photoshop import XMP, resources_in, resources_of_psd

    data = read_file(path)
    try:
        if data.startswith(b"8BPS"):  # what --layers wrote
            found = [resource.data for resource in resources_in(resources_of_psd(data)) if resource.code == XMP]
            packet = Packet(found[0] if found else b"")
        else:
            packet = Packet(xmp_of(open_image(data, several=True)))
    except BadXmp:
        return Explanation(None, None)
    return Explanation(packet.get(IPTC_EXTENSION, "DigitalSourceType"), _marking(packet))


def _marking(packet: Packet) -> Marking | None:
    edit, seed, weights, version = (packet.get(NAMESPACE, name) for name in ("edit", "seed", "weights", "version"))
    if edit is None:
        return None
    number = int(seed) if seed and seed.isascii() and seed.isdecimal() and len(seed) < 20 else 0
    whole = packet.get(IPTC_EXTENSION, "DigitalSourceType") == WHOLE
    return Marking(edit, number, weights or "", version or "", whole)
