"""Names of places to places, offline: an index on disk, ranked candidates, reasons in words."""

from gazetteer.geocoder import Gazetteer
from gazetteer.index import build_index, index_path
from gazetteer.place import PARTS, PRECISIONS, Entry, Match, Place

__all__ = ["PARTS", "PRECISIONS", "Entry", "Gazetteer", "Match", "Place", "build_index", "index_path"]
