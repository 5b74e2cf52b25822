import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.config.vocabulary_files import read_vocabulary


def write(folder, **files):
    for name, content in files.items():
        data = content if isinstance(content, bytes) else content.encode()
        (folder / f"{name}.csv").write_bytes(data)
    return read_vocabulary(folder)


def lines(files):
    return [(problem.line, problem.message) for problem in files.problems]


def test_missing_files_are_empty_lists(tmp_path):
    files = read_vocabulary(tmp_path)
    assert files.problems == ()
    assert not files.vocabulary.terms
    assert not files.vocabulary.synonyms


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_line_ends_comments_and_the_order_of_columns(tmp_path, encoding, end):
    rows = [
        "# 用語",
        "",
        "kind, Term ,reading",
        "製品名,ﾓｲｽﾄ①髙,もいすと",
        ",,",
        "  # 注",
        ",しっとり,",
        "kind,term,reading",
    ]
    files = write(tmp_path, dictionary=end.join(rows).encode(encoding))
    assert files.problems == ()
    assert [(t.text, t.reading, t.kind) for t in files.vocabulary.terms] == [
        ("モイスト1高", "モイスト", "製品名"),
        ("しっとり", "", "用語"),
    ]


@pytest.mark.parametrize(
    ("row", "part"),
    [
        ("光,,", "so short"),
        ("もち,,", "so short"),
        ("、。,,", "neither letter nor digit"),
        ("［氏名1］様,,", "placeholder"),
        ("あ" * 61 + ",,", "longer than 60"),
        (",ヨミ,用語", "term is empty"),
        ('"声,,', "quotation mark"),
        ("声がけ,a,用語", "not in kana"),
        ("声がけ,コエ,製品", "did you mean '製品名'?"),
        ("声がけ,コエ,用語,余り", "4 cells under 3 columns"),
    ],
)
def test_a_broken_row_is_named_and_the_rest_is_used(tmp_path, row, part):
    files = write(tmp_path, dictionary=f"term,reading,kind\n{row}\nしっとりミスト,,\n")
    ((line, message),) = lines(files)
    assert (line, part in message) == (2, True), message
    assert str(files.problems[0]).startswith(f"{tmp_path / 'dictionary.csv'}:2: ")
    assert "しっとりミスト" in files.vocabulary.readings


def test_a_term_twice_names_the_first_line(tmp_path):
    files = write(tmp_path, dictionary="term\nモイスト\n\nﾓｲｽﾄ\n")
    assert lines(files) == [(4, "term 'ﾓｲｽﾄ' is already in line 2; delete one of the two")]


@pytest.mark.parametrize(
    ("content", "part"),
    [
        ("読み,種類\nコエ,用語\n", "the header lacks the column term"),
        (b"\xff\xfe\x00", "neither UTF-8 nor CP932"),
        ("term,yomi\n声がけ,コエ\n", "unknown column 'yomi'"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(tmp_path, content, part):
    assert part in lines(write(tmp_path, dictionary=content))[0][1]


def synonyms(tmp_path, *rows):
    files = write(tmp_path, synonyms="\n".join(["representative,variants", *rows]))
    return files.vocabulary.synonyms, lines(files)


def test_variants_words_and_patterns_with_bars_in_them(tmp_path):
    found, problems = synonyms(
        tmp_path, "スマートフォン,ｽﾏﾎ | 携帯", "サポートセンター,/サポ|コルセン/|CS|/サポ.?セン/"
    )
    assert problems == []
    assert found.exact == {"スマホ": "スマートフォン", "携帯": "スマートフォン", "CS": "サポートセンター"}
    assert list(found.patterns) == ["サポ|コルセン", "サポ.?セン"]


def test_a_loop_keeps_its_first_direction(tmp_path):
    found, problems = synonyms(tmp_path, "A社,B社", "B社,C社", "C社,A社", "D社,E社")
    assert found.exact == {"B社": "A社", "C社": "A社", "E社": "D社"}
    assert [(line, "closes a loop" in text) for line, text in problems] == [(3, False), (4, True)]


def test_a_chain_goes_to_its_end_and_is_told(tmp_path):
    found, problems = synonyms(tmp_path, "B社,A社|/A.社/", "C社,B社")
    assert (found.exact, found.patterns) == ({"A社": "C社", "B社": "C社"}, {"A.社": "C社"})
    assert problems == [
        (
            2,
            "representative 'B社' is itself a variant of 'C社' (line 3); its variants go to 'C社': write 'C社' here",
        )
    ]


def test_a_variant_with_two_representatives_and_one_of_itself(tmp_path):
    found, problems = synonyms(tmp_path, "端末,スマホ|端末", "電話機,スマホ|子機", "端末,スマホ")
    assert found.exact == {"スマホ": "端末", "子機": "電話機"}
    assert [line for line, _ in problems] == [2, 3, 4]
    assert "variant of itself" in problems[0][1]
    assert "already stands for '端末' (line 2)" in problems[1][1]


@pytest.mark.parametrize(
    ("variants", "part"),
    [
        ("/(a+)+$/", "could run for ever"),
        ("/(/", "no regular expression"),
        ("/.*/", "matches the empty word"),
        ("/.+/", "nothing in common"),
        ("/[ぁ-ん]+/", "nothing in common"),
        ("/[[:alpha:]]+x/", "no regular expression"),
        ("//", "matches the empty word"),
        ("サポ||セン", "delete the extra |"),
    ],
)
def test_a_bad_variant_is_named_and_its_neighbours_are_used(tmp_path, variants, part):
    found, problems = synonyms(tmp_path, f"サポート,{variants}|ヘルプ")
    assert part in problems[0][1]
    assert found.exact["ヘルプ"] == "サポート"


def test_stop_words(tmp_path):
    files = write(tmp_path, stop_words="word\n弊店\n弊店\n、\n")
    assert files.vocabulary.stop_words == {"弊店", "、"}
    assert lines(files) == [(3, "word '弊店' is already in line 2; delete one of the two")]


CELLS = st.sampled_from(
    [
        "A社",
        "B社",
        "C社",
        "/A+/",
        "/(a*)*/",
        "",
        "|",
        '"',
        ",",
        "#",
        "えーと",
        "\x00",
        "［氏名1］",
        "\n",
        "term",
    ]
)


@settings(max_examples=150, deadline=None)
@given(rows=st.lists(st.lists(CELLS, max_size=5).map("".join), max_size=8))
def test_no_file_stops_the_night_and_no_representative_is_a_variant(tmp_path_factory, rows):
    folder = tmp_path_factory.mktemp("config")
    text = "\n".join(rows)
    files = write(
        folder,
        dictionary="term,reading\n" + text,
        synonyms="representative,variants\n" + text,
        stop_words=text,
    )
    exact = files.vocabulary.synonyms.exact
    assert not set(exact) & {*exact.values(), *files.vocabulary.synonyms.patterns.values()}


@settings(max_examples=100, deadline=None)
@given(data=st.binary(max_size=200))
def test_any_bytes_are_survived(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("config")
    write(folder, dictionary=data, synonyms=b"representative,variants\n" + data, stop_words=b"word\n" + data)


def test_a_folder_or_a_link_in_a_circle_is_named_and_counts_as_empty(tmp_path):
    (tmp_path / "dictionary.csv").mkdir()
    (tmp_path / "synonyms.csv").symlink_to("synonyms.csv")
    files = write(tmp_path, stop_words="word\n弊店\n")
    assert [(p.line, "cannot be read" in p.message) for p in files.problems] == [(1, True), (1, True)]
    assert files.vocabulary.stop_words == {"弊店"}


@pytest.mark.parametrize(("most", "other"), [("utf-8", "cp932"), ("cp932", "utf-8")])
def test_a_line_in_another_encoding_is_named_and_the_others_are_used(tmp_path, most, other):
    content = (
        "term\n置き配\nしっとりミスト\n".encode(most) + "受注番号\n".encode(other) + "定期便".encode(most)
    )
    files = write(tmp_path, dictionary=content)
    assert [term.text for term in files.vocabulary.terms] == ["置き配", "しっとりミスト", "定期便"]
    ((line, message),) = lines(files)
    assert line == 4
    assert "type it in again" in message


def test_a_line_with_nul_and_a_cell_over_two_lines_cost_no_other_line(tmp_path):
    files = write(tmp_path, dictionary='term,kind\n置\0き配,\n"しっとり\nミスト",製品名\n定期便,\n')
    assert [term.text for term in files.vocabulary.terms] == ["定期便"]
    assert [line for line, _ in lines(files)] == [2, 3, 4]


@pytest.mark.parametrize("header", ["term;reading;kind", "term\treading\tkind"])
def test_other_separators_are_named(tmp_path, header):
    ((line, message),) = lines(write(tmp_path, dictionary=f"{header}\n置き配\n"))
    assert line == 1
    assert "separate the columns by commas" in message


def test_a_sentence_by_mistake_is_not_repeated_in_messages(tmp_path):
    sentence = "先日そちらで購入した冷蔵庫が冷えず困っている者で電話は九九九九です" * 2
    for files in (
        write(tmp_path, dictionary=f"term,reading,kind\n{sentence},,\n置き配,{sentence},{sentence}\n"),
        write(tmp_path, synonyms=f"representative,variants\n代表語,{sentence}|{sentence}|/({sentence}/\n"),
        write(tmp_path, stop_words=f"word\n{sentence}\n{sentence}\n"),
    ):
        assert files.problems
        assert not any("冷蔵庫" in message for _, message in lines(files))


def test_patterns_beyond_a_thousand_are_told_once(tmp_path):
    rows = "".join(f"代表{i},/変種{i}号?/\n" for i in range(1_003))
    files = write(tmp_path, synonyms="representative,variants\n" + rows)
    assert len(files.vocabulary.synonyms.patterns) == 1_000
    assert [line for line, _ in lines(files)] == [1_002]
