"""Validates a document against a model and reports every mistake at once, each with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from voiceguide.errors import InputError, YamlError
from voiceguide.yamlfile._complaints import keys_apart, missing_choice, unknown_key, wrong_shape, wrong_value
from voiceguide.yamlfile._document import locate, refuse, step_to
from voiceguide.yamlfile._known_keys import known_keys, models_at
from voiceguide.yamlfile._model import from_values
from voiceguide.yamlfile._unions import UNKNOWN_KEY, UnionMismatch, sort_out

if TYPE_CHECKING:
    from collections.abc import Collection

    from pydantic_core import ErrorDetails

    from voiceguide.yamlfile._document import Document, KeyPath

    T = TypeVar("T")


def validate(model: type[T], document: Document, error: type[InputError] = YamlError) -> T:
    """Check a document against a model.

    Parameters
    ----------
    model : type
        A :func:`~voiceguide.yamlfile._model.model`. Scalars come to it as strings, which it may
        convert (``int``, ``bool``, an enum, a mark).
    document : Document
    error : type of InputError
        The class to raise.

    Raises
    ------
    InputError
        Of class ``error``: the one thing that is wrong.
    InputErrors
        All things that are wrong, in the file's order.
    """
    from pydantic import ValidationError

    try:
        return from_values(model, document.root)
    except ValidationError as e:
        judge = _Judge(model, document, error)
        findings = sort_out(e.errors(include_url=False), document)
        try:
            refuse([complaint for finding in findings for complaint in judge.complaints(finding)])
        except InputError as refusal:
            raise refusal from e
        raise  # pydantic never fails without a detail


class _Judge:
    """Turns findings into errors of the caller's class, each with a place."""

    def __init__(self, model: type, document: Document, error: type[InputError]) -> None:
        self.model = model
        self.document = document
        self.error = error

    def complaints(self, finding: ErrorDetails | UnionMismatch) -> list[InputError]:
        if not isinstance(finding, UnionMismatch):
            return [self._complaint(finding)]
        return self._undecided(finding)

    def _complaint(self, detail: ErrorDetails) -> InputError:
        loc = detail["loc"]
        path = locate(self.document, loc)
        if detail["type"] == UNKNOWN_KEY:
            key = str(loc[-1])
            allowed = self._allowed(path[:-1], without=(key,))
            return self.error(unknown_key(key, allowed), self.document.key_place(path))
        message = wrong_value(path, detail)
        message += self._hint(path, message)
        if loc[-1:] == ("[key]",):
            return self.error(message, self.document.key_place(path))
        return self.error(message, self.document.places[path])

    def _undecided(self, muddle: UnionMismatch) -> list[InputError]:
        """Several members of a union are equally near: say what any of them would allow."""
        place = self.document.places[muddle.path]
        if not muddle.fits:
            message = wrong_shape(muddle.path, muddle.details)
            return [self.error(message + self._hint(muddle.path, message), place)]
        unknown = {str(d["loc"][-1]): d for d in muddle.details if d["type"] == UNKNOWN_KEY}
        if unknown:
            known = self._allowed(muddle.path, without=unknown)
            if len(unknown) > 1 and all(key in known for key in unknown):
                return [self.error(keys_apart(muddle.path, unknown), place)]
            return [self._complaint(detail) for key, detail in unknown.items() if key not in known]
        missing = [str(detail["loc"][-1]) for detail in muddle.details if detail["type"] == "missing"]
        if missing:
            return [self.error(missing_choice(muddle.path, missing), place)]
        if all(locate(self.document, detail["loc"]) == muddle.path for detail in muddle.details):
            return [self.error(wrong_shape(muddle.path, muddle.details), place)]
        distinct = {(locate(self.document, d["loc"]), d["msg"]): d for d in muddle.details}
        return [self._complaint(detail) for detail in distinct.values()]

    def _hint(self, path: KeyPath, message: str) -> str:
        """How to write what is meant."""
        if "must be a mapping" in message or "must be a list" in message:
            return self._how(path, is_list="must be a list" in message)
        if path not in self.document.bracketed:
            is_lines = message.endswith("must be text or a mapping, not a list")
            return "; several lines are one text, after a '|'" if is_lines else ""
        if "must be text" not in message:
            return ""
        bracket = "[" if isinstance(step_to(self.document, path), list) else "{"
        return f"; text that begins with {bracket!r} must be in quotes"

    def _how(self, path: KeyPath, *, is_list: bool) -> str:
        """How a mapping is written that stands at a path, or a list."""
        models = models_at(self.model, path)
        keys = known_keys(models, {})[:2]
        if not path:
            return f"; it begins with '{keys[0]}: ...'"
        # a value that holds no model has the one around it
        last = max((number for number, key in enumerate(path) if isinstance(key, str)), default=0)
        is_known = len(models) == 1 and models != models_at(self.model, path[:last])
        written = f"{{{', '.join(f'{key}: ...' for key in keys)}}}" if is_known and keys else ""
        if is_list:
            return f"; write - {written}" if written else "; begin each line of it with '- '"
        return f"; write {written}" if written else ""

    def _allowed(self, path: KeyPath, without: Collection[str]) -> list[str]:
        """Keys that the model allows at a path, judged by those there that are not in doubt."""
        value = step_to(self.document, path)
        sure = {k: v for k, v in value.items() if k not in without} if isinstance(value, dict) else {}
        return known_keys(models_at(self.model, path), sure)
