"""Text cells that a spreadsheet would run as formulas: made safe on the way out, undone on the way in."""

import re

_LIVE = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
_SAFE = re.compile("'+[=+\\-@\t\r\n＝＋－＠]")


def safe(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet might run it.

    One that already has apostrophes before such a sign gets one more, so that `printed` gives back every text.

    >>> safe("=1+1"), safe("'=1+1"), safe("'twas")
    ("'=1+1", "''=1+1", "'twas")
    """
    return f"'{text}" if _LIVE.match(text) else text


def printed(cell: str) -> str:
    """What `safe` was given.

    >>> printed("'=1+1"), printed("'twas")
    ('=1+1', "'twas")
    """
    return cell[1:] if _SAFE.match(cell) else cell
