"""The JSON API as it is documented: its calls, and JSON Schemas of what goes in and comes out."""

from __future__ import annotations

from typing import Any, Final

from voiceguide.compose import YES, asked
from voiceguide.packs import Pack
from voiceguide.script import Script
from voiceguide.web._downloads import KINDS
from voiceguide.yamlfile import json_schema

ENDPOINTS: Final = (
    ("GET", "/api", "This list."),
    ("GET", "/api/schema", "JSON Schemas: request, plan, routine, timeline, job, script, pack."),
    ("GET", "/api/commands", "The player's commands, named as everywhere: which the page has, by which key, "
     "and which only voiceguide play has."),
    ("GET", "/api/packs", "The packs of points that routines may be made of; an id is what pack takes in "
     "a request."),
    ("POST", "/api/packs", 'Keep a pack of your own: {"pack": "..."}. The same text has the same id '
     "everywhere."),
    ("POST", "/api/packs/check", 'What is wrong with a pack: {"pack": "..."}; as /api/check.'),
    ("DELETE", "/api/packs/{id}", "Delete it; routines that were made of it stay."),
    ("GET", "/api/pack?pack=ID", "The points of a pack, with all that is known of them."),
    ("GET", "/api/voices", "The voices that can speak here."),
    ("GET", "/api/plan?minutes=10&points=BL-43", "What a request will become; nothing is spoken. "
     "422 with the nearest requests that can be met, if it cannot."),
    ("POST", "/api/check", 'What is wrong with a script: {"script": "..."}. Errors and warnings have lines.'),
    ("GET", "/api/routines", "The kept routines."),
    ("POST", "/api/routines", 'Keep one: {"request": {"minutes": 10}} or {"script": "...", "name": "..."}.'),
    ("GET", "/api/routines/{id}", "One routine, with its script, and its sound if that was begun."),
    ("PATCH", "/api/routines/{id}", 'Change it: {"name": "..."} or {"script": "..."}.'),
    ("DELETE", "/api/routines/{id}", "Delete it."),
    ("POST", "/api/routines/{id}/play", "Begin to make its sound: an MP3 that can be played, and sought in, "
     "while it is made."),
    ("GET", "/api/routines/{id}/timeline", "What is heard when, once its sound was begun; it may still "
     "move until settled is true."),
    ("POST", "/api/routines/{id}/files", 'Make a file for download: {"format": "m4b"}.'),
    ("GET", "/routines/{id}/download.{format}", "The file; the answer comes once it is made."),
    ("GET", "/api/jobs", "What is being made, and what was of late."),
    ("DELETE", "/api/jobs/{id}", "Cancel it."),
    ("GET", "/api/events", "Jobs as server-sent events, whenever something changes."),
)  # fmt: skip
"""Method, path, and what each call does."""


def schemas() -> dict[str, Any]:
    """All schemas, by name."""
    text: dict[str, Any] = {"type": "string"}
    maybe_text: dict[str, Any] = {"type": ["string", "null"]}
    number: dict[str, Any] = {"type": "number"}
    whole: dict[str, Any] = {"type": "integer", "minimum": 0}
    texts: dict[str, Any] = {"type": "array", "items": text}
    chapter = _object(title=text, start_ms=whole, ms=whole, point=maybe_text, side=maybe_text)
    span = _object(start=whole, frames=whole, point=text, side=text)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "request": {
            "type": "object",
            "additionalProperties": False,
            "properties": {"pack": text} | {name: _asked(name) for name in asked() if name != "lexicon"},
        },
        "plan": _object(
            title=text, length_ms=whole, sure={"type": "boolean"}, talk=maybe_text, points=texts,
            hold_ms={"type": "object", "additionalProperties": whole}, needs=texts, postures=texts,
            left_out=texts, chapters={"type": "array", "items": chapter}, link=text,
        ),
        "routine": _object(
            id=text, name=text, made=whole, seconds=number, asked=maybe_text, pack=text, page=text),
        "timeline": _object(
            version=whole, rate=whole, frames=whole, title=text, settled={"type": "boolean"},
            tracks={"type": "array", "items": _object(
                name=text,
                cues={"type": "array", "items": _object(
                    start=whole, frames=whole, kind={"enum": ["say", "chime"]}, gain_db=number, text=text,
                    chime=text, point=text, side=text)})},
            chapters={"type": "array", "items": _object(
                start=whole, end=whole, title=text, point=text, side=text)},
            holds={"type": "array", "items": span},
        ),
        "job": _object(
            id=text, kind={"enum": ["play", "download"]},
            format={"enum": [*KINDS, None]}, routine=text, title=text,
            state={"enum": ["waiting", "running", "done", "failed", "cancelled"]}, doing=text, done=whole,
            total=whole, seconds_left={"type": ["integer", "null"]}, error=maybe_text,
        ),
        "error": _object(error=_object(
            message=text, nearest={"type": "array", "items": _object(say=text, link=text)})),
        "script": json_schema(Script),
        "pack": json_schema(Pack),
    }  # fmt: skip


def _object(**properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def _asked(name: str) -> dict[str, Any]:
    """The schema of one thing that can be asked for."""
    entry = asked()[name]
    one: dict[str, Any] = {"type": ["number", "string"] if entry.number else "string"}
    if entry.choices:
        either: list[str | bool] = [True, False] if YES in entry.choices else []
        one = {"enum": [*entry.choices, *either]}
    if entry.number:
        one |= {"minimum": entry.number[0], "maximum": entry.number[1]}
    whole = {"anyOf": [one, {"type": "array", "items": one}]} if entry.repeated else one
    return {**whole, "description": entry.help}
