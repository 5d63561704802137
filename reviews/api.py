from django.db.models import F, Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.viewsets import ReadOnlyModelViewSet

from reviews.filters import DocumentFilter, ReviewFilter
from reviews.models import Document, PublishedTotal, Review
from states.models import State
from upr_tracker.lib.addresses import ListAddressField, PageAddressField


class DocumentSerializer(serializers.ModelSerializer):
    url = serializers.HyperlinkedIdentityField("api-document-detail", lookup_field="symbol")
    source_url = serializers.URLField(
        source="url", read_only=True, help_text=_("Where its publisher offers it; empty where not known.")
    )
    review = serializers.SlugRelatedField("slug", read_only=True, allow_null=True)
    review_url = serializers.HyperlinkedRelatedField(
        "api-review-detail", source="review", lookup_field="slug", read_only=True, allow_null=True
    )

    class Meta:
        model = Document
        fields = read_only_fields = [
            "url",
            "symbol",
            "kind",
            "title",
            "publisher",
            "date",
            "language",
            "source_url",
            "review",
            "review_url",
            "note",
        ]


class ReviewDocumentSerializer(serializers.ModelSerializer):
    url = serializers.HyperlinkedIdentityField("api-document-detail", lookup_field="symbol")

    class Meta:
        model = Document
        fields = read_only_fields = ["url", "symbol", "kind", "title", "date"]


class PublishedTotalSerializer(serializers.ModelSerializer):
    document = serializers.SlugRelatedField(
        "symbol", read_only=True, allow_null=True, help_text=_("Symbol of the document that gives it.")
    )

    class Meta:
        model = PublishedTotal
        fields = read_only_fields = ["source", "document", "received", "supported", "noted", "note"]


class RecommendationCountsSerializer(serializers.Serializer):
    total = serializers.IntegerField(source="loaded", read_only=True)
    supported = serializers.IntegerField(read_only=True)
    noted = serializers.IntegerField(read_only=True)
    pending = serializers.IntegerField(read_only=True)


class CountsSerializer(serializers.Serializer):
    """What is loaded here, in both counting units."""

    recommendations = RecommendationCountsSerializer(
        source="*", read_only=True, help_text=_("Numbered items, by their position now.")
    )
    requests = serializers.IntegerField(
        read_only=True,
        help_text=_("Clauses, each once for every State that made it."),
    )


class ReviewSerializer(serializers.ModelSerializer):
    url = serializers.HyperlinkedIdentityField("api-review-detail", lookup_field="slug")
    html_url = PageAddressField(help_text=_("The page for people."))
    state_under_review_url = serializers.HyperlinkedRelatedField(
        "api-state-detail", source="state_under_review", lookup_field="code", read_only=True
    )
    documents = ReviewDocumentSerializer(many=True, read_only=True)
    published_totals = PublishedTotalSerializer(
        many=True,
        read_only=True,
        help_text=_("Numbered items as sources count them; sources that disagree stand side by side."),
    )
    counts = CountsSerializer(source="*", read_only=True)
    recommendations_url = ListAddressField("api-recommendation-list", "review", source="slug")

    class Meta:
        model = Review
        fields = read_only_fields = [
            "url",
            "html_url",
            "slug",
            "state_under_review",
            "state_under_review_url",
            "cycle",
            "session",
            "date",
            "adopted_on",
            "council_session",
            "troika",
            "note",
            "documents",
            "published_totals",
            "counts",
            "recommendations_url",
        ]
        extra_kwargs = {
            "slug": {"help_text": _("The key of the review: State and cycle, khm-2.")},
            "state_under_review": {"help_text": _("ISO 3166-1 alpha-3 code.")},
            "troika": {"help_text": _("The three States that served as rapporteurs, by code.")},
        }


@extend_schema_view(
    list=extend_schema(
        summary="Reviews",
        description="Reviews by State and cycle, with what sources say they came to and what is loaded.",
    ),
    retrieve=extend_schema(
        summary="One review", description="The review of one State in one cycle, such as `khm-2`."
    ),
)
class ReviewViewSet(ReadOnlyModelViewSet):
    """Reviews with their troika, documents, published totals and counts."""

    serializer_class = ReviewSerializer
    filterset_class = ReviewFilter
    lookup_field = "slug"
    lookup_value_regex = "[a-z]{3}-[0-9]{1,2}"

    def get_queryset(self) -> QuerySet[Review]:
        return (
            Review.objects.in_order()
            .with_counts()
            .select_related("state_under_review")
            .prefetch_related(
                Prefetch("troika", State.objects.in_order()),
                Prefetch("documents", Document.objects.order_by(F("date").asc(nulls_last=True), "symbol")),
                Prefetch(
                    "published_totals", PublishedTotal.objects.select_related("document").order_by("source")
                ),
            )
        )


@extend_schema_view(
    list=extend_schema(
        summary="Documents",
        description="The documents that positions, wordings and totals rest on, by symbol.",
    ),
    retrieve=extend_schema(
        summary="One document",
        description="A document by its symbol, with its slashes: `/documents/A/HRC/26/16/`.",
        parameters=[
            OpenApiParameter("symbol", str, OpenApiParameter.PATH, description="UN symbol or short name.")
        ],
    ),
)
class DocumentViewSet(ReadOnlyModelViewSet):
    """Documents, under the symbols by which everything else cites them."""

    queryset = Document.objects.order_by("symbol").select_related("review")
    serializer_class = DocumentSerializer
    filterset_class = DocumentFilter
    lookup_field = "symbol"
    lookup_value_regex = r"[^\x00-\x1f]+"


#: Prefix, view set and name of each list, for the router in `upr_tracker.api`.
routes = [("reviews", ReviewViewSet, "api-review"), ("documents", DocumentViewSet, "api-document")]
