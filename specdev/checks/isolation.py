"""
Keep checks off the network and out of the project's own files, with what the system offers.

On Linux a process can leave the network for one of its own in which there is nothing but a loopback interface, and see
folders as read-only; neither needs privileges where user namespaces are allowed. What it starts inherits both, and the
way back is closed. Elsewhere, and where a container or a policy forbids it, `isolate` says why it cannot.

The limits of it: a service that listens on a socket in the file system (a Docker daemon) can still be reached, and
read-only are only the folders that were named.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import socket
import struct
import sys
from collections.abc import Sequence
from pathlib import Path

_NEW_NETWORK, _NEW_USER, _NEW_MOUNTS = 0x40000000, 0x10000000, 0x00020000
_WAYS = (_NEW_USER | _NEW_NETWORK | _NEW_MOUNTS, _NEW_USER | _NEW_NETWORK, _NEW_NETWORK | _NEW_MOUNTS, _NEW_NETWORK)
"""Namespaces that are tried, the best first; without a user namespace it takes privileges."""

_BIND, _RECURSIVE, _PRIVATE = 0x1000, 0x4000, 0x40000
_DETACH = 2
_MOUNT_SETATTR, _AT_FDCWD, _AT_RECURSIVE, _READ_ONLY = 442, -100, 0x8000, 1
_SET_FLAGS, _UP = 0x8914, 0x1

_protected: list[bytes] = []
"""What is mounted over itself, and read-only."""


def isolate(read_only: Sequence[Path] = ()) -> str:
    """
    Take this process off the network, and make the folders read-only for it as far as that is possible.

    Returns why the network cannot be taken away, and then nothing has changed; empty where it was. The process must
    have a single thread. For all it starts too, and for good.
    """
    if sys.platform != "linux":
        return f"there is no way to do it on {sys.platform}"
    reason = ""
    for namespaces in _WAYS:
        # some systems let a process in and then forbid it everything, so another process tries first
        reason = _tried(namespaces)
        if not reason:
            _enter(namespaces)
            if namespaces & _NEW_MOUNTS:
                _protect(read_only)
            return ""
    return reason


def renew() -> None:
    """A new, empty network for a process that has left the common one: ports that lately were taken are free."""
    _unshare(_NEW_NETWORK)
    _raise_loopback()


def release() -> None:
    """Let this process write again to the folders that `isolate` made read-only."""
    while _protected:
        _libc().umount2(_protected.pop(), _DETACH)


def _tried(namespaces: int) -> str:
    """Why the namespaces cannot be entered; empty where they can."""
    ours, theirs = os.pipe()
    pid = os.fork()
    if not pid:
        try:
            _enter(namespaces)
        except OSError as error:
            os.write(theirs, (error.strerror or "it failed").lower().encode())
        finally:
            os._exit(0)
    os.close(theirs)
    with open(ours, "rb") as pipe:
        said = pipe.read()
    os.waitpid(pid, 0)
    return said.decode()


def _enter(namespaces: int) -> None:
    user, group = os.geteuid(), os.getegid()
    _unshare(namespaces)
    if namespaces & _NEW_USER:
        Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1", encoding="ascii")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1", encoding="ascii")
    _raise_loopback()


def _protect(folders: Sequence[Path]) -> None:
    """Make the folders, with all that is mounted below them, read-only for this process."""
    if _mount(b"none", b"/", _RECURSIVE | _PRIVATE):
        return
    attributes = struct.pack("=QQQQ", _READ_ONLY, 0, 0, 0)
    for folder in folders:
        place = os.fsencode(folder)
        if not _mount(place, place, _BIND | _RECURSIVE):
            _protected.append(place)
            _libc().syscall(_MOUNT_SETATTR, _AT_FDCWD, place, _AT_RECURSIVE, attributes, len(attributes))


def _raise_loopback() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as handle:
        fcntl.ioctl(handle, _SET_FLAGS, struct.pack("16sH22x", b"lo", _UP))


def _unshare(namespaces: int) -> None:
    if _libc().unshare(namespaces):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def _mount(source: bytes, target: bytes, flags: int) -> int:
    result: int = _libc().mount(source, target, None, ctypes.c_ulong(flags), None)
    return result


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
