"""A small corpus for tests of the search, and queries drawn from its words. Item: wording or summary."""

from hypothesis import strategies as st

from recommendations.models import Recommendation
from tests.factories import DocumentFactory, ReviewFactory

SUMMARIES = {
    1: "Ratify the Optional Protocol to the Convention against Torture (OP-CAT)",
    2: "Abolish the death penalty in law",
    3: "Consider abolishing the death penalty, and ratifying the Second Optional Protocol",
    4: "Promote women's access to education and to schools in rural areas",
    5: "Educate girls about their rights",
    6: "Strengthen cooperation with Côte d’Ivoire on trafficking",
    7: "Penalties for death threats are too low",
    8: "Possibly use technology, as is right for us; technological progress may be possible",
    9: "Guarantee freedom of assembly and assemble a team of 12 in the 1990s; A/HRC/26/16, x@example.org",
    10: "ធានាសិទ្ធិ women ខ្មែរ និង Løgstør, Türkiye, Sa\u0303o Tome\u0301 ☎️ 50%",
    11: "Discriminatory laws discriminate: end discrimination in policing, police and policies. I agree",
}

#: Official wording with a summary beside it: no phrase reaches from one to the other.
BOTH = {
    12: ("Train judges and prosecutors; end impunity for death", "Penalty reform: train the police"),
    13: ("Enhance the independence of the judiciary and of women judges", "Improve courts"),
}

TEXTS = {item: (text,) for item, text in SUMMARIES.items()} | BOTH


def make_corpus():
    review, document = ReviewFactory(), DocumentFactory()
    Recommendation.objects.bulk_create(
        [
            *(
                Recommendation(review=review, paragraph=118, item=item, summary=summary)
                for item, summary in SUMMARIES.items()
            ),
            *(
                Recommendation(
                    review=review, paragraph=118, item=item, text=text, text_source=document, summary=summary
                )
                for item, (text, summary) in BOTH.items()
            ),
        ]
    )


def _words():
    words = sorted({word for texts in TEXTS.values() for text in texts for word in text.split()})
    others = ["ratifies", "educated", "women", "penalties", "technologies", "assembled", "possible", "is",
              "as", "us", "i", "u", "a", "x", "CÔTE", "Cote", "turkiye", "Sao", "tomé", "lögstor", "zebra",
              "1990", "death ☎️", "policy", "s", "2*6", "NEAR", "NEAR(", "^death", "text:death", "a&b",
              "!", "<->", "\x00", "'", "\\", "🗳️", "្", "%s", "%"]  # fmt: skip
    return st.sampled_from([*words, *others])


@st.composite
def _pieces(draw):
    word = draw(_words())
    shape = draw(st.sampled_from(["{}", "{}", "{}", "-{}", "{}*", "-{}*", '"{}', "{}-{}", '"{} {}"',
                                  '-"{} {}"', '"{} {}*"', '"{} {} {}"']))  # fmt: skip
    words = [word, draw(_words()), draw(_words())]
    cut = draw(st.integers(1, 12))
    return shape.format(
        *(word[:cut] if "*" in shape and place == 0 else word for place, word in enumerate(words))
    )


@st.composite
def _stretches(draw):
    """A stretch of a text as it stands, as a phrase."""
    words = draw(st.sampled_from([text for texts in TEXTS.values() for text in texts])).split()
    first = draw(st.integers(0, len(words) - 1))
    return '"{}"'.format(" ".join(words[first : first + draw(st.integers(1, 4))]))


QUERIES = st.lists(
    st.one_of(_pieces(), _stretches(), st.sampled_from(["OR", "OR", "AND", "-", "*"])), max_size=4
).map(" ".join)

_OPERATORS = ["NEAR", "NOT", "AND", "OR", "NEAR(a b, 2)", "a:b", "^a", "a*", '"', "-", "<->", "!", "&", "|"]

ANYTHING = st.one_of(
    st.text(max_size=30),
    st.text(alphabet=st.sampled_from("ab*-\"'()ORND :^&|!<>\\%\x00é កខ្មែរ🗳️{}+"), max_size=30),
    st.lists(st.sampled_from(_OPERATORS)).map(" ".join),
)


def items(queryset):
    return list(queryset.values_list("item", flat=True))
