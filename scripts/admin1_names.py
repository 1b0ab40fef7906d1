"""Names of admin-1 units as people write them, from the many name columns of Natural Earth."""

import re
import unicodedata
from collections.abc import Mapping

SYRIA = {
    "SY-DR": ("Dar'a", "درعا", "Daraa|Deraa|Dara|Dara'a|Deraʿa|Dera|Darʿā"),
    "SY-QU": ("Quneitra", "القنيطرة", "Qunaytirah|Al Qunaytirah|Kuneitra|Qunaitra|قنيطرة"),
    "SY-SU": ("As-Suwayda", "السويداء", "As-Sweida|Sweida|Suwayda|Suweida|Suwaida|Sweida'|سويداء"),
    "SY-HL": ("Aleppo", "حلب", "Halab"),
    "SY-RA": ("Ar-Raqqah", "الرقة", "Raqqa|Raqqah|Ar-Raqqa|Al-Raqqa|Rakka|رقة"),
    "SY-DY": ("Deir ez-Zor", "دير الزور", "Deir ez Zor|Deir Ezzor|Deir al-Zor|Deir Al-Zour|Dayr az-Zawr|ديرالزور"),
    "SY-RD": ("Rif Dimashq", "ريف دمشق", "Rural Damascus|Damascus Countryside|Rif Damascus|Reef Dimashq"),
    "SY-DI": ("Damascus", "دمشق", "Dimashq|Damas|Ash-Sham"),
    "SY-HI": ("Homs", "حمص", "Hims|Ḥimṣ"),
    "SY-HM": ("Hama", "حماة", "Hamah|Hamā|حماه"),
    "SY-ID": ("Idlib", "إدلب", "Idleb|Edlib|ادلب"),
    "SY-LA": ("Latakia", "اللاذقية", "Lattakia|Ladhiqiyah|Al-Ladhiqiyah|لاذقية"),
    "SY-TA": ("Tartus", "طرطوس", "Tartous|Tartūs"),
    "SY-HA": ("Al-Hasakah", "الحسكة", "Hasakah|Hasakeh|Al-Hasakeh|Al Hasakeh|Hassakeh|Hassaka|Hasaka|Al-Hassakeh|حسكة"),
}
"""Name, Arabic name and further spellings of the governorates, as news and the United Nations write them."""

ENGLISH = {
    "LB-AS": "North Lebanon",
    "LB-JA": "South Lebanon",
    "IL-Z": "Northern District",
    "IL-D": "Southern District",
    "IL-M": "Central District",
    "SA-04": "Eastern Province",
    "PS-GZZ": "Gaza Strip",
    "PS-WBK": "West Bank",
}
ALIASES = (
    *("name", "name_en", "name_alt", "name_local", "gn_name", "woe_name"),
    *("name_fr", "name_de", "name_es", "name_tr", "name_ar", "name_fa", "name_ur"),
)
ARABIC = {"LB-AS": "شمال لبنان", "LB-JA": "جنوب لبنان", "JO-AM": "عمان"}
ENGLISH_TITLE = re.compile(
    r"\s+(Governorate|Province|Region|District|County|Department|Prefecture|Oblast|Voivodeship|Municipality)$"
)
LATIN_TITLE = re.compile(
    r"^(Muhafazat|Mohafazat|Mintaqat|Wilayat|Gouvernement|Gobernación|Bezirk|Distrito|de|du|des|d')\s+(?=\S)"
    r"|\s+(ili|İli|valiliği|Valiliği|Yönetimi|Bölgesi|aggregation)$",
    re.IGNORECASE,
)
ARABIC_TITLE = re.compile(r"^(محافظة|منطقة|ولاية|إقليم|قضاء|استان|محافظہ)\s+(?=\S)|\s+ضلع$")
BRACKETS = re.compile(r"\s*[(\[]([^)\]]*)[)\]]")
COMPASS = frozenset(
    """
    north south east west northern southern eastern western central center centre capital
    nord sud est ouest norte sur este oeste süd ost norden süden zentral meridional
    kuzey güney doğu batı merkez şimal cenub شمال جنوب شرق غرب مرکز شمالی جنوبی وسطی
    الشمال الجنوب الشرق الغرب الشمالية الجنوبية الشرقية الغربية الوسطى المركز العاصمة
    """.split()  # noqa: SIM905
)
NOT_THE_UNIT = {"LB-JA": {"Sayda"}, "SY-RD": {"la campiña de Damasco", "Damascus"}}
"""Spellings that Natural Earth gives a unit but that mean something else."""
BROKEN = re.compile("[Ã�]|Ä[±Ÿ\x9f]|Å[Ÿž\x9f]")


def text(value: object) -> str:
    """The value as trimmed text; empty where Natural Earth has nothing."""
    return " ".join(value.split()) if isinstance(value, str) else ""


def english(unit: Mapping[str, object], code: str) -> str:
    """The name of a unit in English, without its title; a bare point of the compass keeps the title."""
    if code in SYRIA:
        return SYRIA[code][0]
    if code in ENGLISH:
        return ENGLISH[code]
    name = BRACKETS.sub("", text(unit["name"]))
    better = BRACKETS.sub("", text(unit["name_en"]))
    bare = ENGLISH_TITLE.sub("", better)
    if not bare or len(bare) > 40:
        return name or text(unit["admin"])
    if bare.lower() in COMPASS:
        kind = text(unit["type_en"]) or "Region"
        return better if bare != better else kind if kind.startswith(bare) else f"{bare} {kind}"
    return bare


def arabic(unit: Mapping[str, object], code: str) -> str:
    """The Arabic name of a unit without its title (محافظة and the like)."""
    if code in SYRIA:
        return SYRIA[code][1]
    return ARABIC.get(code) or ARABIC_TITLE.sub("", text(unit["name_ar"]))


def readable(alias: str) -> bool:
    """True where every letter is Latin or Arabic and the encoding is whole."""
    scripts = {unicodedata.name(letter, "?").split()[0] for letter in alias if letter.isalpha()}
    return bool(scripts) and scripts <= {"LATIN", "ARABIC", "MODIFIER"} and not BROKEN.search(alias)


def distinctive(alias: str) -> bool:
    """False for bare points of the compass, codes and abbreviations, which would match what they do not mean."""
    short = 3 if alias.isascii() else 2
    return alias.lower() not in COMPASS and short <= len(alias) <= 40 and not re.search(r"[0-9.]", alias)


def spellings(unit: Mapping[str, object], code: str) -> list[str]:
    """Every other spelling of a unit's name, each once, in the order of trust."""
    raw = SYRIA[code][2].split("|") if code in SYRIA else []
    raw += [part for column in ALIASES for part in text(unit[column]).split("|")]
    found: dict[str, None] = {}
    for alias in raw:
        inner = BRACKETS.search(alias)
        for form in (BRACKETS.sub("", alias), inner.group(1) if inner else ""):
            bare = ENGLISH_TITLE.sub("", LATIN_TITLE.sub("", ARABIC_TITLE.sub("", form))).strip(" -,;")
            if readable(bare) and distinctive(bare):
                found[bare] = None
    return [alias for alias in found if alias not in NOT_THE_UNIT.get(code, ())]
