"""The web application: all routes behind the guard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException

from voiceguide.errors import VoiceguideError
from voiceguide.web import _api, _pages
from voiceguide.web._answers import answer_error
from voiceguide.web._guard import MOST_BODY_SECONDS, Guard

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from voiceguide.web._site import Site


def make_app(site: Site, *, body_seconds: float = MOST_BODY_SECONDS) -> ASGIApp:
    """The application of a site.

    Parameters
    ----------
    site : Site
    body_seconds : float, optional
        A body that takes longer is refused.
    """
    handlers = dict.fromkeys((HTTPException, VoiceguideError, Exception), answer_error)
    app = Starlette(routes=[*_api.ROUTES, *_pages.ROUTES], exception_handlers=handlers)
    app.state.site = site
    return Guard(app, site.network, body_seconds)
