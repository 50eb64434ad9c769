// Lengths of time and moments in the model's unit: a twin of digisys/answers/times.py.

import { say, sayCount, sayNumber } from "../words.js";

/**
 * A length of time with its unit.
 * @param {number} length
 * @param {TimeUnit} [unit]
 */
export function durationText(length, unit = "years") {
  const count = Number.isInteger(length) ? length : 2;
  const values = { time: sayNumber(length) };
  switch (unit) {
    case "months":
      return sayCount("{time} month", "{time} months", count, values);
    case "weeks":
      return sayCount("{time} week", "{time} weeks", count, values);
    case "days":
      return sayCount("{time} day", "{time} days", count, values);
    case "hours":
      return sayCount("{time} hour", "{time} hours", count, values);
    default:
      return sayCount("{time} year", "{time} years", count, values);
  }
}

/**
 * A year, or the time with its unit that a model's clock shows.
 * @param {Moment} moment
 */
export function momentText({ time, unit }) {
  return unit === "years" ? sayNumber(time) : durationText(time, unit);
}

/**
 * What levels in a table or chart are of: those in a year, or at a moment.
 * @param {Times} times
 * @param {number} time
 */
export function levelsCaption({ unit = "years" }, time) {
  return unit === "years"
    ? say("Levels in {year}: median and range (90%)", { year: time })
    : say("Levels at {time}: median and range (90%)", { time: durationText(time, unit) });
}

/**
 * What the shades of a map are: levels or differences, in a year or at a moment.
 * @param {Times} times
 * @param {number} time
 * @param {boolean} difference
 */
export function heatCaption({ unit = "years" }, time, difference) {
  if (unit !== "years") {
    const values = { time: durationText(time, unit) };
    return difference ? say("Difference at {time}", values) : say("Level at {time}", values);
  }
  return difference
    ? say("Difference in {year}", { year: time })
    : say("Level in {year}", { year: time });
}

/**
 * Where a course ends, in words.
 * @param {Times} times
 * @param {number} time
 * @param {{ title: string; level: string; low: string; high: string }} values
 */
export function courseEnd({ unit = "years" }, time, values) {
  return unit === "years"
    ? say("{title}: {level} in {year}, range {low} to {high}", { ...values, year: time })
    : say("{title}: {level} at {time}, range {low} to {high}", {
        ...values,
        time: durationText(time, unit),
      });
}

/**
 * The unit of time as a word.
 * @param {TimeUnit} unit
 */
export function unitName(unit) {
  return {
    years: say("years"),
    months: say("months"),
    weeks: say("weeks"),
    days: say("days"),
    hours: say("hours"),
  }[unit];
}
