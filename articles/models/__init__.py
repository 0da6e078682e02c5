"""The nouns. Reading is a queryset method; writing is a verb of `articles.editorial`."""

from articles.models.article import Article, State
from articles.models.assignment import ReviewAssignment
from articles.models.byline import Byline, BylineRole
from articles.models.citation import Citation
from articles.models.comment import Comment
from articles.models.correction import Correction
from articles.models.feature import Feature
from articles.models.figure import Figure
from articles.models.kinship import Kinship
from articles.models.listing import Listed, Listing
from articles.models.notice import Notice, NoticeKind
from articles.models.page_views import PageViews
from articles.models.presence import Presence
from articles.models.preview_link import PreviewLink
from articles.models.publication import Publication, PublicationExpert, PublicationFile
from articles.models.record import EditorialRecord, Event, LedgerHead
from articles.models.redirect import Redirect
from articles.models.related import RelatedArticle
from articles.models.reminder import Reminder, ReminderStage
from articles.models.report import ReaderReport
from articles.models.review_link import OneTimeCode, ReviewLink
from articles.models.review_visit import ReviewVisit
from articles.models.scratch import ScratchCopy
from articles.models.search_document import SearchDocument, SearchWord
from articles.models.section import Section
from articles.models.sign_off import SignOff
from articles.models.site_page import SitePage, SitePageVersion
from articles.models.source import Source, SourceKind, SourceStatus
from articles.models.standing import ReviewState, Standing
from articles.models.stored_page import ComingChange, DroppedKey, PageGeneration, StoredPage, StoredPageKey
from articles.models.topic import Topic
from articles.models.version import Version
from articles.models.waiting_purge import WaitingPurge
from articles.models.waiver import Waiver

__all__ = [
    "Article",
    "Byline",
    "BylineRole",
    "Citation",
    "ComingChange",
    "Comment",
    "Correction",
    "DroppedKey",
    "EditorialRecord",
    "Event",
    "Feature",
    "Figure",
    "Kinship",
    "LedgerHead",
    "Listed",
    "Listing",
    "Notice",
    "NoticeKind",
    "OneTimeCode",
    "PageGeneration",
    "PageViews",
    "Presence",
    "PreviewLink",
    "Publication",
    "PublicationExpert",
    "PublicationFile",
    "ReaderReport",
    "Redirect",
    "RelatedArticle",
    "Reminder",
    "ReminderStage",
    "ReviewAssignment",
    "ReviewLink",
    "ReviewState",
    "ReviewVisit",
    "ScratchCopy",
    "SearchDocument",
    "SearchWord",
    "Section",
    "SignOff",
    "SitePage",
    "SitePageVersion",
    "Source",
    "SourceKind",
    "SourceStatus",
    "Standing",
    "State",
    "StoredPage",
    "StoredPageKey",
    "Topic",
    "Version",
    "WaitingPurge",
    "Waiver",
]
