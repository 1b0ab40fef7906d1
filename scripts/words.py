"""Find the phrases of the page in the code, and bring the files of translations up to date: `make words`."""

from __future__ import annotations

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

import geodata
from dashboard import language

ROOT = Path(__file__).resolve().parents[1]
KEYWORDS: dict[str, tuple[int, ...] | None] = {"t": None, "N_": None, "tn": (1, 2)}
METHODS = [("assets/**.js", "javascript"), ("**.py", "python")]
BORROWED = (("geodata/manifest.py", geodata.DISCLAIMER),)
"""Phrases that the page says for another package."""


HEADER = """# The page's words. Phrases are found by `make words`; write the translations here.
msgid ""
msgstr ""
"Language: {name}\\n"
"Plural-Forms: {plurals}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def phrases() -> Catalog:
    """Every phrase that the code says, with where it stands."""
    found = Catalog(fuzzy=False)
    for file, line, phrase, _, _ in extract_from_dir(
        ROOT / "dashboard", METHODS, {"assets/**.js": {"parse_template_string": True}}, keywords=KEYWORDS
    ):
        found.add(phrase, locations=[(f"dashboard/{file}", line)])
    for file, phrase in BORROWED:
        found.add(phrase, locations=[(file, 1)])
    return found


def main() -> int:
    """Write each file anew: new phrases are empty, those that nothing says any more are gone."""
    template = phrases()
    for name in sorted(set(language.LOCALES) - {language.ENGLISH}):
        catalogue = language.catalogue(name)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        with (language.WORDS / f"{name}.po").open("wb") as file:
            file.write(HEADER.format(name=name, plurals=catalogue.plural_forms).encode())
            write_po(file, catalogue, sort_output=True, width=110, omit_header=True, include_lineno=False)
        empty = sum(not language.is_translated(message) for message in catalogue if message.id)
        print(f"{name}: {len(catalogue)} phrases, {empty} without a translation")
    return 0


if __name__ == "__main__":
    sys.exit(main())
