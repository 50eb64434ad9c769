"""The door itself: the tools, served over standard input and output."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from digisys._version import __version__
from digisys.assistant.shelf import Shelf
from digisys.assistant.tools import Tools
from digisys.errors import MissingPackageError

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer

__all__ = ["make_server"]

_INSTRUCTIONS = """\
Causal-loop models with evidence. Every reply carries its claims with the links that they follow
(paths, links), the weakest evidence among them, how sure each is and why, and the view that was
asked. Say no more than the sentences and claims of a reply, and pass on what limits them. A reply
with status "refused" means that the model does not hold what was asked; tell its offers instead of
answering from elsewhere. Suggested links are proposals: no answer counts them.
"""


def make_server(folder: Path | None = None, default: str = "digikompassi") -> MCPServer:
    """Make the server that assistants talk to.

    Parameters
    ----------
    folder
        The folder whose model files may be read; the bundled models only when absent.
    default
        The model that is asked where none is named.

    Returns
    -------
    mcp.server.mcpserver.MCPServer
        Its ``run()`` serves over standard input and output until these are closed.

    Raises
    ------
    MissingPackageError
        If the extra ``mcp`` is not installed.
    """
    try:
        from mcp.server.mcpserver import MCPServer
        from mcp_types import ToolAnnotations
    except ImportError as error:
        raise MissingPackageError("mcp", "mcp") from error
    tools = Tools(Shelf(folder), default)
    server: MCPServer = MCPServer(
        "digisys", version=__version__, instructions=_INSTRUCTIONS, log_level="WARNING"
    )
    for tool in tools.every():
        writes = tool.__name__ == "suggest_links"
        server.add_tool(
            tool,
            annotations=ToolAnnotations(
                read_only_hint=not writes, destructive_hint=False, open_world_hint=False
            ),
            structured_output=True,
        )

    def a_model(name: str) -> str:
        from digisys.io.format import format_model

        return format_model(tools.shelf.model(name))

    server.resource(
        "digisys://models/{name}",
        name="model",
        description="A model as its YAML file, read only.",
        mime_type="application/yaml",
    )(a_model)
    return server
