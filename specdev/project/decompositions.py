"""What a model proposes for the plan of a product: asked for, and kept beside the PRD."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

from pydantic import ValidationError

from ..compiler.pages import templates
from ..compiler.planning import target
from ..compiler.planning.proposal import Kept, Proposal
from ..diagnostics import Span
from ..llm import configured
from ..model import Prd
from ..planner.tasks import decomposing
from ..planner.tasks.attempt import ENDED
from ..planner.tasks.decomposing import Decomposed
from ..resources import TEMPLATES
from . import Project

PROPOSAL = "decomposition.json"
"""What a model proposed for the plan, below the spec's folder."""
Propose = Callable[[Prd, target.Target, Span, Proposal | None], Decomposed]
"""Asks a model; the place is for what it has to say, the proposal is the one that stands."""


def by_model(project: Project) -> bool:
    """Whether the settings have a model plan."""
    planner, model = project.config.planner, project.config.model
    return planner == "model" or (planner == "auto" and configured.named({"model": model.model_dump()}))


def proposed(
    project: Project, prd: Prd, aim: target.Target, place: Span, propose: Propose | None, anew: bool = False
) -> Decomposed:
    """What a model proposes for the plan; nothing where the rules plan, or nobody can be asked."""
    if not by_model(project):
        return Decomposed(Proposal())
    kept = None if anew else _kept(project, prd.slug)
    if kept and kept.inputs == decomposing.inputs(prd, aim, project.config, prompts(project)):
        return Decomposed(kept.proposal)
    earlier = kept.proposal if kept else None
    found = propose(prd, aim, place, earlier) if propose else _unasked(place)
    if earlier and not found.complete and not found.proposal.parts:
        return replace(found, proposal=earlier)  # what it says of items that are still there
    return found


def _unasked(place: Span) -> Decomposed:
    said = ENDED.at(place, trouble="nobody is there to ask it")
    return Decomposed(Proposal(), (said,), complete=False)


def _kept(project: Project, slug: str) -> Kept | None:
    """The proposal on disk; None where there is none, or it is not readable."""
    path = project.root / project.spec_path(slug) / PROPOSAL
    try:
        return Kept.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None


def prompts(project: Project) -> str:
    """The prompts that a model is asked with."""
    return repr([template(project, f"prompts/{name}.md.j2") for name in decomposing.PROMPTS])


def template(project: Project, name: str) -> str:
    shadow = project.root / templates.SHADOWS / name
    return (shadow if shadow.is_file() else TEMPLATES / name).read_text(encoding="utf-8")


def text(project: Project, prd: Prd, aim: target.Target, proposal: Proposal) -> str:
    kept = Kept(inputs=decomposing.inputs(prd, aim, project.config, prompts(project)), proposal=proposal)
    data = {"specdev": kept.specdev, **kept.model_dump(mode="json", exclude_defaults=True)}
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
