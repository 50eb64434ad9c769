"""The chart of a result: one verb for every kind that has one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digisys.analysis.matrix.result import Matrix
from digisys.analysis.measures.result import Measures
from digisys.exchange.equation_scores import EquationScores
from digisys.exchange.run_equations import EquationRuns
from digisys.simulation.monitoring.organisations_result import Organisations

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from digisys.render.plots.dynamics import Plotted

__all__ = ["plot"]


def plot(
    result: Plotted | Measures | Matrix | EquationRuns | EquationScores | Organisations,
    *,
    outcome: str | int | None = None,
    language: str | None = None,
) -> Figure:
    """Draw a result as a chart that a report can use as it is, and a notebook shows.

    Parameters
    ----------
    result
        A run or an ensemble (targets as small multiples, or one outcome), a comparison, a
        dominance (stacked areas), a sensitivity (bars), a calibration (predictions and what
        was observed), organisations (a panel a scenario), runs of equations (stocks), their
        loop scores (stacked areas), measures (the quadrants of influence and dependence) or a
        matrix (heat map).
    outcome
        For runs and ensembles, one variable, target or area; all targets when absent.
    language
        ``fi``, ``sv`` or ``en``; the model's first when absent.

    Returns
    -------
    matplotlib.figure.Figure
        The figure; it belongs to no window of pyplot. Save it with ``savefig``.

    Raises
    ------
    UnknownNameError
        If the outcome means nothing in the model.

    Examples
    --------
    >>> import digisys
    >>> run = digisys.simulate_once(digisys.load("digikompassi"), "leadership-push")
    >>> figure = digisys.plot(run, outcome="target 11", language="en")
    >>> len(figure.axes)
    1
    """
    if isinstance(result, Measures):
        from digisys.render.plots.measures import plot_measures

        return plot_measures(result, language=language)
    if isinstance(result, Organisations):
        from digisys.render.plots.organisations import plot_organisations

        return plot_organisations(result, language=language)
    if isinstance(result, Matrix):
        from digisys.render.plots.structure import plot_matrix

        return plot_matrix(result, language=language)
    if isinstance(result, EquationRuns):
        from digisys.render.plots.equation_runs import plot_equation_runs

        return plot_equation_runs(result, language=language)
    if isinstance(result, EquationScores):
        from digisys.render.plots.equation_scores import plot_equation_scores

        return plot_equation_scores(result, language=language)
    from digisys.render.plots.dynamics import plot as plot_dynamics

    return plot_dynamics(result, outcome=outcome, language=language)
