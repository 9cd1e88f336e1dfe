"""What an evaluation leaves: report.json, and one self-contained page with its table and pictures."""

from __future__ import annotations

import json
from pathlib import Path

from fashionforward.catalog.write import write_atomically
from fashionforward.evaluation.evaluate import Report
from fashionforward.presets.grid import draw_grid
from fashionforward.presets.html import page, picture, table

MEANS = {
    "reconstruction_psnr": "dB, mean over items; higher is nearer",
    "reconstruction_ssim": "1 is the same",
    "reconstruction_lpips": "LPIPS; 0 is the same",
    "{key}_judge": "the judge, on held-out photographs: share that it calls by their label",
    "{key}_success": "items with another {key}, which the judge calls by what was asked for",
    "{key}_success_if_ignored": "the same had the edit done nothing",
    "{key}_success_measured": "the same items: their median colour inside the matte has the name asked for",
    "{key}_keeps_color": "the same items: the judge of colours says what it says of the reconstruction",
    "{key}_keeps_style": "the same items: the judge of styles says what it says of the reconstruction",
    "{key}_outside": "the same items: dB outside the garment, against the photograph",
    "{key}_outside_moved": "the same items: dB outside the garment, against the reconstruction: what the edit moved",
    "{key}_kid": "the same items: KID x 1000 against held-out photographs; 0 is the same distribution",
    "samples_kid": "KID x 1000 of samples against held-out photographs",
    "diversity": "mean LPIPS between two seeds",
    "nameable": "names whose samples the judge calls by it most often",
}
"""What each figure says; {key} is color, style or binary."""


def meaning(figure: str) -> str:
    """What a figure says; nothing where its name tells."""
    key = figure.partition("_")[0]
    return MEANS.get(figure, MEANS.get(figure.replace(key, "{key}", 1), "")).format(key=key)


def rows(report: Report) -> list[tuple[str, str, str]]:
    """Name, value and meaning of every figure."""
    return [(name, f"{value:.3f}", meaning(name)) for name, value in report.figures.items()]


def write_report(report: Report, out: Path) -> Path:
    """report.json and index.html in `out`; returns the page."""
    write_atomically(out / "report.json", (json.dumps(report.as_json(), indent=1) + "\n").encode())
    body = [
        f"<p>{report.items} held-out items of {report.data}. LPIPS and KID stand on {report.backbone}.</p>",
        table(("figure", "value", "what it is"), rows(report)),
    ]
    if report.named:
        body.append(table(("samples of", "the judge says"), list(report.named.items())))
    body += [f"<p>{note}</p>" for note in report.notes]
    for shown in report.pictures:
        grid = draw_grid([(label, list(images)) for label, images in shown.rows], head=shown.head)
        body.append(picture(shown.caption, grid))
    write_atomically(out / "index.html", page(f"{report.weights}, measured", body).encode())
    return out / "index.html"
