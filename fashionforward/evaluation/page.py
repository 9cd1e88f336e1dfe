"""What an evaluation leaves: report.json, and one self-contained page with its table and pictures."""

from __future__ import annotations

import json
from pathlib import Path

from fashionforward.catalog.write import write_atomically
from fashionforward.evaluation.evaluate import Report
from fashionforward.presets.grid import draw_grid
from fashionforward.presets.html import page, picture, table

MEANS = {
    "judge_right": "the judge, on held-out photographs: share that it calls by their label",
    "reconstruction_psnr": "dB, mean over items; higher is nearer",
    "reconstruction_ssim": "1 is the same",
    "reconstruction_vgg": "VGG16 distance; 0 is the same",
    "edit_success": "edited items that the judge calls by the attribute asked for",
    "edit_success_if_ignored": "the same had the edit done nothing",
    "edit_success_measured": "edited items whose median colour inside the matte has the name asked for",
    "outside_psnr": "dB outside the garment, edited against the photograph",
    "outside_moved_psnr": "dB outside the garment, edited against reconstructed: what the edit alone moved",
    "edit_kid": "KID x 1000 of edited images against held-out photographs; 0 is the same distribution",
    "samples_kid": "KID x 1000 of samples against held-out images",
    "diversity": "mean VGG16 distance between two seeds",
    "nameable": "names whose samples the judge calls by it most often",
}
"""What each figure says."""


def rows(report: Report) -> list[tuple[str, str, str]]:
    """Name, value and meaning of every figure."""
    return [(name, f"{value:.3f}", MEANS.get(name, "")) for name, value in report.figures.items()]


def write_report(report: Report, out: Path) -> Path:
    """report.json and index.html in `out`; returns the page."""
    write_atomically(out / "report.json", (json.dumps(report.as_json(), indent=1) + "\n").encode())
    body = [
        f"<p>{report.items} held-out items of {report.data}.</p>",
        table(("figure", "value", "what it is"), rows(report)),
    ]
    if report.named:
        body.append(table(("samples of", "the judge says"), list(report.named.items())))
    body += [f"<p>{note}</p>" for note in report.notes]
    body += [picture(title, draw_grid([("", list(images))])) for title, images in report.pictures]
    write_atomically(out / "index.html", page(f"{report.weights}, measured", body).encode())
    return out / "index.html"
