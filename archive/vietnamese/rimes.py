"""The syllables of Vietnamese: which onset goes with which rime, and where the tone mark stands."""

import re


def _listed(spellings: str) -> list[str]:
    return spellings.split()


_ONSETS = _listed("b ch d đ h kh l m n nh p ph r s t th tr v x")
_ONSETS_BEFORE_BACK_VOWELS = _listed("c g ng")
_ONSETS_BEFORE_FRONT_VOWELS = _listed("k gh ngh")
_ONSETS_BEFORE_LONE_Y = _listed("b h k l m n s t th v x")

_BACK_RIMES = _listed("""
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
o oc oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uc ui um un ung up ut uôc uôi uôm uôn uông uôt ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
""")
_ROUNDED_RIMES = _listed("""
oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet
uân uâng uât uây uê uêch uênh uơ uy uya uych uyên uyêt uyn uynh uyp uyt uyu
""")
_FRONT_RIMES = _listed("""
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
""")
_RIMES_WITHOUT_ONSET = _listed("y yêm yên yêng yêt yêu")
_RIMES_AFTER_QU = _listed("""
a ac ach ai an ang anh ao at au ay ăc ăm ăn ăng ăp ăt âc ân âng ât âu ây e en eo et ê ên êch ênh êt
i ich in inh it ơ ơi ơn ơt ô ôc y ych yên yêt ynh yt yu
""")
_RIMES_AFTER_GI = [*_BACK_RIMES, "êc", "êng", "êt", "êu"]
# Written with one i where onset and rime would both have one.
_GI_AND_RIME_IN_ONE = _listed("gi gin gip")


def _joined(onsets: list[str], rimes: list[str]) -> set[str]:
    return {onset + rime for onset in onsets for rime in rimes}


# Every syllable the onsets and rimes allow, without tones.
BASES = frozenset(
    {*_BACK_RIMES, *_ROUNDED_RIMES, *_FRONT_RIMES, *_RIMES_WITHOUT_ONSET, *_GI_AND_RIME_IN_ONE}
    | _joined(_ONSETS, _BACK_RIMES + _ROUNDED_RIMES + _FRONT_RIMES)
    | _joined(_ONSETS_BEFORE_BACK_VOWELS, _BACK_RIMES)
    | _joined(["g", "ng"], _ROUNDED_RIMES)
    | _joined(_ONSETS_BEFORE_FRONT_VOWELS, _FRONT_RIMES)
    | _joined(_ONSETS_BEFORE_LONE_Y, ["y"])
    | _joined(["qu"], _RIMES_AFTER_QU)
    | _joined(["gi"], _RIMES_AFTER_GI)
)

_PARTS = re.compile(
    "(?P<onset>(?:qu|gi(?=[aăâeêioôơuưy])|[^aăâeêioôơuưy])*+)(?P<vowels>[aăâeêioôơuưy]++)(?P<coda>.*)",
)
_EITHER_VOWEL = frozenset({"oa", "oe", "uy"})


def tone_places(base: str) -> frozenset[int]:
    """Where in a toneless syllable of BASES the tone mark may stand: both places for hoà and hòa, quý and qúy."""
    parts = _PARTS.fullmatch(base)
    if parts is None:
        return frozenset()
    first, vowels = parts.start("vowels"), parts["vowels"]
    if parts["onset"] == "qu" and vowels == "y":
        return frozenset({first - 1, first})
    if vowels in _EITHER_VOWEL and not parts["coda"]:
        return frozenset({first, first + 1})
    return frozenset({first + _main_vowel(vowels, closed=bool(parts["coda"]))})


def _main_vowel(vowels: str, *, closed: bool) -> int:
    for marked in ("ăâêôơ", "ư"):
        places = [place for place, vowel in enumerate(vowels) if vowel in marked]
        if places:
            return places[0]
    return 1 if len(vowels) == 3 or (len(vowels) == 2 and closed) else 0


def takes_every_tone(base: str) -> bool:
    """Whether the syllable may bear all six tones; one that ends in c, ch, p or t bears only ´ and ̣."""
    return not base.endswith(("c", "ch", "p", "t"))
