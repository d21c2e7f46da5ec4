"""Telex and VNI keys that were never turned into letters."""

import pytest

from archive.vietnamese.keystrokes import from_keystrokes


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("phoois", "phối"), ("howpj", "hợp"), ("phois", "phói"), ("phôis", "phối"), ("ddinhj", "định"),
        ("dinhjd", "định"), ("duongwf", "dường"), ("dduwowngf", "đường"), ("Tuaan", "tuân"), ("tuaanf", "tuần"),
        ("nghieepj", "nghiệp"), ("quoocs", "quốc"), ("thuyr", "thuỷ"), ("hoaf", "hoà"), ("vawn", "văn"),
        ("truwowngr", "trưởng"), ("pho61i", "phối"), ("ho75p", "hợp"), ("d9inh5", "định"), ("phoi61", "phối"),
        ("duong72", "dường"), ("va8n", "văn"), ("bus", "bú"),
        ("hợpj", ""), ("phối", ""), ("hop", ""), ("bien", ""), ("quocs", ""), ("Q1", ""), ("H5N1", ""), ("FLC", ""),
        ("133", ""), ("a", ""), ("ww", ""), ("s" * 40, ""), ("free", ""), ("U23", ""), ("", ""),
    ],
)  # fmt: skip
def test_keys_become_a_syllable(typed, meant):
    assert from_keystrokes(typed) == meant
