/* One lesson on one screen: predict, reveal, explain, one question. Texts, controls and facts come from the page. */
const page = JSON.parse(document.getElementById("page").textContent);
const {facts, words} = page;
const at = (id) => document.getElementById(id);

/* ---------------------------------------------------------------------------------------------- numbers in words */

function number(value, places) {
  const digits = {minimumFractionDigits: places, maximumFractionDigits: places};
  return new Intl.NumberFormat(page.locale, digits).format(value);
}

function count(value) {
  return number(Math.round(value), 0);
}

function short(value) {
  return Number.isInteger(value) ? count(value) : number(value, Math.abs(value) < 100 ? 1 : 0);
}

function day(value) {
  if (!Number.isFinite(value)) return words.never;
  const places = Math.abs(value) < 99.95 ? 1 : 0;
  const form = places ? "part" : new Intl.PluralRules(page.lang).select(Math.round(value));
  return `${number(value, places)}\u00a0${words[`day.${form}`] ?? words["day.many"]}`;
}

/* Days that somebody chose, without decimals they do not have. */
function whole(value) {
  return `${count(value)}\u00a0${words[`day.${new Intl.PluralRules(page.lang).select(value)}`] ?? words["day.many"]}`;
}

function percent(share) {
  const value = Math.round(1000 * share) / 10;
  return `${number(value, Number.isInteger(value) ? 0 : 1)}\u00a0%`;
}

const written = {days: day, people: count, count, percent: (value) => percent(value / 100), times: short};

function fill(template, places) {
  return template.replace(/\{(\w+)\}/g, (whole, name) => places[name] ?? whole);
}

/* Reads 1,234.5 and 1 234,5 alike: in each language its own separators. */
function readNumber(text) {
  const [decimal, group] = page.separators;
  const plain = text.trim().split(group).join("").replace(/[\s\u00a0]/g, "").replace(decimal, ".").replace("%", "");
  return /^-?\d*\.?\d+$|^\d+\.$/.test(plain) ? Number(plain) : NaN;
}

/* ------------------------------------------------------------------------------------------------------ lessons */

/* Each: what the model answers, what stands in its sentences, what is drawn, and the question's answer. */
const lessons = {
  1: (v) => {
    const answer = attrition.days(v.troops, v.rate, 0, 0, 0, true, 0);
    return {
      answer, unit: "days",
      places: {n: count(v.troops), r: count(v.rate), d: day(answer), exact: number(answer, 3), t: whole(30)},
      bars: [[words["bar.model"], answer, day(answer)]],
      question: {answer: 30 * v.rate, unit: "people", sum: `${count(v.rate)} × 30`},
    };
  },
  2: (v) => {
    const p = v.share / 100, {rate, first, last} = facts;
    const gross = attrition.days(v.troops, rate, 0, first, last, false, 0);
    const answer = attrition.days(v.troops, rate, p, first, last, false, 0);
    const middle = (first + last) / 2, large = attrition.days(1e5, rate, p, first, last, false, 0);
    const sum = answer > last
      ? `(${count(v.troops)} / ${count(rate)} − ${number(p, 2)} × ${short(middle)}) / (1 − ${number(p, 2)})`
      : "";
    return {
      answer, unit: "days", variant: answer > last ? "long" : "short",
      places: {n: count(v.troops), r: count(rate), p: percent(p), a: count(first), b: count(last), sum, d: day(answer),
               gross: day(gross), gain: day(answer - gross), large: day(large)},
      bars: [[words["bar.gross"], gross, day(gross)], [words["bar.net"], answer, day(answer)]],
      question: {answer: large / attrition.days(1e5, rate, 0, first, last, false, 0), unit: "times",
                 sum: `${day(large)} / ${day(1e5 / rate)}`},
    };
  },
  3: (v) => {
    const {rate, dispersion, correlation} = facts, p = v.share / 100;
    const bare = attrition.days(v.troops, rate, 0, 0, 0, true, 0);
    const moved = attrition.days(v.troops, rate, p, 0, 0, true, 0) - bare;
    const answer = attrition.noiseDays(v.troops, rate, dispersion, correlation);
    return {
      answer, unit: "days",
      places: {n: count(v.troops), r: count(rate), p: percent(p), d: fine(answer), moved: day(moved), bare: day(bare),
               v: number(dispersion * (1 + correlation) / (1 - correlation), 1), times: number(moved / answer, 1)},
      bars: [[words["bar.noise"], answer, fine(answer)], [words["bar.assumption"], moved, day(moved)]],
      question: {answer: attrition.noiseDays(100 * v.troops, rate, dispersion, correlation) / answer, unit: "times",
                 sum: "√100"},
    };
  },
  4: (v) => {
    const flips = attrition.flips(v.troops, facts.rate, v.days);
    const answer = 100 * Math.max(flips.share, 0), done = flips.share <= 0;
    const range = [100 * facts.low, 100 * facts.high], inside = range[0] <= answer && answer <= range[1];
    return {
      answer, unit: "percent", variant: done ? "done" : inside ? "inside" : "outside",
      places: {n: count(v.troops), r: count(facts.rate), t: whole(v.days), tn: count(v.days), p: percent(answer / 100),
               low: percent(facts.low), high: percent(facts.high), troops: count(flips.troops), rate: count(flips.rate)},
      bars: [[words["bar.flip"], answer, percent(answer / 100)], [words["bar.low"], range[0], percent(facts.low)],
             [words["bar.high"], range[1], percent(facts.high)]],
      question: {answer: Math.max(flips.recruits, 0), unit: "people",
                 sum: `${count(facts.rate)} − ${count(v.troops)} / ${count(v.days)}`},
    };
  },
  5: (v) => {
    const {x, y, hit} = facts, [answer, other] = attrition.fight(x, y, hit, hit, v.day, v.people);
    const early = attrition.fight(x, y, hit, hit, 0, v.people)[0], whole = x + v.people;
    return {
      answer, unit: "people", variant: answer > 0 ? "won" : "lost",
      places: {x: count(x), y: count(y), n: count(v.people), day: count(v.day), d: count(answer), other: count(other),
               whole: count(whole), squares: count(x * x + v.people * v.people), square: count(whole * whole),
               enemy: count(y * y), r2: number(facts.r2, 2)},
      bars: [[words["bar.model"], answer, count(answer)]],
      curves: curves(v),
      question: {answer: early, unit: "people",
                 sum: early > 0 ? `√(${count(whole)}² − ${count(y)}²)` : `${count(whole)}² < ${count(y)}²`},
    };
  },
};

function fine(days) {
  return `${number(days, 2)}\u00a0${words["day.part"]}`;
}

/* Both strengths over time, the first side's with its jump. */
function curves(v) {
  const {x, y, hit} = facts, points = [], then = attrition.square(x, y, hit, hit, v.day);
  for (let step = 0; step <= 10 * facts.days; step += 1) {
    const t = step / 10, now = t < v.day
      ? attrition.square(x, y, hit, hit, t)
      : attrition.square(then[0] + v.people, then[1], hit, hit, t - v.day);
    points.push([t, now[0], now[1]]);
  }
  return points;
}

/* ------------------------------------------------------------------------------------------------------- drawings */

const svg = (name, attributes, text) => {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
};

function drawBars(target, bars, name) {
  const longest = Math.max(...bars.map((bar) => bar[1]).filter(Number.isFinite), 1e-9), height = 30 * bars.length + 4;
  const drawing = svg("svg", {viewBox: `0 0 460 ${height}`, role: "img", "aria-label": name});
  bars.forEach(([label, value, shown, mine], row) => {
    const width = Math.max(1, 200 * Math.min(value / longest, 1.15)), y = 30 * row + 4;
    drawing.append(
      svg("text", {x: 142, y: y + 16, "text-anchor": "end"}, label),
      svg("rect", {x: 150, y, width, height: 22, class: mine ? "mine" : "model"}),
      svg("text", {x: 156 + width, y: y + 16}, shown),
    );
  });
  target.replaceChildren(drawing);
}

function drawCurves(target, points, name) {
  const top = 1.05 * Math.max(...points.flatMap((p) => [p[1], p[2]])), last = points[points.length - 1][0];
  const place = (t, z) => `${(46 + 400 * t / last).toFixed(1)},${(176 - 160 * z / top).toFixed(1)}`;
  const drawing = svg("svg", {viewBox: "0 0 460 214", role: "img", "aria-label": name});
  drawing.append(svg("path", {d: "M46,16V176H446", class: "axis"}));
  for (let t = 0; t <= last; t += 5) {
    drawing.append(svg("text", {x: 46 + 400 * t / last, y: 191, "text-anchor": "middle"}, count(t)));
  }
  for (let z = 0; z <= top; z += 500) {
    drawing.append(svg("text", {x: 41, y: 180 - 160 * z / top, "text-anchor": "end"}, count(z)));
  }
  drawing.append(svg("text", {x: 246, y: 208, "text-anchor": "middle"}, words["axis.days"]));
  [["ours", 1, words["bar.ours"]], ["theirs", 2, words["bar.theirs"]]].forEach(([kind, column, label], row) => {
    const d = `M${points.map((p) => place(p[0], p[column])).join("L")}`;
    drawing.append(svg("path", {d, class: kind}), svg("text", {x: 444, y: 28 + 18 * row, "text-anchor": "end",
                                                               class: `${kind}-word`}, label));
  });
  target.append(drawing);
}

/* --------------------------------------------------------------------------------------------------------- the page */

const state = {guess: null};

function values() {
  return Object.fromEntries(page.controls.map((key) => [key, Number(at(key).value)]));
}

function show() {
  const lesson = lessons[page.number](values()), {places} = lesson;
  for (const key of page.controls) {
    const chosen = Number(at(key).value), unit = at(key).dataset.unit;
    const shown = unit === "days" ? whole(chosen) : written[unit](chosen);
    at(`${key}-shown`).textContent = shown;
    at(key).setAttribute("aria-valuetext", shown);
  }
  at("situation").textContent = fill(words.situation, places);
  at("asked").textContent = fill(words.question, places);
  if (state.guess === null) return;
  const write = written[lesson.unit], gap = state.guess - lesson.answer;
  const near = !Number.isFinite(lesson.answer) ? "never" : Math.abs(gap) <= 0.02 * lesson.answer ? "same"
    : gap > 0 ? "above" : "below";
  const told = {guess: write(state.guess), answer: lesson.unit === "days" && page.number === 3 ? fine(lesson.answer)
    : write(lesson.answer), gap: lesson.unit === "percent"
    ? fill(words.points, {value: number(Math.abs(gap), 1)}) : write(Math.abs(gap))};
  at("told").textContent = fill(words[`told.${near}`], told);
  const bars = [[words["bar.guess"], state.guess, told.guess, true], ...lesson.bars];
  const spoken = bars.map((bar) => `${bar[0]}: ${bar[2]}`).join("; ");
  drawBars(at("drawing"), bars, spoken);
  if (lesson.curves) drawCurves(at("drawing"), lesson.curves, fill(words["curves"], places));
  at("explanation").textContent = fill(words[lesson.variant ? `explain.${lesson.variant}` : "explain"], places);
  at("take").textContent = fill(words.take, places);
}

function wanted(field, problem) {
  const value = readNumber(field.value), fine = Number.isFinite(value) && value >= 0;
  problem.textContent = fine ? "" : words.no_number;
  field.setAttribute("aria-invalid", String(!fine));
  if (!fine) field.focus();
  return fine ? value : null;
}

at("predict").addEventListener("submit", (event) => {
  event.preventDefault();
  const guess = wanted(at("guess"), at("guess-problem"));
  if (guess === null) return;
  state.guess = guess;
  for (const part of document.querySelectorAll(".later")) part.hidden = false;
  show();
  at("reveal").focus();
});

at("question").addEventListener("submit", (event) => {
  event.preventDefault();
  const given = wanted(at("answer"), at("answer-problem"));
  if (given === null) return;
  const {answer, unit, sum} = lessons[page.number](values()).question;
  const right = Math.abs(given - answer) <= Math.max(0.02 * answer, unit === "people" ? 1 : 0.05);
  at("verdict").textContent = fill(words[right ? "right" : "wrong"], {answer: written[unit](answer), sum});
});

for (const key of page.controls) {
  at(key).addEventListener("input", () => {
    at("verdict").textContent = "";
    show();
  });
}
at("projector").addEventListener("click", (event) => {
  const large = document.body.classList.toggle("large");
  event.currentTarget.setAttribute("aria-pressed", String(large));
});
show();
