"""Compile the catalogues of translations when a wheel is built."""

import atexit
import shutil
import tempfile
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogueHook(BuildHookInterface):  # type: ignore[type-arg]
    """Put ``digisys.mo`` where ``digisys.po`` stands; a checkout needs no compiled files."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile each catalogue into a folder of its own and name it to the builder."""
        if version == "editable":
            return
        root = Path(self.root)
        spec = spec_from_file_location("catalogue", root / "digisys" / "catalogue.py")
        if spec is None or spec.loader is None:
            raise FileNotFoundError(root / "digisys" / "catalogue.py")
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        folder = Path(tempfile.mkdtemp())
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        for source in sorted((root / "digisys" / "locale").glob("*/LC_MESSAGES/*.po")):
            inside = source.relative_to(root).with_suffix(".mo")
            made = folder / inside.as_posix().replace("/", "-")
            made.write_bytes(module.compile_catalogue(source.read_text("utf-8")))
            build_data["force_include"][str(made)] = inside.as_posix()
