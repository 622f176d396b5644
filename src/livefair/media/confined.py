"""Holding a child process: it dies with its parent, and one that reads strangers' files has limits."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys

_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38
_CLONE_NEWNET = 0x40000000
_CLONE_NEWUSER = 0x10000000


def die_with_parent() -> None:
    """On Linux the kernel ends us when our parent ends; elsewhere our closed input must do."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


def confine(*, memory_bytes: int, cpu_s: int, file_bytes: int) -> None:
    """Limit this process for good, before it opens a stranger's file. Where it can be had: no network."""
    _limit(resource.RLIMIT_AS, memory_bytes)
    _limit(resource.RLIMIT_CPU, cpu_s)
    _limit(resource.RLIMIT_FSIZE, file_bytes)
    _limit(resource.RLIMIT_CORE, 0)
    os.nice(10)
    if sys.platform == "linux":
        libc = ctypes.CDLL(None)
        libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        # Many systems forbid one or both; the file's parser has no protocol to call out with anyway.
        if libc.unshare(_CLONE_NEWNET):
            libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)


def _limit(what: int, most: int) -> None:
    _, hard = resource.getrlimit(what)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    # One second more for the processor: the soft limit's signal tells why the child died.
    resource.setrlimit(what, (most, most + 1 if what == resource.RLIMIT_CPU and most != hard else most))
