"""How a worker on some machine opens the engine that the run was begun with."""

import os
import socket
from dataclasses import dataclass
from pathlib import Path

from fashionforward import __version__
from fashionforward.batch.engine import Engine
from fashionforward.errors import BadWeights


@dataclass(frozen=True)
class Opening:
    """Opens an engine with one thread. Can be pickled.

    Attributes:
        weights, manifest: as `runtime.weights.find_weights` takes them; paths that every machine has.
        fingerprint: of the weights that the run was begun with.
        device: as `--device`.
        folder: where the run was begun: relative paths start there.
        version: of the ff that began it.
    """

    weights: Path | None
    manifest: Path | None
    fingerprint: str
    device: str
    folder: Path
    version: str = __version__

    def __call__(self) -> Engine:
        """Open it.

        Raises:
            BadWeights: this machine has others, or another ff: its images would not be the same.
            NoDevice, MissingDependency: as `runtime.opening.open_engine`.
        """
        from fashionforward.runtime.opening import open_engine
        from fashionforward.runtime.weights import find_weights

        os.chdir(self.folder)
        found = find_weights(self.weights, self.manifest)
        if (found.card.fingerprint, __version__) != (self.fingerprint, self.version):
            raise BadWeights(
                f"{socket.gethostname()} has other weights in {found.path}, or another ff, than the run was begun with.",
                "Install the same on every machine.",
            )
        return open_engine(found, self.device, threads=1)
