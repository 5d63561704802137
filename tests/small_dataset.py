"""The smallest dataset that `load_fixtures` takes: one recommendation of one review, assessed once."""

import copy
import json
from io import StringIO
from pathlib import Path

from django.core.management import call_command

SMALL = {
    "states.json": {
        "regional_groups": [
            {"slug": "asia-pacific", "name": "Asia-Pacific States", "short_name": "Asia-Pacific"}
        ],
        "states": [
            {
                "code": "KHM",
                "code2": "KH",
                "name": "Cambodia",
                "formal_name": "the Kingdom of Cambodia",
                "regional_group": "asia-pacific",
                "membership": "member",
                "other_names": [{"name": "Kampuchea", "from": 1979, "until": 1989}],
            },
            {
                "code": "PSE",
                "code2": "PS",
                "name": "State of Palestine",
                "formal_name": "the State of Palestine",
                "regional_group": None,
                "membership": "observer",
                "other_names": [],
            },
        ],
    },
    "reviews.json": {
        "cycles": [{"number": 2, "starts": "2012-05", "ends": "2016-11"}],
        "sessions": [{"number": 18, "cycle": 2, "year": 2014, "starts": "2014-01-27", "ends": "2014-02-07"}],
        "documents": [
            {
                "symbol": "upr-info-2015-08",
                "kind": "database",
                "title": "UPR Info's database",
                "date": None,
                "language": "en",
            }
        ],
        "reviews": [
            {
                "state": "KHM",
                "cycle": 2,
                "session": 18,
                "date": "2014-01-28",
                "adopted_on": None,
                "council_session": 26,
                "troika": ["PSE"],
                "note": "The report misprints a date.",
                "documents": [
                    {
                        "symbol": "A/HRC/26/16",
                        "kind": "working-group-report",
                        "title": "Report",
                        "date": "2014-03-27",
                        "language": "en",
                    }
                ],
                "published_totals": [
                    {"source": "A/HRC/26/16", "received": 205, "supported": 171, "noted": None}
                ],
            }
        ],
    },
    "themes.json": {
        "vocabularies": [{"slug": "uhri", "name": "UHRI themes", "version": "", "source": ""}],
        "themes": [
            {"slug": "rights", "name": "Rights", "parent": None},
            {"slug": "right-to-education", "name": "Right to education", "parent": "rights"},
        ],
        "names": [{"vocabulary": "uhri", "name": "Education", "themes": ["right-to-education"]}],
    },
    "affected_groups.json": [{"slug": "children", "name": "Children", "other_names": []}],
    "sdgs.json": [{"number": 4, "name": "Quality education"}],
    "columns.json": {"upr-info": {"state": ["SuR", "To"], "text": ["Recommendation"]}},
    "recommendations/khm-2.json": {
        "review": "khm-2",
        "recommendations": [
            {
                "number": "118.5",
                "summary": "Ensure that every child goes to school.",
                "source": {"document": "A/HRC/26/16", "place": "paragraph 118"},
                "clauses": [{"states": ["PSE"]}],
                "responses": [
                    {
                        "position": "supported",
                        "document": "A/HRC/26/16",
                        "paragraph": "118",
                        "date": "2014-01-31",
                    },
                    {
                        "position": "noted",
                        "document": "A/HRC/26/16",
                        "paragraph": "",
                        "date": "2014-06-26",
                        "stated_as": "rejected",
                    },
                ],
                "themes": ["right-to-education"],
                "groups": ["children"],
                "goals": [4],
                "action": {"category": 4, "verb": "ensure", "rule": "guide-verb"},
                "tag_source": "person",
            }
        ],
    },
    "organisations.json": [
        {"slug": "ministry", "name": "Ministry", "kind": "government", "state": "KHM", "website": ""}
    ],
    "assessments/khm-2.json": {
        "review": "khm-2",
        "assessments": [
            {
                "recommendation": "118.5",
                "organisation": "ministry",
                "status": "in-progress",
                "confidence": "low",
                "considered_up_to": "2015-01-01",
                "narrative": "The ministry reported that schools are being built.",
                "evidence": [
                    {
                        "document": "upr-info-2015-08",
                        "place": "paragraph 5",
                        "title": "Schools under construction",
                        "stance": "supports",
                    }
                ],
            }
        ],
    },
}


def load_small(folder: Path, change=None) -> str:
    """Load the small files after `change` has had its way with them; answer what was printed."""
    files = copy.deepcopy(SMALL)
    if change:
        change(files)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content if isinstance(content, str) else json.dumps(content))
    printed = StringIO()
    call_command("load_fixtures", folder, stdout=printed)
    return printed.getvalue()
