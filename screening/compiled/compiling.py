"""Compiles functions with Numba, and keeps what is compiled beside them until the code changes."""

import os
import sys
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from shutil import rmtree
from typing import TypeVar, cast

import numba
import numpy as np
from llvmlite.binding import get_host_cpu_name  # type: ignore[import-untyped]
from numba import njit
from numba.core import config
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Nats = NDArray[np.float64]
Marks = NDArray[np.uint8]
F = TypeVar("F", bound=Callable[..., object])

_CODE = Path(__file__).parent.parent
VERSIONS = 5  # of the code whose compiled form is kept, each some 50 MB


def _digest() -> str:
    """Return what differs where any code of screening does: Numba looks at one file alone.

    Also where it is another release of Numba or Python, which reads nothing that this one kept.
    """
    files = sorted([*_CODE.glob("*.py"), *_CODE.glob("compiled/*.py")])
    releases = f"{numba.__version__} {sys.implementation.cache_tag}".encode()
    parts = [releases, *(one.read_bytes() for one in files)]
    return blake2b(b"\0".join(parts), digest_size=8).hexdigest()


_BESIDE = Path(__file__).parent / "__pycache__"
_KEPT = Path(config.CACHE_DIR or _BESIDE) / f"compiled-{_digest()}"  # type: ignore[attr-defined]
config.CACHE_DIR = str(_KEPT)  # type: ignore[attr-defined]


def _can_keep() -> bool:
    """Say whether there is a place for it: Numba reads what is compiled only where it may write."""
    try:
        _KEPT.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(_KEPT, os.W_OK)


_CAN_KEEP = _can_keep()
# What was compiled for another processor is compiled anew for this one.
_WHOLE = _KEPT / f"whole-{config.CPU_NAME or get_host_cpu_name()}"  # type: ignore[attr-defined]


def is_compiled() -> bool:
    """Say whether all of the code as it is has been compiled before."""
    return _CAN_KEEP and _WHOLE.exists()


def note_compiled() -> None:
    """Keep in mind that all of the code has been compiled, and forget what is long out of date."""
    if not _CAN_KEEP or config.DISABLE_JIT:  # type: ignore[attr-defined]
        return
    _WHOLE.touch()
    kept = sorted(_KEPT.parent.glob("compiled-*"), key=lambda one: one.stat().st_mtime)
    for old in kept[:-VERSIONS]:
        if old != _KEPT:
            rmtree(old, ignore_errors=True)


def compiled(function: F) -> F:
    """Return *function* in machine code, compiled when it is first called; constants are fixed.

    Integers wrap, and nothing is checked to be within its array; NUMBA_DISABLE_JIT=1 leaves all
    uncompiled, and so checked. No other thread runs meanwhile, for the room to work in is shared.
    Who holds an array is not counted whenever it is handed on, for small functions would do little
    else; so what makes an array here does not compile.
    """
    return _compiled(function, _nrt=False)


def compiled_inside(function: F) -> F:
    """Return the same of a function that only compiled code calls: it hands on arrays or bytes."""
    return _compiled(function, _nrt=False, no_cpython_wrapper=True)


def compiled_into(function: F) -> F:
    """Return the same of a function that becomes part of whatever calls it.

    For what is called for most pairs: an array is handed on as seven values, and a name or terms as
    a hundred, which takes longer than most functions do.
    """
    return _compiled(function, _nrt=False, no_cpython_wrapper=True, forceinline=True)


def compiled_with_arrays(function: F) -> F:
    """Return the same of a function that makes arrays, and so counts them.

    It must call nothing that is `compiled_inside`: it would give back what it was but lent.
    """
    return _compiled(function)


def _compiled(function: F, **options: bool) -> F:
    compiling = njit(cache=_CAN_KEEP, error_model="numpy", **options)  # type: ignore[call-overload]
    return cast("F", compiling(function))
