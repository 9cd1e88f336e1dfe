"""Exit codes, and the errors that carry them.

The numbers are a stable public interface: scripts and cron jobs depend on them. Add to them; never renumber.
"""

from enum import IntEnum


class ExitCode(IntEnum):
    """What `ff` returns to the shell. `meaning` is what its help and documentation say."""

    meaning: str

    def __new__(cls, value: int, meaning: str) -> "ExitCode":
        member = int.__new__(cls, value)
        member._value_ = value
        member.meaning = meaning
        return member

    ok = 0, "done, or skipped for a stated reason"
    internal_error = 1, "a bug in ff (Python's own code for an error that nobody caught)"
    bad_usage = 2, "an option, an attribute or a path makes no sense"
    some_failed = 3, "the batch went to its end, but at least one item failed"
    no_input = 4, "no such path, or no photograph in it"
    bad_manifest = 5, "the manifest cannot be read, or contradicts itself"
    no_device = 6, "the device asked for is not there"
    bad_weights = 7, "the weights are missing, damaged, or made for another version"
    locked = 8, "another run is writing to the same output"
    gate_failed = 9, "results were made, but did not pass a quality gate"
    missing_dependency = 10, "an optional part of the installation is needed"
    bad_data = 11, "the training data cannot be used as described"
    export_mismatch = 12, "the exported graphs do not agree with the model"
    cannot_write = 13, "the output cannot be written"
    bad_ledger = 14, "the record of what was done is damaged, missing, or from a newer version"
    unfinished_shards = 15, "a shard is missing, or did not come to its end"
    device_mismatch = 16, "a GPU's results differ from the CPU's by more than is tolerated"
    interrupted = 130, "interrupted with Ctrl-C (128 + SIGINT)"
    terminated = 143, "ended with SIGTERM (128 + SIGTERM); what was finished stays, the next run goes on"


class FashionForwardError(Exception):
    """Ends a command. `message` says what is wrong, `hint` what to do next."""

    exit_code = ExitCode.internal_error

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n{self.hint}" if self.hint else self.message


class UsageError(FashionForwardError):
    """An option or argument that makes no sense."""

    exit_code = ExitCode.bad_usage


class BadAttribute(UsageError):
    """An `--attr` that is unknown, malformed, or contradicts another."""


class BadPrint(UsageError):
    """A print of the user's that cannot be made, read, or found."""


class UnsafeOutput(UsageError):
    """The output would lie inside the catalog or over an input, or two inputs would have one output."""


class NoInput(FashionForwardError):
    """Nothing to work on."""

    exit_code = ExitCode.no_input


class BadManifest(FashionForwardError):
    """The manifest cannot be read, or contradicts itself."""

    exit_code = ExitCode.bad_manifest


class BadReview(UsageError):
    """A `review.json` that cannot be read, or says something that makes no sense."""


class NoDevice(FashionForwardError):
    """The device asked for is not there. Never answered by a silent run on another one."""

    exit_code = ExitCode.no_device


class BadWeights(FashionForwardError):
    """Weights that are missing or damaged."""

    exit_code = ExitCode.bad_weights


class Locked(FashionForwardError):
    """Another run is writing to the same output."""

    exit_code = ExitCode.locked


class MissingDependency(FashionForwardError):
    """An optional part of the installation is needed; the hint says which."""

    exit_code = ExitCode.missing_dependency


class DataError(FashionForwardError):
    """Training data that cannot be used as described."""

    exit_code = ExitCode.bad_data


class ExportMismatch(FashionForwardError):
    """Exported graphs that do not agree with the model."""

    exit_code = ExitCode.export_mismatch


class DeviceMismatch(FashionForwardError):
    """A GPU's results that differ from the CPU's by more than is tolerated."""

    exit_code = ExitCode.device_mismatch


class CannotWrite(FashionForwardError):
    """The output directory cannot be written to."""

    exit_code = ExitCode.cannot_write


class BadLedger(FashionForwardError):
    """The record in the output folder cannot be used."""

    exit_code = ExitCode.bad_ledger


class UnfinishedShards(FashionForwardError):
    """Shards that are to be merged are missing, or did not come to their end."""

    exit_code = ExitCode.unfinished_shards


class ItemError(FashionForwardError):
    """One item cannot be done. The batch records the reason and goes on."""

    exit_code = ExitCode.some_failed


class UnreadableImage(ItemError):
    """A file that cannot be decoded, or whose kind of image is not supported."""


class ChangedWhileRead(ItemError):
    """Somebody wrote to an input while it was read, say an upload that is not complete."""


class Kept(ItemError):
    """An output that is not as ff left it: a person's work, which is not replaced. Reported, not failed."""

    exit_code = ExitCode.ok


class BadRendering(ItemError):
    """The engine returned something that is not a picture of the right size."""


class NothingToEdit(ItemError):
    """The region asked for is not in the photograph. The item is skipped, not failed."""

    exit_code = ExitCode.ok
