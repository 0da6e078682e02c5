"""The verbs by which an article hands the word to somebody."""

_PRESENT = (
    "says", "adds", "explains", "notes", "recommends", "suggests", "advises", "cautions", "warns", "agrees",
    "continues", "stresses", "emphasizes", "emphasises", "believes", "estimates", "observes", "argues", "reports",
    "reminds", "writes", "tells", "states", "shares", "points out", "puts it", "describes", "urges", "confirms",
    "encourages", "concludes", "acknowledges", "admits", "counsels", "maintains", "predicts", "clarifies",
    "asks", "recalls", "sums up",
)  # fmt: skip
_PAST = (
    "said", "added", "explained", "noted", "recommended", "suggested", "advised", "cautioned", "warned", "agreed",
    "continued", "stressed", "emphasized", "told", "wrote", "stated", "shared", "pointed out",
    "reported", "concluded", "asked", "recalled", "summed up",
)  # fmt: skip
_PLURAL = ("say", "add", "explain", "note", "recommend", "suggest", "advise", "caution", "warn", "point out")

_ADVERB = "(?:(?:also|then|further|often|usually|generally|strongly|always) )?"

VERB = _ADVERB + "(?:" + "|".join((*_PRESENT, *_PAST)) + r")\b"
# "they say" is one person or several; with a name these forms are no attribution.
PLURAL_VERB = _ADVERB + "(?:" + "|".join(_PLURAL) + r")\b"
