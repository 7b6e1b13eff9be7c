"""How an answer is cited: the sentence, BibTeX, CSL-JSON, the draft of a ClaimReview, and the picture to share."""

from __future__ import annotations

import json
import math
import re
from datetime import date
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from each import each

from sim import cli
from sim.inputs.links import from_link
from sim.inputs.loading import load, parse, shipped
from sim.inputs.settings import changed
from sim.saying.citation import Cited, bibtex, claim_review, csl, gross_and_net, sentence
from sim.saying.language import LANGUAGES
from sim.show.share import HEIGHT, WIDTH, share_svg, wrapped
from sim.study.answer import Answer

DAY = date(2026, 1, 31)
HOSTILE = """schema = 1
title = 'a \\input{x} {b} $c$ & 50 % #1 _d_ ~ ^ <script> "quoted"'
[remark]
words = '<b>"ten" & more</b>'
[quantities]
troops = 10
reported_rate = {value = 2, source = "}, url = {https://evil.example.org", grade = "reported"}
"""


def cited(name="sky-2024-10k", *settings, address=""):
    return Cited(Answer(scenario=load(name, settings)), DAY, address)


def hostile(address=""):
    return Cited(Answer(scenario=parse(HOSTILE)), DAY, address)


@pytest.fixture
def cite(capfd):
    def call(*arguments):
        code = cli.main(["cite", *arguments])
        told = capfd.readouterr()
        return code, told.out, told.err

    return call


# ------------------------------------------------------------------------------------------------------- the sentence


def test_the_sentence_says_answer_rate_source_assumptions_version_digest_and_day():
    parts = [
        "10,000 troops cover 7.9 days of losses at 1,271 casualties a day (killed and wounded", "September 2024",
        "Western officials in Sky News", "; assumptions: none; Attrition What-If ", "digest ", "accessed 2026-01-31.",
    ]  # fmt: skip
    assert [part for part in parts if part not in sentence(cited())] == []


def test_the_sentence_names_what_the_reader_has_changed():
    assert "; changed by the reader: troops;" in sentence(cited("sky-2024-10k", "troops=9000"))


def test_the_sentence_of_ranges_gives_them_with_their_median():
    assert re.search(r"\(16 to 1,500 days from 5 to 95 %, median 143 days\)", sentence(cited("sky-2024-10k-full")))


@each("name", shipped())
@each("code", LANGUAGES)
def test_every_scenario_has_its_sentence_on_one_line(name, code):
    words = sentence(cited(name), LANGUAGES[code])
    assert (len(words.splitlines()), "{" in words, "  " in words) == (1, False, False)


# -------------------------------------------------------------------------------------------------- for reference lists


def entry(text):
    """The fields of a BibTeX entry, each in braces that close, or an error: a strict reader of one entry."""
    head = re.fullmatch(r"@(\w+)\{([\w-]+),\n(.*)\n\}\n", text, re.DOTALL)
    fields = {}
    for line in head[3].split(",\n  "):
        name, text = re.fullmatch(r"\s*([a-z]+) = \{(.*)\}", line, re.DOTALL).groups()
        depth = [0]
        for character in re.sub(r"\\.", "", text):
            depth.append(depth[-1] + {"{": 1, "}": -1}.get(character, 0))
        assert (min(depth), depth[-1]) == (0, 0), f"braces of {name} do not close"
        fields[name] = text
    return fields


@each("name", shipped())
def test_every_scenario_has_a_bibtex_entry(name):
    found = entry(bibtex(cited(name, address="https://example.org/?v=1&scenario=x")))
    assert set(found) == {"author", "title", "year", "version", "note", "urldate", "url"}


def test_what_tex_would_obey_is_written_out():
    title = entry(bibtex(hostile()))["title"]
    assert title == (r"{a \textbackslash{}input\{x\} \{b\} \$c\$ \& 50 \% \#1 \_d\_ \textasciitilde{} "
                     r'\textasciicircum{} <script> "quoted"}')  # fmt: skip


def test_an_address_cannot_end_its_field():
    assert (
        entry(bibtex(hostile("https://example.org/}, note = {x")))["url"]
        == "https://example.org/%7D,%20note%20=%20%7Bx"
    )


def test_an_unescaped_brace_is_noticed():
    with pytest.raises(AssertionError, match="do not close"):
        entry("@misc{a,\n  title = {a } b}\n}\n")


@each("address", ["", "?v=1&scenario=classroom", "https://example.org/?v=1"])
def test_csl_has_what_a_citation_processor_asks_for(address):
    (item,) = json.loads(json.dumps(csl(cited(address=address))))
    dates = [item[name]["date-parts"] for name in ("issued", "accessed")]
    assert (item["type"], item["author"], dates) == (
        "software", [{"literal": "Attrition What-If contributors"}], [[[2026, 1, 31]]] * 2,
    )  # fmt: skip
    assert (item.get("URL"), {type(item[key]) for key in ("id", "title", "version")}) == (
        address if address.startswith("https") else None, {str},
    )  # fmt: skip


# ---------------------------------------------------------------------------------------------------- for fact-checkers

REQUIRED = {"@type", "url", "claimReviewed", "author", "datePublished", "itemReviewed", "reviewRating"}
"""Keys of a ClaimReview: https://schema.org/ClaimReview, and what search engines ask of it."""


@each("name", shipped())
def test_a_claim_review_has_its_keys_and_leaves_the_judgement_blank(name):
    (found,) = claim_review([cited(name)])["@graph"]
    blank = (found["url"], found["author"]["name"], found["reviewRating"]["ratingValue"])
    assert (REQUIRED - set(found), blank) == (set(), ("", "", ""))


def test_the_gross_and_the_net_reading_are_two_claims(cite):
    code, out, _ = cite("sky-2024-10k", "--format", "claimreview")
    claims = [review["claimReviewed"] for review in json.loads(out)["@graph"]]
    assert (code, ["gross" in claims[0], "net of" in claims[1]]) == (0, [True, True])


@each(
    ("name", "settings", "named"),
    [
        ("sky-2024-10k", ["returning_share=0.5"], ["troops ÷ casualties", None]),
        ("sky-2024-10k-net", ["recruits_per_day=0", "returning_share=0"], [None, "net of returns and recruits"]),
        ("sky-2024-10k", [], ["troops ÷ casualties", "net of returns and recruits"]),
    ],
)
def test_beside_what_a_reader_changed_stands_the_published_reading(cite, name, settings, named):
    _, out, _ = cite(name, "--format", "claimreview", *(part for each in settings for part in ("--set", each)))
    found = json.loads(out)["@graph"]
    assert [review.get("name") for review in found] == named
    assert ["changed by the reader" in review["reviewBody"] for review in found] == [x is None for x in named]


def test_a_claim_does_not_say_that_a_ministry_is_a_person():
    (found,) = claim_review([cited("mod-2025-1930k")])["@graph"]
    assert set(found["itemReviewed"]["author"]) == {"name"}


def test_the_reading_that_is_asked_for_stands_for_its_kind():
    asked = [cited("sky-2024-10k-full"), cited("sky-2024-10k"), cited("sky-2024-10k-net")]
    assert gross_and_net(asked) == (asked[1], asked[0])


# -------------------------------------------------------------------------------------------------------- the picture


def drawn(picture):
    return ElementTree.fromstring(picture)


@each("name", [*shipped(), ""])
@each("code", LANGUAGES)
def test_the_picture_is_well_formed_of_its_size_and_keeps_inside(name, code):
    picture = drawn(share_svg((cited(name) if name else hostile()).answer, LANGUAGES[code]))
    places = [(float(x.get("x")), float(x.get("y"))) for x in picture.iter() if x.get("x")]
    assert (picture.get("width"), picture.get("height")) == (str(WIDTH), str(HEIGHT))
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in places)


def test_the_picture_fetches_nothing_and_text_in_it_does_nothing():
    picture = share_svg(hostile().answer)
    assert re.findall(r"<script|<b>|href|url\(|<image|<style|@import", picture) == []


@each(
    ("setting", "expected"), [("troops=14000", 14), ("troops=365000", 365), ("troops=1", 1), ("reported_rate=0", None)]
)
def test_the_disc_stands_over_its_days(setting, expected):
    (disc,) = [x for x in drawn(share_svg(cited("sky-2024-10k", "reported_rate=1000", setting).answer)).iter() if
               x.tag.endswith("circle")]  # fmt: skip
    ticks = [x for x in drawn(share_svg(cited().answer)).iter() if x.tag.endswith("text")
             and x.text == ("never" if expected is None else f"{expected:,}")]  # fmt: skip
    assert float(disc.get("cx")) == pytest.approx(float(ticks[0].get("x")), abs=0.1)


def test_with_ranges_the_picture_says_the_span_and_its_disc_stands_at_the_median():
    full = cited("sky-2024-10k-full").answer
    ranged, point = (drawn(share_svg(each)) for each in (full, cited("sky-2024-10k", "reported_rate=1000").answer))
    texts = [x.text for x in ranged.iter() if x.text]
    places = [float(x.get("cx")) for picture in (ranged, point) for x in picture.iter() if x.tag.endswith("circle")]
    median = 60 + 950 * math.log(full.spread.middle.value) / math.log(1000)
    assert places == [pytest.approx(median, abs=0.1), pytest.approx(60 + 950 / 3, abs=0.1)]
    assert ("10,000 troops: 2 weeks to 4 years" in texts, [x for x in texts if "cover 90.7" in x]) == (True, [])


@each("name", ["sky-2024-10k", "sky-2024-10k-friction", "isw-2025-kursk"])
def test_the_sources_of_the_picture_are_not_cut_where_there_is_room(name):
    lines = [x.text for x in drawn(share_svg(cited(name).answer)).iter() if x.get("font-size") == "18"]
    assert [line for line in lines if line.endswith("…")] == []


@each("most", [1, 2, 3])
def test_wrapped_text_keeps_to_its_lines_whatever_the_words_are(most):
    lines = wrapped("word " * 200 + "x" * 900, 24, most)
    assert (len(lines), max(map(len, lines)) <= 1080 / (0.54 * 24)) == (most, True)


@each("length", range(20, 60))
def test_what_has_no_room_ends_in_dots_after_a_word(length):
    words = "UK MoD, August 2025, via The Sun (as copied on 17 August 2025)"
    (line,) = wrapped(words, 10, 1, length * 5.4)
    assert (line[-1], line[:-1] in words, words[len(line) - 1] in " ,)") == ("…", True, True)


@each("name", shipped())
def test_the_source_of_a_remark_is_no_cut_word_and_no_torn_address(name):
    picture = drawn(share_svg(cited(name).answer))
    (line, _) = [x.text for x in picture.iter() if x.get("font-size") == "18" and x.get("y") == "605"]
    source = load(name).remark.source.partition("; ")[0]
    assert (source.startswith(line), f"{source};"[len(line)] in ",; ") == (True, True)


@each("word", ["WWWW", "ЩЖЮШ", "損失損失", "mwmw"])
def test_wide_letters_keep_within_the_picture_too(word):
    assert all(0.9 * 18 * len(line.replace(" ", "")) <= 1080 for line in wrapped(f"{word} " * 100, 18, 2))


# -------------------------------------------------------------------------------------------------------- the command


def test_the_link_of_a_citation_opens_the_same_answer(cite):
    _, out, _ = cite("sky-2024-10k", "--set", "troops=9000", "--accessed", "2026-01-31")
    link = dict(part.split("=") for part in out.splitlines()[1].split("?")[1].split("&"))
    opened = from_link({name: [text] for name, text in link.items()})
    assert (opened.scenario, opened.settings, opened.digest in out) == ("sky-2024-10k", {"troops": "9000"}, True)


def test_a_setting_made_twice_opens_what_was_cited(cite):
    settings = ["line_share=0.5", "line_share.low=0.3", "line_share.high=0.9", "line_share=0.6"]
    _, out, _ = cite("sky-2024-10k", *(part for each in settings for part in ("--set", each)))
    link = dict(part.split("=") for part in out.splitlines()[1].split("?")[1].split("&"))
    opened = from_link({name: [unquote(text)] for name, text in link.items()})
    start = opened.file or load(opened.scenario)
    assert changed(start, opened.settings)["line_share"].span == (0.6, 0.6)


def test_a_users_own_scenario_travels_in_the_link(cite, tmp_path):
    own = tmp_path / "own.toml"
    own.write_text(HOSTILE, "utf-8")
    code, out, _ = cite(str(own), "--url", "https://example.org/")
    assert (code, "Link: https://example.org/?v=1&file=" in out) == (0, True)


def test_a_link_keeps_what_the_address_of_the_page_has(cite):
    _, out, _ = cite("classroom", "--url", "https://example.org/?embed=true#top")
    assert re.search(r"Link: https://example\.org/\?embed=true&v=1&scenario=classroom&\S+#top\n", out)


def test_a_file_that_needs_its_settings_can_be_cited(cite, tmp_path):
    (tmp_path / "own.toml").write_text("schema = 1\ntitle = 'T'\n[quantities]\nreported_rate = 2\n", "utf-8")
    assert cite(str(tmp_path / "own.toml"), "--set", "troops=5")[0] == 0


def test_a_picture_is_written_to_a_file_and_never_over_the_scenario(cite, tmp_path):
    own, picture = tmp_path / "own.toml", tmp_path / "own.svg"
    own.write_text(HOSTILE, "utf-8")
    refused = cite(str(own), "-o", str(own))[0]
    code, out, err = cite(str(own), "--format", "svg", "-o", str(picture))
    assert (refused, code, out, "wrote" in err, picture.read_text("utf-8")[:4]) == (2, 0, "", True, "<svg")


def test_an_answer_with_another_seed_is_cited_as_cover_gives_it(cite):
    _, out, _ = cite("sky-2024-10k-full", "--seed", "7")
    assert Answer(scenario=load("sky-2024-10k-full"), seed=7).digest in out
    assert "&seed=7&" in out
    assert cite("sky-2024-10k-full", "--seed", "-1")[0] == 2


@each(
    "arguments",
    [("nowhere",), ("classroom", "--format", "pdf"), ("classroom", "--accessed", "soon"), ("classroom", "--set", "x")],
)
def test_what_cannot_be_cited_is_refused_in_a_line(cite, arguments):
    code, out, err = cite(*arguments)
    assert (code, out, "Traceback" in err) == (2, "", False)
