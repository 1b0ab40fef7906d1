"""Cells on their way out and in: each distinct one is worked out once; texts that a spreadsheet would run as formulas
are made safe, and plain again."""

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

_LIVE = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
_SAFE = re.compile("'+[=+\\-@\t\r\n＝＋－＠]")


def safe(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet might run it.

    One that already has apostrophes before such a sign gets one more, so that `printed` gives back every text.

    >>> safe("=1+1"), safe("'=1+1"), safe("'twas")
    ("'=1+1", "''=1+1", "'twas")
    """
    return f"'{text}" if _LIVE.match(text) else text


def each(cells: pd.Series, read: Callable[[Any], object], empty: object = None) -> "np.ndarray[Any, Any]":
    """What `read` makes of each cell, all of one type, as objects; each distinct one is read once. `empty` for those
    that hold nothing.

    >>> each(pd.Series(["a", None, "a"]), str.upper)
    array(['A', None, 'A'], dtype=object)
    """
    codes, distinct = pd.factorize(cells)
    values = np.empty(len(distinct) + 1, object)
    values[:-1] = [read(cell) for cell in distinct.tolist()]
    values[-1] = empty  # the code of an empty cell is -1
    return values[codes]


def printed(cell: str) -> str:
    """What `safe` was given.

    >>> printed("'=1+1"), printed("'twas")
    ('=1+1', "'twas")
    """
    return cell[1:] if _SAFE.match(cell) else cell
