"""What a run would use, and what is in its way: for `ff doctor`, and for reports of faults."""

import platform
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from fashionforward import __version__
from fashionforward.errors import ExitCode, FashionForwardError
from fashionforward.runtime.device import TENSORRT_PROVIDER, Device, choose_devices, count_gpus, load_runtime
from fashionforward.runtime.sessions import Sessions
from fashionforward.runtime.weights import find_weights

PACKAGES = ("onnxruntime", "onnxruntime-gpu", "numpy", "pillow")


@dataclass
class Diagnosis:
    """Facts by name, in the order to show them, and what would stop a run."""

    facts: dict[str, str] = field(default_factory=dict)
    problems: list[FashionForwardError] = field(default_factory=list)

    @property
    def exit_code(self) -> ExitCode:
        """That of the first problem."""
        return self.problems[0].exit_code if self.problems else ExitCode.ok

    def as_json(self) -> dict[str, Any]:
        """One object: the facts, and the problems as texts."""
        return {**self.facts, "problems": [str(problem) for problem in self.problems]}


def diagnose(device: str = "auto", weights: Path | None = None) -> Diagnosis:
    """Look at the device and the weights as a run would. Nothing is raised: what is wrong is in the problems."""
    diagnosis = Diagnosis({"ff": __version__, "python": platform.python_version(), "system": platform.platform()})
    facts = diagnosis.facts
    for package in PACKAGES:
        try:
            facts[package] = version(package)
        except PackageNotFoundError:
            continue
    if {"onnxruntime", "onnxruntime-gpu"} <= facts.keys():
        facts["warning"] = "onnxruntime and onnxruntime-gpu overwrite each other's files: uninstall both, install one"
    gpus, obstacle = count_gpus()
    facts["gpus"] = obstacle or str(gpus)
    chosen: tuple[Device, ...] = ()
    try:
        chosen = choose_devices(device)
        facts["device"] = f"{', '.join(one.name for one in chosen)} ({chosen[0].reason})"
        names = [entry if isinstance(entry, str) else entry[0] for entry in chosen[0].providers]
        facts["providers"] = ", ".join([f"{TENSORRT_PROVIDER} (parser)"] * (chosen[0].kind == "tensorrt") + names)
        facts["available"] = ", ".join(load_runtime().get_available_providers())
    except FashionForwardError as error:
        diagnosis.problems.append(error)
    try:
        found = find_weights(weights)
        found.verify()
        card = found.card
        facts["weights"] = f"{card.name} {card.version}, {len(card.prints)} prints, {card.fingerprint[:12]}"
        facts["folder"] = str(found.path)
        for one in chosen:
            if one.is_gpu:
                Sessions(found.path, one, None)  # whether ONNX Runtime can really use it
    except FashionForwardError as error:
        diagnosis.problems.append(error)
    return diagnosis
