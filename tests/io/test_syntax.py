"""Text that is not YAML: the place, and plain words for what people do to files."""

from __future__ import annotations

import pytest

from digisys.errors import ModelFileError
from digisys.io import parse_model
from tests.io.reading import problem, problems

QUOTE_ALL = "Put the whole text in quotes."
LOOK = (
    "Look on this line and the one above for a missing quote, bracket or colon,"
    " or wrong indentation."
)
COMMA = "A comma is missing before this, or a text with a colon has no quotes."
COMMA_CURE = "Put a comma between the entries, and a text with a colon in quotes."
SPACE = "A space is missing after the colon."
SPACE_CURE = "Write “key: value” with a space."
NO_COLON_CURE = (
    "Write “key: value”. A text that goes on from the line above is indented deeper than its key."
)
TAB = ("There is a tab here.", "Indent with spaces, two for each level.")
UNALIGNED = (
    "The indentation of this line matches no line above.",
    "Indent it exactly as the lines that it belongs with.",
)
DEEPER = (
    "This line is indented deeper than the line above, which has its value already.",
    "Give it the same indentation as the line that it belongs with.",
)
MIXED = (
    "List items and keys are mixed at the same level.",
    "Indent the items of a list deeper than the key that they belong to.",
)
BACKSLASH = (
    'A backslash inside "…" quotes starts a special sign, and this is none.',
    "Write two backslashes, or put the text in '…' quotes.",
)
AFTER_QUOTE_CURE = (
    "Put the whole text in quotes. Inside '…' an apostrophe is written twice ('');"
    ' inside "…" a quote is written \\".'
)
AFTER_QUOTE = ("There is more text after the closing quote.", AFTER_QUOTE_CURE)
AFTER_BRACKET = (
    "There is more text after the closing bracket.",
    "Put a text that starts with a bracket in quotes.",
)
DASH = "A dash here is read as the start of a list."
DASH_CURE = "Start the list on the next line, or put the text in quotes."
NO_KEY = (
    "The key before the colon is missing.",
    "Write the key, or put a text that holds a colon in quotes.",
)


def never_closed(quote: str) -> tuple[str, str]:
    return (
        f"The quote {quote} that opens here is never closed.",
        f"Close it with {quote} at the end of the text.",
    )


def open_bracket(opening: str, closing: str) -> tuple[str, str]:
    return f"The bracket {opening} that opens here is never closed.", f"Close it with {closing}."


def cannot_start(sign: str) -> tuple[str, str]:
    return f"A text cannot start with {sign} without quotes.", QUOTE_ALL


CASES = {
    "double quote": ('id: x\ntitle: "abc\nlinks: []\n', 2, 8, *never_closed('"')),
    "single quote": ("title: 'abc\nid: x\n", 1, 8, *never_closed("'")),
    "quote over a document mark": ('title: "a\n---\nb"\n', 1, 8, *never_closed('"')),
    "quote in brackets": ('title: {fi: "a, sv: b}\nid: x\n', 1, 13, *never_closed('"')),
    "quote closed by the next one": (
        'title: "abc\nid: "x"\n',
        1,
        8,
        "The quote that opens here closes only on line 2, where more text follows.",
        "Close the quote at the end of its own text.",
    ),
    "text after a quote": ('title: "foo" bar\n', 1, 14, *AFTER_QUOTE),
    "apostrophe": ("title: 'it's'\n", 1, 12, *AFTER_QUOTE),
    "list bracket": ("languages: [fi, sv\nid: x\n", 1, 12, *open_bracket("[", "]")),
    "list bracket at the end": ("id: x\nlanguages: [fi, sv\n", 2, 12, *open_bracket("[", "]")),
    "key bracket": ("title: {fi: a, sv: b\nid: x\n", 1, 8, *open_bracket("{", "}")),
    "wrong bracket": (
        "title: {fi: a, sv: b]\nid: x\n",
        1,
        21,
        "The bracket { is closed with ].",
        "Close it with }.",
    ),
    "one bracket too many": (
        "title: {fi: a}}\n",
        1,
        15,
        "The bracket } closes nothing.",
        "Remove it, or put the text in quotes.",
    ),
    "no comma between words": ("title: {fi: a sv: b}\n", 1, 17, COMMA, COMMA_CURE),
    "no comma between quotes": ('title: {fi: "a" sv: "b"}\n', 1, 17, COMMA, COMMA_CURE),
    "no comma between lines": ("title: {fi: a\n  sv: b}\n", 2, 5, COMMA, COMMA_CURE),
    "two commas": (
        "languages: [, fi]\n",
        1,
        13,
        "A value is missing before “,”.",
        "Write the value, or remove the sign.",
    ),
    "text starts with a bracket": ("title: [x] on\n", 1, 12, *AFTER_BRACKET),
    "text starts with a brace": ("title: {x} on\n", 1, 12, *AFTER_BRACKET),
    "no space, first line": ("id:tiny\ntitle: X\n", 1, 3, SPACE, SPACE_CURE),
    "no space, last line": ("schema: 1\nid:tiny\n", 2, 3, SPACE, SPACE_CURE),
    "no space, deeper": (
        "v:\n  a:\n    label: A\n    role:stock\nlinks: []\n",
        4,
        9,
        SPACE,
        SPACE_CURE,
    ),
    "no space after a dash": (
        "links:\n  -from: a\n   to: b\n",
        2,
        3,
        "A space is missing after the dash.",
        "Write “- key: value” with a space.",
    ),
    "no colon": (
        "schema: 1\nid\ntitle: X\n",
        2,
        1,
        "“id” is not followed by a colon.",
        NO_COLON_CURE,
    ),
    "no colon, last line": (
        "title: X\nid\n",
        2,
        1,
        "“id” is not followed by a colon.",
        NO_COLON_CURE,
    ),
    "colon in text": (
        "title: Tietoa: lisää\n",
        1,
        14,
        "The text holds a colon followed by a space, and has no quotes.",
        'Put the text in quotes: title: "Tietoa: lisää"',
    ),
    "colon in a long text": (
        f"title: Tietoa: {'pitkästi ' * 9}\n",
        1,
        14,
        "The text holds a colon followed by a space, and has no quotes.",
        "Put the text in quotes: …",
    ),
    "deeper than a value": ("title: X\n  id: x\n", 2, 3, *DEEPER),
    "deeper in a list": ("links:\n  - from: a\n     to: b\n", 3, 6, *DEEPER),
    "between two levels": ("v:\n    a:\n      label: A\n   b: 1\n", 4, 4, *UNALIGNED),
    "list between two levels": ("links:\n  - from: a\n - from: c\n", 3, 2, *UNALIGNED),
    "key beside a dash": ("links:\n  - from: a\n   to: b\n", 3, 4, *UNALIGNED),
    "list then keys": ("- a\nb: c\n", 2, 1, *MIXED),
    "keys then list": ("a: b\n- c\n", 2, 1, *MIXED),
    "tab": ("variables:\n\ta:\n\t\tlabel: A\n", 2, 1, *TAB),
    "tab after spaces": ("variables:\n  a:\n  \tlabel: A\n", 3, 3, *TAB),
    "tab on the next line": ("title: X\n\tY: z\n", 2, 1, *TAB),
    "at": ("title: @foo\n", 1, 8, *cannot_start("@")),
    "backtick": ("title: `foo`\n", 1, 8, *cannot_start("`")),
    "percent": ("title: %foo\n", 1, 8, *cannot_start("%")),
    "lone star": ("title: *\n", 1, 8, *cannot_start("*")),
    "lone ampersand": ("title: & foo\n", 1, 8, *cannot_start("&")),
    "exclamation": ("title: !x!foo bar\n", 1, 8, *cannot_start("!")),
    "bar": ("title: |foo\n  bar\n", 1, 8, *cannot_start("|")),
    "greater": ("title: > 5\n", 1, 8, *cannot_start(">")),
    "backslash": ('title: "C:\\data"\n', 1, 11, *BACKSLASH),
    "backslash without digits": ('title: "\\xZZ"\n', 1, 9, *BACKSLASH),
    "dash in text": ("title: - foo\n", 1, 8, DASH, DASH_CURE),
    "minus as polarity": ("links:\n  - polarity: -\n    to: b\n", 2, 15, DASH, "Write “negative”."),
    "no key": ("title: x\n: y\n", 2, 1, *NO_KEY),
    "no key, deeper": ("title: x\n  : y\n", 2, 3, *NO_KEY),
    "merge conflict": (
        "schema: 1\n<<<<<<< HEAD\nid: a\n=======\nid: b\n>>>>>>> x\n",
        2,
        1,
        "Two versions of the file have been merged, but not to the end.",
        "Keep what is right of the two and remove the lines <<<<<<<, ======= and >>>>>>>.",
    ),
    "two words as a key": ('"a" b: c\n', 1, 5, *AFTER_QUOTE),
    "key of a thousand letters": (
        "a" * 1100 + ": b\n",
        1,
        1101,
        "The file cannot be understood from here on.",
        LOOK,
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_syntax_error_is_told_in_plain_words(case: str) -> None:
    text, line, column, what, cure = CASES[case]
    found = problem(text)
    assert (found[0], found[1], found[3], found[4]) == (line, column, what, cure)


def test_the_field_around_a_syntax_error_is_named() -> None:
    assert problem("variables:\n  a:\n    label: 'x\n")[2] == "variables.a.label"
    assert problem("links:\n  - from: a\n  - to: @b\n")[2] == "links[1].to"


def test_what_was_wrong_before_a_syntax_error_is_listed_too() -> None:
    found = problems("id: a\nid: b\ntitle: 'x\n")
    assert [(line, what) for line, _, _, what, _ in found] == [
        (2, "“id” is here twice; the first is on line 1."),
        (3, "The quote ' that opens here is never closed."),
    ]


def test_lines_are_counted_as_editors_do() -> None:
    """Windows and old Macintosh line ends count once; a column is a character."""
    assert problem("id: x\r\ntitle: 'a\r\n")[:2] == (2, 8)
    assert problem("id: x\rtitle: 'a\r")[:2] == (2, 8)
    assert problem("title: 😀😀 @: x\n")[:2] == (1, 12)


def test_one_thing_where_a_list_of_things_without_required_keys_belongs() -> None:
    """Slides have optional keys only, so that there is no key to show as an example."""
    text = "schema: 1\nid: t\ntitle: T\nlanguages: [en]\nvariables: {a: {label: A}}\n"
    with pytest.raises(ModelFileError, match=r"Write it as a list: \[\{…\}\]"):
        parse_model(text + "presentation: {slides: x}\n")
