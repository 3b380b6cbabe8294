"""The encoder: the same words, the same vector; no weights, no encoder; wrong weights, a refusal."""

from __future__ import annotations

import math
from importlib.resources import files
from pathlib import Path

import pytest

from scoring.hearing import encoder as module
from scoring.hearing.encoder import PACKAGE, BadWeights, Encoder, load
from scoring.hearing.sketches import background, background_key
from tests.scoring.hearing.weights import encoder

ODD = [
    "",
    " ",
    "😀🏳️‍🌈",
    "\u202eabc",
    "日本語のテキスト",
    "zzqx vvlorp",
    "a" * 4000,
    "word " * 800,
    "\x00",
    "[CLS] [SEP]",
]


def test_a_vector_has_length_one_and_is_the_same_each_time() -> None:
    text = "What does a late truck cost you?"
    first = encoder()._run(encoder().tokens.encode(text, module.MOST_TOKENS))
    again = encoder()._run(encoder().tokens.encode(text, module.MOST_TOKENS))
    assert first.tobytes() == again.tobytes() == encoder().encode(text).tobytes()
    assert first.shape == (module.WIDTH,)
    assert math.isclose(float(first @ first), 1.0, abs_tol=1e-5)


def test_the_order_in_which_texts_come_changes_nothing() -> None:
    lines = ["How do you plan the routes?", "The weather is fine.", "How do you plan the routes?"]
    one = [encoder().encode(line).tobytes() for line in lines]
    other = [encoder().encode(line).tobytes() for line in reversed(lines)]
    assert one == list(reversed(other))


def test_meaning_is_nearer_than_words() -> None:
    asks = encoder().encode("What does a late truck cost you?")
    same = encoder().encode("How much money do you lose when a lorry is delayed?")
    other = encoder().encode("What does your truck driver like to eat?")
    assert float(asks @ same) > float(asks @ other)


def test_case_and_accents_are_nothing_to_it() -> None:
    assert encoder().encode("CAFÉ AT TEN").tobytes() == encoder().encode("cafe at ten").tobytes()


@pytest.mark.parametrize("text", ODD)
def test_any_text_has_a_vector(text: str) -> None:
    vector = encoder().encode(text)
    assert vector.shape == (module.WIDTH,)
    assert all(math.isfinite(float(x)) for x in vector)


def test_a_vector_cannot_be_changed_by_who_was_given_it() -> None:
    with pytest.raises(ValueError, match="read-only"):
        encoder().encode("Hello")[0] = 1.0


def test_only_so_many_vectors_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "KEPT", len(encoder()._kept))
    encoder().encode("a line that nobody has said before")
    assert len(encoder()._kept) <= module.KEPT


def test_without_weights_there_is_no_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PACKAGE", f"{PACKAGE}_that_is_not_installed")
    assert load() is None


def test_a_folder_without_weights_is_no_encoder(tmp_path: Path) -> None:
    assert load(tmp_path / "nothing") is None
    assert load(tmp_path) is None


def test_other_weights_are_refused(tmp_path: Path) -> None:
    (tmp_path / "vocab.txt").write_text("[PAD]\n[UNK]\n[CLS]\n[SEP]\n", encoding="utf-8")
    (tmp_path / "model.safetensors").write_bytes(b"\x08\x00\x00\x00\x00\x00\x00\x00{}      ")
    with pytest.raises(BadWeights, match="install it again"):
        Encoder(tmp_path)


def test_empty_weights_are_refused(tmp_path: Path) -> None:
    (tmp_path / "vocab.txt").write_text("[PAD]\n[UNK]\n[CLS]\n[SEP]\n", encoding="utf-8")
    (tmp_path / "model.safetensors").write_bytes(b"")
    with pytest.raises(BadWeights):
        Encoder(tmp_path)


def test_the_background_that_ships_is_that_of_its_texts() -> None:
    with files("scoring.hearing").joinpath("background.npz").open("rb") as file:
        shipped = encoder().np.load(file)
        assert str(shipped["key"]) == background_key(encoder())
        vectors = shipped["vectors"]
    for text, vector in zip(background()[::40], vectors[::40], strict=True):
        fresh = encoder()._run(encoder().tokens.encode(text, 128))
        assert float(abs(vector - fresh).max()) < 1e-5


def test_many_at_once_are_as_each_alone() -> None:
    texts = ["What does a late van cost you?", "Yes.", "So you hear of it from the depot, and by then it is too late."]
    fresh = load()
    assert fresh is not None
    fresh.encode_many(texts)
    for text in texts:
        assert float(abs(fresh.encode(text) - encoder().encode(text)).max()) < 1e-5


def test_what_was_remembered_can_be_given_to_another() -> None:
    ear = encoder()
    ear.encode_many(["Tuesday at ten?", "What does it cost you?"])
    texts, rows = ear.remembered()
    other = Encoder(files(PACKAGE).joinpath("model"))  # type: ignore[arg-type]
    other.remember(texts, rows)
    assert (other.encode("Tuesday at ten?") == ear.encode("Tuesday at ten?")).all()


def test_vectors_of_another_length_are_not_remembered() -> None:
    ear = encoder()
    with pytest.raises(ValueError, match="vectors of shape"):
        ear.remember(["Tuesday at ten?"], ear.np.zeros((1, 383), ear.np.float32))
