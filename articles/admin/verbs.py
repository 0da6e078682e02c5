"""The buttons of an article: one entry per verb, with who is offered it when, and what it asks for.

What is offered is a courtesy. The verb is the gate: a post to any of these addresses meets the same refusal.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from articles.admin.overview import Situation
from articles.admin.verb_forms import (
    AssignForm,
    CorrectForm,
    MinorForm,
    NothingForm,
    PublishForm,
    ReinstateForm,
    ScheduleForm,
    VerbForm,
    WarnForm,
    WithdrawForm,
)
from articles.editorial import workflow
from articles.editorial.roles import Role
from articles.models import State

WRITING = (Role.WRITER, Role.EDITOR)


@dataclass(frozen=True)
class Verb:
    """One button: its words, its form, and the verb of the workflow behind it."""

    name: str
    label: str
    form: type[VerbForm]
    roles: tuple[Role, ...]
    is_possible: Callable[[Situation], bool]
    perform: Callable[..., Any]
    explanation: str
    done: str
    is_main: bool = False
    is_grave: bool = False

    @property
    def url_name(self) -> str:
        return f"articles_article_{self.name}"

    @property
    def asks(self) -> bool:
        """Whether a form comes before the verb; else the button does it at once."""
        return bool(self.form.base_fields)

    def is_offered(self, situation: Situation) -> bool:
        return situation.is_one_of(*self.roles) and self.is_possible(situation)


def _can_be_submitted(now: Situation) -> bool:
    is_unsubmitted = now.state in (State.DRAFT, State.CHANGES_REQUESTED) and now.latest is not None
    return is_unsubmitted or now.has_too_little


def _can_go_public(now: Situation) -> bool:
    is_withdrawn = now.withdrawn is not None and now.withdrawn.version_id == now.latest.pk
    is_ready = now.state == State.APPROVED and not now.has_too_little
    return is_ready and not now.latest_is_live and not now.scheduled and not is_withdrawn


def _has_badge(now: Situation) -> bool:
    return now.standing is not None and now.standing.has_badge


def _can_be_minor(now: Situation) -> bool:
    is_ahead = now.latest is not None and not now.latest_is_live
    return now.state in (State.DRAFT, State.CHANGES_REQUESTED) and _has_badge(now) and is_ahead and not now.scheduled


VERBS = (
    Verb(
        name="submit",
        label="Submit for review",
        form=NothingForm,
        roles=WRITING,
        is_possible=_can_be_submitted,
        perform=workflow.submit_for_review,
        explanation="The text is locked until a reviewer decides or somebody recalls it.",
        done="Submitted for review.",
        is_main=True,
    ),
    Verb(
        name="recall",
        label="Recall",
        form=NothingForm,
        roles=WRITING,
        is_possible=lambda now: now.state == State.IN_REVIEW,
        perform=workflow.recall,
        explanation="The version comes back from review, and you can go on writing.",
        done="Recalled. You can go on writing.",
    ),
    Verb(
        name="assign",
        label="Assign…",
        form=AssignForm,
        roles=(Role.EDITOR,),
        is_possible=lambda now: now.state == State.IN_REVIEW,
        perform=workflow.assign,
        explanation="Ask a medical reviewer to decide. Whoever could not approve it cannot be asked.",
        done="The reviewer was asked.",
        is_main=True,
    ),
    Verb(
        name="publish",
        label="Publish…",
        form=PublishForm,
        roles=(Role.EDITOR,),
        is_possible=_can_go_public,
        perform=workflow.publish,
        explanation="Readers see the approved version at once.",
        done="Published.",
        is_main=True,
    ),
    Verb(
        name="schedule",
        label="Schedule…",
        form=ScheduleForm,
        roles=(Role.EDITOR,),
        is_possible=_can_go_public,
        perform=workflow.schedule,
        explanation="Readers see the approved version from a moment that you choose.",
        done="Scheduled.",
    ),
    Verb(
        name="unschedule",
        label="Unschedule",
        form=NothingForm,
        roles=(Role.EDITOR,),
        is_possible=lambda now: now.scheduled is not None,
        perform=workflow.unschedule,
        explanation="What is live stays live, and what was to come does not come.",
        done="Unscheduled.",
    ),
    Verb(
        name="publish-minor",
        label="Publish as a minor edit…",
        form=MinorForm,
        roles=(Role.EDITOR,),
        is_possible=_can_be_minor,
        perform=workflow.publish_minor,
        explanation="For a change that provably says the same, such as a capital letter. The review date stays.",
        done="Published as a minor edit.",
    ),
    Verb(
        name="correct",
        label="Correct…",
        form=CorrectForm,
        roles=(Role.EDITOR,),
        is_possible=lambda now: _has_badge(now) and now.state != State.IN_REVIEW and not now.scheduled,
        perform=workflow.correct,
        explanation="Put a dated correction notice on the live page.",
        done="The correction stands on the page.",
    ),
    Verb(
        name="warn",
        label="Warn readers…",
        form=WarnForm,
        roles=(Role.EDITOR,),
        is_possible=lambda now: now.live is not None,
        perform=workflow.warn_readers,
        explanation="Put a safety notice above the live page: a recalled drug, a retracted source. Text and seal stay.",
        done="The safety notice stands above the page.",
    ),
    Verb(
        name="lift-warning",
        label="Lift the safety notice",
        form=NothingForm,
        roles=(Role.EDITOR,),
        is_possible=lambda now: now.live is not None and bool(now.live.safety_notice),
        perform=workflow.lift_warning,
        explanation="Take the safety notice off the page. The ledger keeps that it stood there.",
        done="The safety notice is lifted.",
    ),
    Verb(
        name="withdraw",
        label="Withdraw…",
        form=WithdrawForm,
        roles=(Role.EDITOR,),
        is_possible=lambda now: now.live is not None and not now.scheduled,
        perform=workflow.withdraw,
        explanation="Take the live page away. Lists, search and feeds drop it at once.",
        done="Withdrawn. Readers who come to the page are told why.",
        is_grave=True,
    ),
    Verb(
        name="reinstate",
        label="Reinstate…",
        form=ReinstateForm,
        roles=(Role.EDITOR,),
        is_possible=lambda now: now.withdrawn is not None,
        perform=workflow.reinstate,
        explanation="Bring the withdrawn page back as it was.",
        done="The page is back.",
    ),
)


def offered(situation: Situation) -> list[Verb]:
    return [verb for verb in VERBS if verb.is_offered(situation)]
