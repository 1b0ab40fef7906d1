"""Named arrays and a header in one block of bytes, for files that are mapped and for browsers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

ALIGN = 8
Array = npt.NDArray[Any]


def packed(header: Mapping[str, Any], arrays: Mapping[str, Array]) -> tuple[dict[str, Any], bytes]:
    """The header with the places of the arrays in it, and the block.

    Layout: length of the header (uint32), header (JSON in UTF-8, padded with blanks), arrays, each aligned to 8 bytes,
    little-endian. `arrays` in the header says of each its name, type, offset after the header, length.
    """
    offset, places = 0, []
    for name, array in arrays.items():
        places.append({"name": name, "type": array.dtype.name, "offset": offset, "length": array.size})
        offset += -(-array.nbytes // ALIGN) * ALIGN
    whole = {**header, "arrays": places}
    text = json.dumps(whole, ensure_ascii=False).encode()
    text += b" " * (-(len(text) + 4) % ALIGN)
    parts = [len(text).to_bytes(4, "little"), text]
    parts += [array.tobytes() + bytes(-array.nbytes % ALIGN) for array in arrays.values()]
    return whole, b"".join(parts)


def unpacked(block: Array) -> tuple[dict[str, Any], dict[str, Array]]:
    """Header and arrays of a block, given as uint8; the arrays are views of it. Raises ValueError for a torn one."""
    length = int.from_bytes(block[:4].tobytes(), "little")
    header: dict[str, Any] = json.loads(block[4 : 4 + length].tobytes())
    base = 4 + length
    return header, {place["name"]: _view(block, base, place) for place in header.pop("arrays")}


def _view(block: Array, base: int, place: Mapping[str, Any]) -> Array:
    kind = np.dtype(place["type"])
    first = base + place["offset"]
    found: Array = block[first : first + place["length"] * kind.itemsize].view(kind)
    if len(found) != place["length"]:
        raise ValueError(f"{place['name']}: {place['length']} values announced, {len(found)} there")
    return found


def smallest(values: Array) -> Array:
    """The same whole numbers in the smallest unsigned type that holds them."""
    top = int(values.max()) if values.size else 0
    name = "uint8" if top < 2**8 else "uint16" if top < 2**16 else "uint32"
    return values.astype(name)
