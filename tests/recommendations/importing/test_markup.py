"""HTML in the cells of an export."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recommendations.importing.readers.markup import plain


@pytest.mark.parametrize(
    ("printed", "words"),
    [
        ("Go on", "Go on"),
        ("<p>Go</p><p class='x'>on</p>", "\nGo\n\non\n"),
        ("Go<br>on<BR/>now", "Go\non\nnow"),
        ("H<sub>2</sub>O", "H2O"),
        ("a&nbsp;b &amp; c &lt; d", "a\xa0b & c < d"),
        ("&amp;nbsp;&amp;amp;", "\xa0&"),
        ("&lt;p&gt;Go&lt;/p&gt;", "\nGo\n"),
        ("<!-- note -->Go<o:p></o:p>", "Go"),
        ("<td>a</td><td>b</td>", " a  b "),
        ("children < 5 and adults > 60", "children < 5 and adults > 60"),
        ("<b", "<b"),
        ("&#" + "9" * 5000 + ";", "&#" + "9" * 5000 + ";"),
    ],
)
def test_tags_go_and_entities_become_characters(printed, words):
    assert plain(printed) == words


@settings(deadline=None)
@given(
    printed=st.lists(st.sampled_from(["<", ">", "&", "p", "/", "!--", "#", "x", ";", "lt", " "])).map("".join)
)
def test_whatever_is_printed_becomes_words(printed):
    assert "<p>" not in plain(printed)
