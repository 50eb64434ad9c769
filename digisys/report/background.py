"""Work that goes on beside a page that is edited: figures of many draws, and maps with ways."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from digisys.errors import DigisysError
from digisys.report.page.make import page_maps
from digisys.schema import Model
from digisys.workshop.edit_figures import STAGES, EditFigures, edit_figures

__all__ = ["Background", "Work"]

#: Versions whose results are kept for pages that come back to them by undoing.
_MOST_KEPT = 16


@dataclass
class Work:
    """What was found of a version so far.

    Attributes
    ----------
    version
        The version.
    figures
        The figures of the last stage that is done; None before the first.
    done
        Whether all stages are done.
    maps
        The maps by language; None before they are made, or where they cannot be.
    """

    version: str
    figures: EditFigures | None = None
    done: bool = False
    maps: dict[str, dict[str, Any]] | None = field(default=None, repr=False)


class _Overtaken(Exception):
    """There is a newer version to work on."""


class Background:
    """Finds figures and maps of the newest version only, in a thread of its own.

    First come figures of a few draws, then the maps, then surer figures. Work on a version
    ends when a newer one comes.

    Examples
    --------
    >>> import digisys
    >>> with Background() as work:
    ...     work.begin("v1", digisys.load("archetypes/fixes-that-fail"))
    ...     work.wait("v1", 60)
    ...     work.of("v1").figures.draws
    True
    4000
    """

    def __init__(self) -> None:
        self._news = threading.Condition()
        self._wanted: tuple[str, Model] | None = None
        self._ended = False
        self._found: OrderedDict[str, Work] = OrderedDict()
        self._thread = threading.Thread(target=self._run, name="digisys-figures", daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.end()

    def begin(self, version: str, model: Model) -> None:
        """Work on a version from now on, and on no other."""
        with self._news:
            self._wanted = version, model
            self._news.notify_all()

    def of(self, version: str) -> Work | None:
        """Return what was found of a version; None if nobody worked on it."""
        with self._news:
            return self._found.get(version)

    def wait(self, version: str, seconds: float) -> bool:
        """Wait until a version is done, and tell whether it is."""

        def is_done() -> bool:
            work = self._found.get(version)
            return work is not None and work.done

        with self._news:
            return self._news.wait_for(is_done, seconds)

    def end(self) -> None:
        """End the work."""
        with self._news:
            self._ended = True
            self._news.notify_all()
        self._thread.join()

    def _run(self) -> None:
        while True:
            with self._news:
                self._news.wait_for(lambda: self._ended or self._wanted is not None)
                if self._ended or self._wanted is None:
                    return
                version, model = self._wanted
                self._wanted = None
                work = self._found.setdefault(version, Work(version))
                self._found.move_to_end(version)
                while len(self._found) > _MOST_KEPT:
                    self._found.popitem(last=False)
            try:
                self._do(work, model)
            except _Overtaken:
                continue

    def _do(self, work: Work, model: Model) -> None:
        if work.done:
            return
        for stage in STAGES:
            if work.figures is None or work.figures.draws < stage:
                figures = edit_figures(model, stage, progress=self._go_on)
                with self._news:
                    work.figures = figures
            if work.maps is None:
                self._make_maps(work, model)
        with self._news:
            work.done = True
            self._news.notify_all()

    def _make_maps(self, work: Work, model: Model) -> None:
        try:
            maps = page_maps(model, self._go_on)
        except DigisysError:
            return  # too large to be drawn, which the page tells
        with self._news:
            work.maps = maps

    def _go_on(self, _done: float, _total: float | None) -> None:
        """End the work where there is a newer version; called by the work now and then."""
        if self._ended or self._wanted is not None:
            raise _Overtaken
