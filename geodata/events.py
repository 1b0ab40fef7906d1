"""What kind of event words name: free text, English, French or Arabic, to ACLED's types.

Where words name several kinds, fighting between two sides goes first, because ACLED codes shelling, air strikes and
bombs that go with a battle as the battle ("clashes and shelling" is an Armed clash); else the first named counts ("air
strikes and shelling" is an Air/drone strike). ACLED's own strings are recognised as they are. The reason says
what was read. Rules: ACLED Codebook of 2024, section "ACLED events".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .schema import BATTLES, CIVILIANS, EVENT_TYPES, EXPLOSIONS, PROTESTS, RIOTS, STRATEGIC, UNCLASSIFIED


@dataclass(frozen=True, slots=True)
class Event:
    """A type and sub-type of `schema.EVENT_TYPES`, the sub-type empty where the words leave it open, and why."""

    event_type: str
    sub_event_type: str
    reason: str


_FIGHTERS = (
    r"(?:fighters?|militants?|soldiers?|troops|officers?|(?:\w+ )?commanders?|policem[ae]n|"
    r"rebels?|gunm[ae]n|قائد|جنود|جندي|ضابط|عنصر)"
)
_KILLING = r"(?:assassinat\w+|killing|murder\w*|execution|shooting|ambush\w*|اغتيال|إعدام|اعدام|قتل|assassinat|meurtre)"

_PATTERNS: tuple[tuple[str, str, str], ...] = (
    (
        BATTLES,
        "Government regains territory",
        (
            r"(?:government|army|regime)(?: forces)? (?:re)?(?:gains?|takes?|captures?|recaptures?|"
            r"retakes?)"
        ),
    ),
    (
        BATTLES,
        "Non-state actor overtakes territory",
        (
            r"(?:rebels?|opposition|isis|is|militants?)(?: forces)? (?:overtakes?|takes?|captures?|"
            r"seizes?)"
        ),
    ),
    (
        BATTLES,
        "Armed clash",
        (
            r"clash\w*|battles?\b|fighting|firefights?|gun ?fights?|exchange of fire|skirmish\w*|"
            r"combats?\b|affrontements?|اشتباك\w*|معارك|معركة"
        ),
    ),
    (
        BATTLES,
        "Armed clash",
        rf"{_KILLING} (?:of )?(?:an? |the |two |three |several |\d+ )?(?:\w+ ){{0,2}}?{_FIGHTERS}",
    ),
    (
        EXPLOSIONS,
        "Chemical weapon",
        (
            r"chemical|sarin|chlorine|poison gas|nerve agent|chimique|كيماوي\w*|كيميائي\w*|الكلور|"
            r"سارين"
        ),
    ),
    (EXPLOSIONS, "Suicide bomb", r"suicide|انتحاري\w*|kamikaze|attentat-suicide"),
    (
        EXPLOSIONS,
        "Air/drone strike",
        (
            r"air(?:[ -]?strikes?|[ -]?raids?|[ -]attacks?|[ -]bombardment)|air and \w+ (?:strikes?|"
            r"raids?)|aerial|airstrikes?|barrel[ -]bombs?|bombes? barils?|barils? d'explosifs|drones?|"
            r"uav|warplanes?|helicopters?|war jets?|frappes? aériennes?|raids? aériens?|غار[ةه]|غارات|"
            r"براميل|برميل|طيران|قصف (?:ال)?جوي|جوي[ةه]?|مسيّ?ر[ةه]|drone strike"
        ),
    ),
    (
        EXPLOSIONS,
        "Remote explosive/landmine/IED",
        (
            r"car[ -]?bombs?|vbied|s?ied\b|ieds\b|(?:land)?mines?\b|roadside bombs?|explosive device|"
            r"booby[ -]trap\w*|unexploded|uxo|erw|voiture piégée|engins? explosifs?|مفخخ[ةه]?|عبو[ةه]|"
            r"عبوات|لغم|ألغام|الغام"
        ),
    ),
    (EXPLOSIONS, "", r"cluster (?:bombs?|munitions?)|bombes? à sous-munitions|عنقودي\w*"),
    (
        EXPLOSIONS,
        "Shelling/artillery/missile attack",
        (
            r"shell\w*|artillery|missiles?|rockets?|mortars?|bombard\w*|tank fire|obus|roquettes?|"
            r"tirs d'artillerie|bombardements?|قصف|قذائف|قذيف[ةه]|صواريخ|صاروخ|مدفعي\w*|هاون"
        ),
    ),
    (EXPLOSIONS, "Grenade", r"grenades?|قنبل[ةه] يدوي[ةه]|قنابل يدوي[ةه]"),
    (
        EXPLOSIONS,
        "Remote explosive/landmine/IED",
        (
            r"explosions?|blasts?|detonat\w+|bomb(?:s|ings?)?\b|انفجار\w*|تفجير\w*|"
            r"attentats? à la bombe"
        ),
    ),
    (CIVILIANS, "Sexual violence", r"rapes?\b|sexual\w*|viols?\b|اغتصاب"),
    (
        CIVILIANS,
        "Abduction/forced disappearance",
        (
            r"abduct\w*|kidnap\w*|forced disappearance|disappeared|hostages?|enlèvements?|خطف|اختطاف|"
            r"إخفاء"
        ),
    ),
    (
        PROTESTS,
        "Excessive force against protesters",
        r"(?:opened fire|fired|shooting|shots) (?:on|at) (?:the )?(?:protest\w*|demonstrat\w*)",
    ),
    (RIOTS, "Mob violence", r"mob\b|lynch\w*|communal violence"),
    (RIOTS, "Violent demonstration", r"riot\w*|violent (?:protests?|demonstrations?)|émeutes?|شغب"),
    (
        PROTESTS,
        "Peaceful protest",
        (
            r"protests?|demonstrations?|sit-in|marche?s?\b|rally|manifestations?|مظاهر[ةه]|مظاهرات|"
            r"احتجاج\w*|اعتصام"
        ),
    ),
    (STRATEGIC, "Arrests", r"arrests?|detentions?|detained|raids? and arrest\w*|arrestations?|اعتقال\w*"),
    (
        STRATEGIC,
        "Agreement",
        (
            r"agreements?|ceasefires?|truces?|cessez-le-feu|accords?\b|اتفاق\w*|هدن[ةه]|"
            r"وقف إطلاق النار"
        ),
    ),
    (STRATEGIC, "Looting/property destruction", r"loot\w*|property destruction|demolition|arson|pillages?|نهب|تعفيش"),
    (STRATEGIC, "Disrupted weapons use", r"defus\w*|intercept\w*|shot down|disrupted"),
    (STRATEGIC, "Non-violent transfer of territory", r"withdraw\w*|handover|surrender\w*|انسحاب"),
    (
        STRATEGIC,
        "Headquarters or base established",
        r"(?:headquarters|base|checkpoint) established|establish\w* (?:a )?(?:base|checkpoint)",
    ),
    (
        CIVILIANS,
        "Attack",
        (
            rf"{_KILLING}|attacks?|killed|stabb\w*|shot\b|sniper\w*|tortur\w*|massacres?|beheading|"
            rf"هجوم|مجزر[ةه]|قنص|attaques?"
        ),
    ),
)
_ARTICLE = "(?:[وفبلك]?(?:ال|لل)?)?"
_COMPILED = tuple((kind, sub, re.compile(rf"(?<!\w){_ARTICLE}(?:{pattern})")) for kind, sub, pattern in _PATTERNS)

_OWN = {sub.casefold(): (kind, sub) for kind, subs in EVENT_TYPES.items() for sub in subs}
_OWN |= {kind.casefold(): (kind, "") for kind in EVENT_TYPES}


def classify(text: str) -> Event:
    """The event that the words name.

    >>> classify("clashes and shelling").sub_event_type, classify("a fine day").event_type
    ('Armed clash', 'Unclassified')
    """
    plain = " ".join(text.casefold().split())
    if plain in _OWN:
        return Event(*_OWN[plain], "")
    if not plain:
        return Event(UNCLASSIFIED, "", "the source does not say what happened")
    named = _named(plain)
    if not named:
        return Event(UNCLASSIFIED, "", "no word of it names a kind of event")
    _, kind, sub, word = min(named, key=lambda found: (found[1] != BATTLES, found[0]))
    others = dict.fromkeys(
        f"'{other}'" for _, other_kind, other_sub, other in named if (other_kind, other_sub) != (kind, sub)
    )
    also = f"; also names {', '.join(others)}" if others else ""
    return Event(kind, sub, f"read '{word}'{also}{'' if sub else '; how it was delivered is not said'}")


def _named(text: str) -> list[tuple[int, str, str, str]]:
    """Where, type, sub-type and word of each kind named, in order; a word counts for the first pattern it fits."""
    taken: list[tuple[int, int, str, str, str]] = []
    for kind, sub, pattern in _COMPILED:
        for found in pattern.finditer(text):
            if not any(start < found.end() and found.start() < end for start, end, *_ in taken):
                taken.append((found.start(), found.end(), kind, sub, found[0]))
    return [(start, kind, sub, word) for start, _, kind, sub, word in sorted(taken)]
