"""What the text filter compares: words without case, accents, ayn and hamza marks, Arabic letters in one form."""

from gazetteer.names import fold

_ARABIC = str.maketrans(
    {"ة": "ه", "ى": "ي", "ی": "ي", "ک": "ك", "ٱ": "ا", "ـ": "", **{c: str(i) for i, c in enumerate("٠١٢٣٤٥٦٧٨٩")}}
)


def searchable(text: str) -> str:
    """The folded form of `text`, words divided by one space.

    >>> searchable("Dar‘ā"), searchable("درعا"), searchable("إبطع")
    ('dara', 'درعا', 'ابطع')
    """
    return " ".join(filter(None, map(fold, text.replace("\x00", " ").split()))).translate(_ARABIC)
