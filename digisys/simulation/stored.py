"""What results of dynamics that can be kept in a file have in common."""

from __future__ import annotations

from abc import abstractmethod
from pathlib import Path
from typing import TYPE_CHECKING

from digisys.answers.answer import Answer

if TYPE_CHECKING:
    import xarray as xr

    from digisys.simulation.storage import Packed

__all__ = ["StoredAnswer"]


class StoredAnswer(Answer):
    """Base of results that pack themselves into arrays, for files and for xarray.

    A subclass gives :meth:`packed` and a class method ``unpacked(about, arrays)``, which
    makes the result again, and stands in the table of kinds of
    :mod:`digisys.simulation.storage`.
    """

    @abstractmethod
    def packed(self) -> Packed:
        """Return the result as arrays and plain data."""

    def to_xarray(self) -> xr.Dataset:
        """Return the arrays with named axes as an xarray dataset (extra ``xarray``).

        Raises
        ------
        MissingPackageError
            If xarray is not installed.
        """
        from digisys.simulation.storage import to_xarray

        return to_xarray(self.packed())

    def save(self, path: str | Path, *, force: bool = False) -> None:
        """Write the result to a NetCDF file without loss; see :func:`digisys.load_result`.

        Parameters
        ----------
        path
            The file, usually ending in ``.nc``.
        force
            Whether to replace a file that is there already.

        Raises
        ------
        OutputError
            If the file is there already, or cannot be written; then an old file is as it
            was.
        """
        from digisys.simulation.storage import save_packed

        save_packed(self.packed(), path, force=force)
