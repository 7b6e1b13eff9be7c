"use strict";
/* The closed forms of the model, in plain JavaScript: the same numbers as the program's, held against it by a test.
   Letters as in sim/core/flow.py and sim/core/lanchester.py: n troops, r casualties a day, p returning share, a and b
   first and last day of return, c recruits a day, t days; x and y strengths, a and b losses of each side per enemy and
   day. */
const attrition = (() => {
  /* Days covered at a constant rate; Infinity for never. Losses before day 0 return too where `counted`. */
  function days(n, r, p, a, b, counted, c) {
    const slope = r - c;
    if (counted) {
      const net = slope - p * r;
      return net > 0 ? n / net : Infinity;
    }
    if (slope <= 0) return Infinity;
    if (n <= slope * a) return n / slope;
    if (b > a) {
      const k = p * r / (2 * (b - a)), m = n - slope * a, root = slope * slope - 4 * k * m;
      const after = root >= 0 ? 2 * m / (slope + Math.sqrt(root)) : Infinity;
      if (after <= b - a) return a + after;
    }
    const lost = slope * b - p * r * (b - a) / 2, net = slope - p * r;
    return net > 0 ? b + (n - lost) / net : Infinity;
  }

  /* Losses up to day t less those of them who are back, none of before day 0 (people). */
  function netLosses(t, r, p, a, b) {
    const within = Math.min(Math.max(t - a, 0), b - a);
    const back = b > a ? within * within / (2 * (b - a)) + Math.max(t - b, 0) : Math.max(t - a, 0);
    return r * (t - p * back);
  }

  /* Standard deviation of the days covered from day-to-day noise, first order: v variance over mean, w correlation. */
  function noiseDays(n, r, v, w) {
    return Math.sqrt(v * (1 + w) / (1 - w) * n) / r;
  }

  /* What makes n troops at r a day last just t days, one assumption at a time, earlier casualties counted. */
  function flips(n, r, t) {
    return {troops: r * t, rate: n / t, share: 1 - n / (r * t), recruits: r - n / t};
  }

  /* Days until one side is used up under the square law; Infinity where they match. */
  function duration(x, y, a, b) {
    if (x === 0 || y === 0) return 0;
    const mine = Math.sqrt(b) * x, yours = Math.sqrt(a) * y;
    return Math.atanh(Math.min(mine, yours) / Math.max(mine, yours)) / Math.sqrt(a * b);
  }

  /* What is left of each side when the other is used up under the square law. */
  function survivors(x, y, a, b) {
    return [Math.sqrt(Math.max(x * x - a / b * y * y, 0)), Math.sqrt(Math.max(y * y - b / a * x * x, 0))];
  }

  /* Both strengths after t days of the square law. */
  function square(x, y, a, b, t) {
    if (t >= duration(x, y, a, b)) return survivors(x, y, a, b);
    const w = Math.sqrt(a * b), c = Math.cosh(w * t), s = Math.sinh(w * t) / w;
    return [x * c - a * y * s, y * c - b * x * s];
  }

  /* What is left of each side at the end, when `people` join the first on `day`. */
  function fight(x, y, a, b, day, people) {
    const then = square(x, y, a, b, day);
    return survivors(then[0] + people, then[1], a, b);
  }

  return {days, netLosses, noiseDays, flips, duration, survivors, square, fight};
})();
