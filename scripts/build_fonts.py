"""Builds dashboard/assets/fonts/ from Noto Sans and Noto Sans Arabic: WOFF2 of the scripts that the map and page use.

npm pack @expo-google-fonts/noto-sans@0.4.2 && tar xzf expo-google-fonts-noto-sans-0.4.2.tgz --one-top-level=latin
npm pack @expo-google-fonts/noto-sans-arabic@0.4.3 && tar xzf *-arabic-0.4.3.tgz --one-top-level=arabic
python scripts/build_fonts.py latin/package arabic/package
"""

import argparse
import shutil
from pathlib import Path

from fontTools import subset

FONTS = Path(__file__).resolve().parent.parent / "dashboard" / "assets" / "fonts"
WEIGHTS = {"Regular": "400Regular", "SemiBold": "600SemiBold"}
LATIN = "U+0020-024F,U+0259,U+02B0-02DD,U+0300-036F,U+1E00-1EFF,U+2000-206F,U+20AC,U+2122,U+2190-2193,U+2212"
ARABIC = "U+0020,U+0028-0029,U+002C-003A,U+0600-06FF,U+0750-077F,U+200C-200F"
ARABIC_ZERO = 0x0660


def cut(source: Path, target: Path, unicodes: str) -> None:
    """Writes the characters of a font, with the tables that shape them, as WOFF2."""
    options = subset.Options(flavor="woff2", layout_features=["*"], hinting=False, desubroutinize=True)
    font = subset.load_font(source, options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=subset.parse_unicodes(unicodes))
    cutter.subset(font)
    subset.save_font(font, target, options)
    print(f"{target.name}: {target.stat().st_size / 1e3:.0f} kB")


def digits(source: Path, target: Path) -> None:
    """Writes a font of ten characters: 0 to 9, drawn as Arabic-Indic digits. Fields that hold Latin digits wear it."""
    options = subset.Options(flavor="woff2", hinting=False, layout_features=[])
    font = subset.load_font(source, options)
    drawn = font.getBestCmap()
    for table in font["cmap"].tables:
        table.cmap = {ord("0") + digit: drawn[ARABIC_ZERO + digit] for digit in range(10)}
    cutter = subset.Subsetter(options)
    cutter.populate(text="0123456789")
    cutter.subset(font)
    subset.save_font(font, target, options)
    print(f"{target.name}: {target.stat().st_size / 1e3:.1f} kB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("latin", type=Path)
    parser.add_argument("arabic", type=Path)
    folders = parser.parse_args()
    FONTS.mkdir(parents=True, exist_ok=True)
    for weight, folder in WEIGHTS.items():
        for name, source, unicodes in (("NotoSans", folders.latin, LATIN), ("NotoSansArabic", folders.arabic, ARABIC)):
            cut(source / folder / f"{name}_{folder}.ttf", FONTS / f"{name}-{weight}.woff2", unicodes)
    digits(folders.arabic / "400Regular" / "NotoSansArabic_400Regular.ttf", FONTS / "NotoSansArabic-Digits.woff2")
    shutil.copy(folders.latin / "LICENSE_FONT", FONTS / "OFL.txt")


if __name__ == "__main__":
    main()
