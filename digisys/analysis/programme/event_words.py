"""Words for what is told of events."""

from __future__ import annotations

from collections.abc import Mapping

from digisys.schema.programme_events import EventKind, EventState, PointKind
from digisys.words import N_

__all__ = ["KIND_WORDS", "POINT_WORDS", "STATE_WORDS"]

KIND_WORDS: Mapping[EventKind, str] = {
    "life_event": N_("life event"),
    "business_event": N_("business event"),
}
STATE_WORDS: Mapping[EventState, str] = {
    "named": N_("named as important"),
    "studied": N_("studied"),
    "proposed": N_("a proposal"),
    "pilot": N_("in a pilot"),
    "under_way": N_("under way"),
    "done": N_("done"),
}
POINT_WORDS: Mapping[PointKind, str] = {
    "key_situation": N_("Key situation"),
    "situation": N_("Situation"),
    "change": N_("Change"),
    "phase": N_("Phase"),
    "support_need": N_("Need of support"),
    "pain_point": N_("Pain point"),
    "viewpoint": N_("Viewpoint"),
    "wellbeing_area": N_("Area of wellbeing"),
    "existing_work": N_("Existing work"),
    "open_question": N_("Open question"),
    "idea": N_("Idea"),
    "note": N_("Note"),
    "component": N_("Shared component"),
    "timeline": N_("Timeline"),
}
