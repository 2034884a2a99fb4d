"""Runs a program that may open sockets of some families alone, as RestrictAddressFamilies= of a unit has it:
address_families.py AF_INET,AF_UNIX PROGRAM ARGUMENT..."""

import ctypes
import os
import platform
import socket
import struct
import sys

# By machine: its name for the audit, and the number of socket(2).
MACHINES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
LOAD, EQUAL, RETURN = 0x20, 0x15, 0x06  # of the classic BPF
ALLOW, REFUSE = 0x7FFF0000, 0x00050000 | 97  # with EAFNOSUPPORT
CALL_AT, MACHINE_AT, FIRST_ARGUMENT_AT = 0, 4, 16  # in struct seccomp_data
PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2


def program_for(families: list[int]) -> list[tuple[int, int, int, int]]:
    """Each line with how many to skip when what is loaded is equal, and when it is not."""
    machine, call = MACHINES[platform.machine()]
    count = len(families)
    return [(LOAD, 0, 0, MACHINE_AT), (EQUAL, 0, count + 4, machine),
            (LOAD, 0, 0, CALL_AT), (EQUAL, 0, count + 2, call),
            (LOAD, 0, 0, FIRST_ARGUMENT_AT),
            *((EQUAL, count - at, 0, family) for at, family in enumerate(families)),
            (RETURN, 0, 0, REFUSE), (RETURN, 0, 0, ALLOW)]


def restrict(families: list[int]):
    lines = program_for(families)
    program = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *line) for line in lines))
    header = ctypes.create_string_buffer(struct.pack("HxxxxxxQ", len(lines), ctypes.addressof(program)))
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    if prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, header, 0, 0):
        raise OSError(ctypes.get_errno(), "the kernel takes no filter")


if __name__ == "__main__":
    restrict([getattr(socket, family) for family in sys.argv[1].split(",")])
    os.execv(sys.argv[2], sys.argv[2:])
