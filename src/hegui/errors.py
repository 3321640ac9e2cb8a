"""What can go wrong, as a tree.

    HeguiError
    └── InputError         something the user gave cannot be used: exit status 2
        ├── LawError       a citation or date that no law here answers
        ├── ProfileError   hegui.yaml: file, line, key and the mend
        ├── DossierError   a dossier that is missing, torn or altered
        └── CheckError     a check folder that breaks its contract

Bad *evidence* is never an exception: it is a row in the fact table ``unreadable`` and makes its subjects *unproven*.
Every message says what is wrong, where, and what to do, in both languages.
"""

from __future__ import annotations

from hegui.text import Text


class HeguiError(Exception):
    """The root of all errors that Hegui raises itself."""


class InputError(HeguiError):
    """Unusable input; ``text`` is the sentence for the user in both languages."""

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en)
        self.text = Text(en, zh)


class LawError(InputError):
    """A citation, date or search that the law data cannot answer."""


class ProfileError(InputError):
    """A profile that cannot be used."""


class DossierError(InputError):
    """A dossier that cannot be read or is not whole."""


class CheckError(InputError):
    """A check folder that breaks the contract of ``hegui.checks``."""
