from django.db import models
from django.utils.translation import gettext_lazy as _


class Source(models.TextChoices):
    """Who says something about a recommendation: a person here, a document, a database, a rule.

    Which of them is believed where they disagree is said in `importing.precedence`.
    """

    PERSON = "person", _("a person")
    WORKING_GROUP_REPORT = "working-group-report", _("report of the Working Group")
    ADDENDUM = "addendum", _("addendum with the State's views")
    THEMATIC_LIST = "thematic-list", _("thematic list of OHCHR")
    UHRI = "uhri", _("Universal Human Rights Index")
    UPR_INFO = "upr-info", _("UPR Info")
    DATASET = "dataset", _("dataset of this application")
    SPREADSHEET = "spreadsheet", _("own spreadsheet")
    RULE = "rule", _("a rule")
