"""Modules loaded without looking for garbage, which is looked for again after."""

import gc

import pytest

from fashionforward.loading import loading


def test_garbage_is_looked_for_again_whatever_happens() -> None:
    with pytest.raises(ImportError), loading():
        assert not gc.isenabled()
        raise ImportError
    assert gc.isenabled()


def test_where_nobody_looks_for_it_nobody_does_after() -> None:
    gc.disable()
    try:
        with loading():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
