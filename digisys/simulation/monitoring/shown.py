"""Measurements of organisations as observations of the variables that they show."""

from __future__ import annotations

from digisys.simulation.monitoring.measurements import Measurements, subject_label
from digisys.simulation.monitoring.standing import variables_shown
from digisys.simulation.observations.observations import Observation, Observations
from digisys.words import say

__all__ = ["as_observations"]


def as_observations(measurements: Measurements, language: str | None = None) -> Observations:
    r"""Tell measurements of indicators as observations of the variables that they show.

    Parameters
    ----------
    measurements
        Of one organisation or several; they tell how well an indicator must stand for a
        variable.
    language
        The language of the names of indicators; the model's first when absent.

    Returns
    -------
    Observations
        One for each value and each variable that it shows, in order of time. What has no
        value, or nothing that makes a level of it, is left out and never zero.

    Examples
    --------
    >>> import digisys, pathlib, tempfile
    >>> model = digisys.load("digikompassi")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "town.csv")
    ...     _ = path.write_text("indicator,value,date\nautomation_rate,20 %,2024\n", "utf-8")
    ...     found = as_observations(digisys.read_measurements(path, model), "en")
    >>> [(item.outcome, item.value, item.unit) for item in found.items]
    [('variable:service_automation', 20.0, '%')]
    """
    model, programme = measurements.model, measurements.programme
    language = language or model.default_language
    names = {
        name: say("{name} (made up)", language, name=name) if name in measurements.made_up else name
        for name in measurements.organisations
    }
    found = []
    for item in measurements.items:
        if item.value is None or item.scale is None:
            continue
        level = item.scale.level(item.value)
        named = not item.subject.startswith("variable:")
        for variable, sign in variables_shown(item.subject, measurements):
            found.append(
                Observation(
                    f"variable:{variable}",
                    item.time,
                    sign * level,
                    item.scale.spread(item.value, item.uncertainty),
                    item.value,
                    item.unit,
                    subject_label(item.subject, model, programme, language) if named else "",
                    item.date,
                    item.source,
                    names[item.organisation],
                    item.place,
                )
            )
    return Observations(model, tuple(found), measurements.without_data, measurements.problems)
