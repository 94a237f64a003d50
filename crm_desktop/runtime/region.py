"""The country that the system is set to."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping

_LOCALE = re.compile(r"[A-Za-z]{2,3}[_-](?:[A-Za-z]{4}[_-])?([A-Za-z]{2})(?:[.@].*)?")
_VARIABLES = ("LC_ALL", "LC_TELEPHONE", "LC_ADDRESS", "LANG")


def system_region(environment: Mapping[str, str] | None = None) -> str:
    """The ISO 3166-1 code of the country, such as "DE"; empty where the system tells none (the locale C)."""
    if sys.platform == "win32":
        return _windows_region()
    return region_of(os.environ if environment is None else environment)


def region_of(environment: Mapping[str, str]) -> str:
    """The country of the variables that POSIX has for the locale; the first that names one counts."""
    for name in _VARIABLES:
        found = _LOCALE.fullmatch(environment.get(name, ""))
        if found is not None:
            return found[1].upper()
    return ""


def _windows_region() -> str:
    # Only there in Windows; nothing else needs it.
    import ctypes

    buffer = ctypes.create_unicode_buffer(16)
    library = getattr(ctypes, "windll", None)
    if library is None or not library.kernel32.GetUserDefaultGeoName(buffer, len(buffer)):
        return ""
    return buffer.value if len(buffer.value) == 2 else ""
