"""Files of real calls as recorders and people write them: nobody's words are put into another's mouth."""

from __future__ import annotations

import codecs
import html

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.marking.recording import NotACall, places, read_lines, read_recording, who_sells

SAM, ANNA = "Sam Abara", "Anna Rau"
WANTED = [(SAM, "Hi there, 10:30 it is."), (ANNA, "Here's the thing: it takes hours. Price: 5 a seat."), (SAM, "So?")]

FORMS = {
    "colon": "{name}: {words}",
    "tab": "{name}:\t{words}",
    "full width": "{name}：{words}",
    "list": "- {name}: {words}",
    "numbered": "{n}. {name}: {words}",
    "quoted": "> {name}: {words}",
    "bold colon": "**{name}:** {words}",
    "bold": "**{name}**: {words}",
    "bold time": "**{name}** (0:0{n}): {words}",
    "underlined": "__{name}:__ {words}",
    "time before": "[00:0{n}] {name}: {words}",
    "bare time before": "00:00:0{n} {name}: {words}",
    "time after": "{name} 00:0{n}: {words}",
    "time in brackets after": "{name} (00:0{n}): {words}",
    "time behind the colon": "{name}: [00:0{n}] {words}",
    "chat": "[05/01/2024, 10:32:0{n}] {name}: {words}",
    "chat with a dash": "05/01/2024, 10:3{n} - {name}: {words}",
    "chat of a meeting": "10:32:0{n}\t From {name} to Everyone:\t{words}",
    "over": "{name}   0:0{n}\n{words}\n",
    "over, clock": "{name}  10:3{n} AM\n{words}",
    "over, bar": "{name} | 00:0{n}\n{words}\n",
    "over, bar first": "0:0{n} | {name}\n{words}\n",
    "over, brackets": "[{name}] 00:00:0{n}\n{words}\n",
    "over, colon": "{name} (00:0{n}):\n{words}\n",
    "over, bold": "**{name}**\n{words}\n",
    "over, its time": "{name}\n0 minutes {n} seconds\n0:0{n}\n{words}",
    "caption": "00:00:0{n}.000 --> 00:00:0{n}.900\n{name}: {words}\n",
    "caption of SubRip": "{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{name}: {words}\n",
    "voice": "00:00:0{n}.000 --> 00:00:0{n}.900\n<v {name}>{words}</v>\n",
    "voice with a class": "{n}\n00:0{n}.000 --> 00:0{n}.900 align:start\n<v.first {name}>{words}\n",
}


def written(form: str, said: list[tuple[str, str]]) -> str:
    text = "\n".join(FORMS[form].format(name=name, words=words, n=n) for n, (name, words) in enumerate(said, 1))
    return f"WEBVTT\n\n{text}\n" if form in ("caption", "voice", "voice with a class") else f"{text}\n"


def read(text: str | bytes, rep: str | None = None) -> list[tuple[str, str]]:
    data = text.encode() if isinstance(text, str) else text
    return [(line.speaker, line.text) for line in read_recording(data, "call", rep).lines]


@pytest.mark.parametrize("form", list(FORMS))
def test_each_form_gives_each_speaker_their_own_words(form: str) -> None:
    assert read(written(form, WANTED)) == WANTED


@pytest.mark.parametrize("form", list(FORMS))
def test_line_ends_and_encodings_make_no_difference(form: str) -> None:
    text = written(form, WANTED)
    assert read(text.replace("\n", "\r\n")) == WANTED
    assert read(text.replace("\n", "\r")) == WANTED
    assert read(codecs.BOM_UTF8 + text.encode()) == WANTED
    assert read(text.replace("\n", "\r\n").encode("utf-16")) == WANTED
    assert read(codecs.BOM_UTF16_BE + text.encode("utf-16-be")) == WANTED


NAMES = st.lists(
    st.sampled_from(
        ["Sam Abara", "Anna Rau", "María José O'Neil", "Ludwig van Dyke", "Jean-Luc Petit", "王伟", "Dr. Okafor", "Zoë"]
    ),
    min_size=2,
    max_size=3,
    unique=True,
)
WORDS = st.sampled_from(
    """Hello there.|I see.|Here's the thing: we lose two people a month.|Price: 5 a seat.|Next steps: a call.|What would it
    change?|Two reasons: cost and time.|The question is: why now?|No.|Well: maybe.|See https://example.org:80/a?b=c for it.
    |We start at 10:30: sharp.|R&D isn't "cheap" <here>.|Note: nobody asked.|It costs 4,000 - or more; per seat!""".replace(
        "\n    ", " "
    ).split("|")
)


@st.composite
def calls(draw: st.DrawFn) -> list[tuple[str, str]]:
    """Several turns in which everybody speaks, and nobody twice in a row."""
    names = draw(NAMES)
    order = [*names, *draw(st.lists(st.sampled_from(names), min_size=2, max_size=6))]
    said: list[tuple[str, str]] = []
    for name in order:
        if not said or said[-1][0] != name:
            said.append((name, " ".join(draw(WORDS).split())))
    return said if len(said) < 10 else said[:9]


@settings(max_examples=200, deadline=None)
@given(said=calls(), form=st.sampled_from(list(FORMS)))
def test_words_with_colons_stay_with_who_said_them(said: list[tuple[str, str]], form: str) -> None:
    if form.startswith(("caption", "voice")):
        written_down = [(name, html.escape(words)) for name, words in said]
    else:
        written_down = said
    assert read(written(form, written_down)) == said


@settings(max_examples=200, deadline=None)
@given(
    said=st.lists(st.tuples(WORDS, st.lists(WORDS, max_size=3), WORDS), min_size=2, max_size=4),
    labels=st.sampled_from([("Rep", "Customer"), ("Sam Abara", "Anna Rau"), ("Sam", "Anna")]),
)
def test_rows_below_a_speaker_go_on_with_their_words(
    said: list[tuple[str, list[str], str]], labels: tuple[str, str]
) -> None:
    rows, wanted = [], []
    for first, more, answer in said:
        rows += [f"{labels[0]}: {first}", *more, f"{labels[1]}: {answer}"]
        wanted += [(labels[0], " ".join(" ".join([first, *more]).split())), (labels[1], " ".join(answer.split()))]
    assert read("\n".join(rows)) == wanted


@settings(max_examples=300, deadline=None)
@given(st.text() | st.text("ab:[]()<>*->0123 \n|,", max_size=80))
def test_any_text_is_read_or_refused_in_a_sentence(text: str) -> None:
    try:
        recording = read_recording(text.encode("utf-8", "surrogatepass"), "call")
    except NotACall as error:
        assert str(error).startswith("call")
        assert "\n" not in str(error)
    else:
        assert all(line.speaker.strip() and line.text.strip() for line in recording.lines)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_in_a_sentence(data: bytes) -> None:
    try:
        read_lines(data)
    except NotACall as error:
        assert str(error).startswith("transcript")


@pytest.mark.parametrize(
    "row",
    [
        "Here's the thing: we can't.",
        "Price: 5",
        "Users: 10",
        "Next steps: we talk on Friday.",
        "NOTE: this is mine.",
        "Salesforce: too dear.",
        "10:30 AM: that is fine.",
        "shipping: 3",
        "http://example.org: it is there.",
        "The question is: why?",
        "**Summary:** we go on.",
    ],
)
@pytest.mark.parametrize("times", [1, 2])
def test_a_row_with_a_colon_is_no_speaker(row: str, times: int) -> None:
    rows = ["Sam: What do you use?", "Anna: Two of them.", *[row] * times, "Sam: I see.", "Anna: Yes."]
    assert read("\n".join(rows)) == [
        ("Sam", "What do you use?"),
        ("Anna", " ".join(["Two of them.", *[row] * times])),
        ("Sam", "I see."),
        ("Anna", "Yes."),
    ]


@pytest.mark.parametrize(
    "names",
    [
        ("+1 555 0100", "(020) 7946 0999"),
        ("sam@acme.com", "anna@globex.com"),
        ("SPEAKER_00", "SPEAKER_01"),
        ("Speaker 1", "Speaker 2"),
        ("sam", "anna"),
        ("SAM", "ANNA"),
        ("Q", "A"),
        ("Mark", "Will"),
        ("Dr. Rau", "Ms Abara"),
        ("Interviewer", "Customer"),
        ("Sam 🙂", "Anna"),
        ("VP Sales", "CFO"),
    ],
)
def test_names_of_many_kinds(names: tuple[str, str]) -> None:
    one, two = names
    text = f"{one}: I will call, mark my words.\n{two}: no need\n{one}: why?\n{two}: because\n"
    assert [who for who, _ in read(text)] == [one, two, one, two]


def test_a_third_person_who_speaks_once_is_heard() -> None:
    text = "Sam: Hi.\nAnna: Hi.\nSam: So?\nAnna: Yes.\nTom: I'll join.\nSam: Good."
    assert ("Tom", "I'll join.") in read(text)


def test_a_first_name_is_the_full_name_where_only_one_begins_so() -> None:
    text = "Sam Abara: Hi.\nAnna Rau: Hello.\nSam: So?\nanna: So what.\n"
    assert [who for who, _ in read(text)] == [SAM, ANNA, SAM, ANNA]
    two = "Sam Abara: Hi.\nSam Okafor: Hello.\nSam: So?\nSam Abara: Hm.\nSam: Yes."
    assert [who for who, _ in read(two)] == [SAM, "Sam Okafor", "Sam", SAM, "Sam"]
    assert [who for who, _ in read("Sam Abara (Acme): Hi.\nAnna: Hello.\nSam Abara: So?")][2] == "Sam Abara (Acme)"


def test_the_rep_can_be_named_in_part_or_in_full() -> None:
    lines = read_lines(b"Sam Abara: Hi.\nAnna Rau: Hello.")
    for name in ("Sam", "sam abara", " SAM "):
        assert who_sells(lines, name) == SAM
    assert who_sells(read_lines(b"Sam: Hi.\nAnna: Hello."), "Sam Abara") == "Sam"
    with pytest.raises(NotACall, match="nobody is called 'Tom'; there are: Sam Abara, Anna Rau"):
        who_sells(lines, "Tom")


def test_a_name_that_was_said_to_be_the_reps_is_looked_for() -> None:
    text = "the boss: Hi there.\nCustomer: Hello.\nthe boss: So?\n"
    assert [who for who, _ in read(text, rep="The Boss")] == ["the boss", "Customer", "the boss"]


def test_what_is_passed_over_is_told() -> None:
    text = (
        "Weekly call (2024-01-05 10:00 GMT) - Transcript\nAttendees\nAnna Rau, Sam Abara\nTranscript\n"
        "Sam Abara: Hi there.\nAnna Rau: Hello.\n00:05:00\nSam Abara: So?\nTranscription ended after 00:12:00\n"
    )
    recording = read_recording(text.encode(), "call")
    assert [line.text for line in recording.lines] == ["Hi there.", "Hello.", "So?"]
    assert recording.notes == (
        "lines 1 to 4 passed over: nobody had been named yet",
        "2 lines (the first is line 7) passed over: only a time, or the recorder's own words",
    )


def test_places_are_told_in_words() -> None:
    assert places([3]) == "line 3"
    assert places([3, 4, 5]) == "lines 3 to 5"
    assert places([3, 9]) == "2 lines (the first is line 3)"


def test_captions_hold_characters_by_name_and_two_voices_in_a_row() -> None:
    text = "WEBVTT\n\nNOTE by a machine\n\n00:01.000 --> 00:02.000\n<v Sam>R&amp;D isn&#39;t <i>free</i></v> <v Anna &amp; Co>No:\nnot free</v>\n"
    assert read(text) == [("Sam", "R&D isn't free"), ("Anna & Co", "No: not free")]


def test_json_of_several_recorders() -> None:
    for data in (
        b'[{"speaker": 0, "text": "Hi."}, {"speaker": 1, "text": "Hello."}]',
        b'{"utterances": [{"speaker": 0, "transcript": "Hi."}, {"speaker": "Speaker 1", "transcript": "Hello."}]}',
    ):
        assert read(data) == [("Speaker 0", "Hi."), ("Speaker 1", "Hello.")]


@pytest.mark.parametrize(
    "data",
    [
        b"Rep: x\n" + b"*a\n" * 100_000,
        b"Rep: x\n" + "".join(f"Aa B{n}: d\nEe\n" for n in range(20_000)).encode(),
        b"Rep: x\n" + "".join(f"A{n} B: d\n" for n in range(20_000)).encode(),
        b"Rep:" + b" " * 1_900_000 + b"x",
        b"(1:11 " * 300_000,
        b"**" * 900_000,
        b"WEBVTT\n\n00:01.000 --> 00:02.000\n" + b"<v a>" * 60_000,
    ],
)
def test_a_file_made_to_be_slow_comes_to_an_end(data: bytes) -> None:
    try:
        read_lines(data[:1_990_000])
    except NotACall as error:
        assert str(error).startswith("transcript")
