"""Exit codes are a public interface."""

from pathlib import Path

from fashionforward.errors import ExitCode, FashionForwardError


def test_the_numbers_never_change() -> None:
    assert {code.name: code.value for code in ExitCode} == {
        "ok": 0,
        "internal_error": 1,
        "bad_usage": 2,
        "some_failed": 3,
        "no_input": 4,
        "bad_manifest": 5,
        "no_device": 6,
        "bad_weights": 7,
        "locked": 8,
        "gate_failed": 9,
        "missing_dependency": 10,
        "bad_data": 11,
        "export_mismatch": 12,
        "cannot_write": 13,
        "bad_ledger": 14,
        "unfinished_shards": 15,
        "device_mismatch": 16,
        "interrupted": 130,
        "terminated": 143,
    }


def test_every_error_carries_a_code() -> None:
    def below(error: type[FashionForwardError]) -> set[type[FashionForwardError]]:
        return {error}.union(*(below(child) for child in error.__subclasses__()))

    kinds = below(FashionForwardError) - {FashionForwardError}
    assert len(kinds) > 10
    assert all(kind.exit_code is not ExitCode.internal_error for kind in kinds)
    assert str(FashionForwardError("what", "do this")) == "what\ndo this"


def test_the_retailer_s_page_tells_every_code() -> None:
    page = (Path(__file__).parents[1] / "docs" / "retailer.md").read_text()
    for code in ExitCode:
        assert f"| {code.value} | {code.meaning} |" in page
