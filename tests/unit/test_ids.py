"""Identifiers."""

import re
import time

import pytest

from soulter.core import ids

UNCLEAR = set("01255OILSZUV")


def test_a_key_is_a_uuid_of_version_7() -> None:
    for found in (ids.new_id() for _ in range(200)):
        assert found.version == 7
        assert found.variant == "specified in RFC 4122"


def test_a_key_tells_the_millisecond_that_it_was_made_in() -> None:
    before = time.time_ns() // 1_000_000
    stamp = ids.new_id().int >> 80
    assert before <= stamp <= time.time_ns() // 1_000_000


def test_later_keys_sort_behind_earlier_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    moments = [0, 1, 255, 256, 2**32, 1_800_000_000_000, 1_800_000_000_001, 2**47, 2**48 - 1]
    made = []
    for moment in moments:
        monkeypatch.setattr(time, "time_ns", lambda moment=moment: moment * 1_000_000 + 999_999)
        made.append(ids.new_id())
    assert made == sorted(made)
    assert [str(key) for key in made] == sorted(str(key) for key in made)
    assert [key.int >> 80 for key in made] == moments


def test_keys_of_one_millisecond_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time_ns", lambda: 1_800_000_000_000_000_000)
    made = {ids.new_id() for _ in range(2000)}
    assert len(made) == 2000
    # All 74 random bits are used: each is once 0 and once 1.
    zeros, ones = 0, 0
    for key in made:
        zeros |= ~key.int & (1 << 128) - 1
        ones |= key.int
    free = (1 << 80) - 1 & ~(0xF << 76) & ~(0b11 << 62)
    assert zeros & ones == free


def test_a_code_can_be_read_out_without_a_doubt() -> None:
    codes = [ids.new_code("SG") for _ in range(2000)]
    assert all(re.fullmatch(r"SG-[0-9A-Z]{6}", code) for code in codes)
    letters = set("".join(code[3:] for code in codes))
    assert letters.isdisjoint(UNCLEAR)
    assert len(letters) >= 24
    assert len(set(codes)) > 1990


def test_a_token_has_256_bits_and_only_its_hash_is_kept() -> None:
    token = ids.new_token()
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", token)
    assert ids.new_token() != token
    assert re.fullmatch(r"[0-9a-f]{64}", ids.token_hash(token))
    assert ids.token_hash(token) == ids.token_hash(token) != ids.token_hash(token + "x")


def test_a_hash_can_be_made_of_whatever_comes_in_a_header() -> None:
    assert ids.token_hash("\ud800") != ids.token_hash("")
