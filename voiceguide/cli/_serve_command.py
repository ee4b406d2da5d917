"""``voiceguide serve``: opens the page on which routines are made, heard and kept."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from voiceguide.cli._context import common_options, settings_of
from voiceguide.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voiceguide.web import Network

_LIBRARIES = ("starlette", "uvicorn", "segno")
FOLDER_VARIABLE = "VOICEGUIDE_ROUTINES"
"""Environment variable that names the folder of kept routines."""


@click.command("serve")
@click.option("--host", default="127.0.0.1", metavar="ADDRESS", help="Address to listen at. [127.0.0.1]")
@click.option("--port", type=click.IntRange(0, 65535), default=8400, metavar="N", help="Port. [8400]")
@click.option("--lan", is_flag=True, help="Let phones in the same network in: prints an address and a code.")
@click.option("--new-token", is_flag=True, help="Lock out the devices that were let in before.")
@click.option(
    "--host-name",
    "names",
    multiple=True,
    metavar="NAME",
    help="A name by which a proxy forwards to it; may be repeated.",
)
@click.option("--root-path", default="", metavar="PATH", help="The path under which a proxy has it.")
@click.option(
    "--routines",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help=f"Where routines are kept. [${FOLDER_VARIABLE}, or the platform's folder]",
)
@click.option("--pack", metavar="PACK", help="A pack of points: a name, or a file of your own.")
@click.option("--open", "show", is_flag=True, help="Open it in the browser.")
@common_options
def command(
    host: str,
    port: int,
    lan: bool,
    new_token: bool,
    names: tuple[str, ...],
    root_path: str,
    routines: Path | None,
    pack: str | None,
    show: bool,
) -> None:
    """Open a page on which to make, hear and keep routines, on this computer or a phone.

    Nobody else reaches it without --lan. Ctrl-C ends it.
    """  # fmt: skip
    missing = [name for name in _LIBRARIES if importlib.util.find_spec(name) is None]
    if missing:
        raise InputError(
            f"the page needs {', '.join(missing)}; install it with: pip install 'voiceguide[web]'"
        )
    from voiceguide.packs import default_pack, pack_named
    from voiceguide.web import Site, bind, link, run

    root = f"/{root_path.strip('/')}" if root_path.strip("/") else ""
    points = pack_named(pack) if pack else default_pack()
    folder = routines or _folder()
    bound = bind("0.0.0.0" if lan and host == "127.0.0.1" else host, port)  # noqa: S104 (asked for)
    port = bound.getsockname()[1]
    network = _network(bound.getsockname()[0], port, root, folder, lan=lan, names=names, new_token=new_token)
    site = Site(
        folder,
        points,
        network,
        cache_dir=settings_of().cache_dir,
        on_notice=lambda notice: click.echo(f"voiceguide: {notice}", err=True),
    )
    here = link("localhost" if lan else host, port, root, network.token)

    def tell() -> None:
        _tell(network, here, lan=lan)
        if show:
            import webbrowser

            webbrowser.open(here)

    try:
        run(site, bound, on_start=tell, behind_proxy=bool(names))
    finally:
        site.close()
        bound.close()


def _network(
    host: str, port: int, root: str, folder: Path, *, lan: bool, names: Sequence[str], new_token: bool
) -> Network:
    from voiceguide.web import LOOPBACK, Network, is_loopback, kept_token, lan_addresses, link

    everywhere = host in {"0.0.0.0", "::"}  # noqa: S104 (asked for)
    others = lan_addresses() if everywhere else [] if is_loopback(host) else [host]
    closed = is_loopback(host) and not names
    token = None if closed and not lan else kept_token(folder / "token", new=new_token)
    return Network(
        hosts=frozenset({*LOOPBACK, host, *others, *(name.lower() for name in names)}),
        token=token,
        root=root,
        addresses=tuple(link(address, port, root) for address in others),
        invitations=tuple(link(address, port, root, token) for address in others),
    )


def _tell(network: Network, here: str, *, lan: bool) -> None:
    from voiceguide.web import terminal_code

    click.echo(f"The page is at {here}")
    for address in network.invitations:
        click.echo(f"In the network: {address}")
    if lan and network.invitations:
        click.echo(terminal_code(network.invitations[0]), nl=False)
        click.echo("Scan it with the phone's camera. Who has this address can use the page.")
    elif lan:
        click.echo("voiceguide: this computer is in no network", err=True)
    settings_of().note("Ctrl-C ends it.")


def _folder() -> Path:
    if named := os.environ.get(FOLDER_VARIABLE):
        return Path(named)
    import platformdirs

    return platformdirs.user_data_path("voiceguide", appauthor=False) / "routines"
