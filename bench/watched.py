"""``watched.py FILE (-m MODULE | SCRIPT) ARGUMENT...`` runs a program and notes where it connects.

Every address goes into FILE, a line each, before the connection is made; one that is not on
loopback is noted and then refused, so that nothing leaves the machine.
"""

import ipaddress
import runpy
import sys
from pathlib import Path
from typing import Any


def main() -> None:
    """Run it as if it had been started itself."""
    note, *rest = sys.argv[1:]
    with Path(note).open("a", encoding="utf-8") as file:

        def watch(event: str, arguments: tuple[Any, ...]) -> None:
            if event not in {"socket.connect", "socket.sendto"}:
                return
            where = arguments[1] if event == "socket.connect" else arguments[-1]
            if not isinstance(where, tuple):
                return  # a socket of this machine's file system
            file.write(f"{where[0]}\n")
            file.flush()
            try:
                local = ipaddress.ip_address(str(where[0])).is_loopback
            except ValueError:
                local = False
            if not local:
                raise ConnectionRefusedError(111, "only watched: nothing leaves this machine")

        sys.addaudithook(watch)
        if rest[0] == "-m":
            sys.argv = rest[1:]
            runpy.run_module(rest[1], run_name="__main__", alter_sys=True)
        else:
            sys.argv = rest
            runpy.run_path(rest[0], run_name="__main__")


if __name__ == "__main__":
    main()
