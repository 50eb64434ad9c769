// Steps, ramps and pulses over time: a twin of digisys/simulation/system/signals.py.

const TIME_TOLERANCE = 1e-9;

/**
 * The size of a step, ramp or pulse at a moment.
 * @param {Signal} signal
 * @param {number} time
 * @param {boolean} before
 */
export function signalAt(signal, time, before) {
  if (signal.shape === "ramp" && signal.end !== null) {
    const share = (time - signal.start) / (signal.end - signal.start);
    return signal.size * Math.min(Math.max(share, 0), 1);
  }
  const moment = time + (before ? -TIME_TOLERANCE : TIME_TOLERANCE);
  const over = signal.end !== null && moment >= signal.end;
  return moment >= signal.start && !over ? signal.size : 0;
}

/**
 * @param {Change[]} changes
 * @param {number} time
 * @param {boolean} before
 */
export function multiplierAt(changes, time, before) {
  return changes.reduce(
    (product, item) =>
      product * (item.before + (item.after - item.before) * signalAt(item.signal, time, before)),
    1,
  );
}
