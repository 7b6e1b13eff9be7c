/* One lesson on one screen: predict, reveal, explain, one question. `root` is the document of a lesson that is a file,
   or the part of a larger page that holds one; texts, controls and facts come in `page`. A larger page may `keep` the
   numbers of the screen, by the names of their fields, and open the lesson with those it kept `before`. */
function teach(root, page, before = {}, keep = () => {}) {
  const {facts, words} = page;
  const at = (id) => root.getElementById(id);

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
        board: {troops: v.troops, curves: [["net", (t) => v.rate * t]]},
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
        places: {n: count(v.troops), r: count(rate), p: percent(p), a: count(first), b: count(last), sum,
                 d: day(answer), gross: day(gross), gain: day(answer - gross), large: day(large)},
        bars: [[words["bar.gross"], gross, day(gross), "plain"], [words["bar.net"], answer, day(answer)]],
        board: {troops: v.troops, curves: [["gross", (t) => rate * t],
                                           ["net", (t) => attrition.netLosses(t, rate, p, first, last)]]},
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
        places: {n: count(v.troops), r: count(facts.rate), bare: day(v.troops / facts.rate), t: whole(v.days),
                 tn: count(v.days), p: percent(answer / 100), low: percent(facts.low), high: percent(facts.high),
                 troops: count(flips.troops), rate: count(flips.rate)},
        bars: [[words["bar.flip"], answer, percent(answer / 100)], [words["bar.low"], range[0], percent(facts.low)],
               [words["bar.high"], range[1], percent(facts.high)]],
        question: {answer: Math.max(flips.recruits, 0), unit: "people",
                   sum: `${count(facts.rate)} − ${count(v.troops)} / ${count(v.days)}${flips.recruits > 0 ? "" : " ≤ 0"}`},
      };
    },
    5: (v) => {
      const {x, y, hit} = facts, [answer, other] = attrition.fight(x, y, hit, hit, v.day, v.people);
      const early = attrition.fight(x, y, hit, hit, 0, v.people)[0], whole = x + v.people;
      return {
        answer, unit: "people", variant: won(answer) ? "won" : won(other) ? "lost" : "even",
        places: {x: count(x), y: count(y), n: count(v.people), day: count(v.day), d: count(answer), other: count(other),
                 whole: count(whole), squares: count(x * x + v.people * v.people), square: count(whole * whole),
                 enemy: count(y * y), r2: number(facts.r2, 2)},
        bars: [[words["bar.model"], answer, count(answer)]],
        curves: curves(v),
        question: {answer: early, unit: "people",
                   sum: early > 0 ? `√(${count(whole)}² − ${count(y)}²)` : `${count(whole)}² ≤ ${count(y)}²`},
      };
    },
  };

  /* Whether anybody is left, as whole people. */
  function won(left) {
    return Math.round(left) > 0;
  }

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
    const longest = Math.max(...bars.map((bar) => bar[1]).filter(Number.isFinite), 1e-9), height = 26 * bars.length + 3;
    const drawing = svg("svg", {viewBox: `0 0 460 ${height}`, role: "img", "aria-label": name});
    bars.forEach(([label, value, shown, kind], row) => {
      const width = Math.max(1, 170 * Math.min(value / longest, 1.15)), y = 26 * row + 3;
      drawing.append(
        svg("text", {x: 166, y: y + 16, "text-anchor": "end"}, label),
        svg("rect", {x: 174, y, width, height: 20, class: kind ?? "model"}),
        svg("text", {x: 180 + width, y: y + 16}, shown),
      );
    });
    target.replaceChildren(drawing);
  }

  function drawCurves(target, points, name) {
    const top = 1.05 * Math.max(...points.flatMap((p) => [p[1], p[2]])), last = points[points.length - 1][0];
    const place = (t, z) => `${(46 + 400 * t / last).toFixed(1)},${(146 - 134 * z / top).toFixed(1)}`;
    const drawing = svg("svg", {viewBox: "0 0 460 184", role: "img", "aria-label": name});
    drawing.append(svg("path", {d: "M46,12V146H446", class: "axis"}));
    for (let t = 0; t <= last; t += 5) {
      drawing.append(svg("text", {x: 46 + 400 * t / last, y: 161, "text-anchor": "middle"}, count(t)));
    }
    for (let z = 0; z <= top; z += 500) {
      drawing.append(svg("text", {x: 41, y: 150 - 134 * z / top, "text-anchor": "end"}, count(z)));
    }
    drawing.append(svg("text", {x: 246, y: 178, "text-anchor": "middle"}, words["axis.days"]));
    [["ours", 1, words["bar.ours"]], ["theirs", 2, words["bar.theirs"]]].forEach(([kind, column, label], row) => {
      const d = `M${points.map((p) => place(p[0], p[column])).join("L")}`;
      drawing.append(svg("path", {d, class: kind}), svg("text", {x: 444, y: 28 + 18 * row, "text-anchor": "end",
                                                                 class: `${kind}-word`}, label));
    });
    target.append(drawing);
  }

  /* The board: soldiers as a level line, losses as a line that somebody draws from the corner up to it. Where they meet
     is the guess; the model's own lines, and the gap between the two days, come when the guess is made. */
  const frame = {left: 64, right: 436, top: 18, foot: 178};

  function drawBoard(target, lesson, guess) {
    const {troops, curves} = lesson.board, told = state.guess !== null;
    state.days = told || !state.days ? reach(lesson.answer, guess) : Math.max(state.days, reach(0, guess));
    const days = state.days, most = 1.3 * troops, {left, right, top, foot} = frame;
    const x = (t) => left + (right - left) * t / days, y = (z) => foot - (foot - top) * z / most;
    const drawing = svg("svg", {viewBox: "0 0 460 216", role: "img", "aria-label": fill(words["board"], {
      n: count(troops), guess: guess === null ? "–" : day(guess)})});
    const line = (kind, points) => svg("path", {class: kind, d: `M${points.map(([t, z]) =>
      `${x(t).toFixed(1)},${y(z).toFixed(1)}`).join("L")}`});
    drawing.append(svg("path", {class: "axis", d: `M${left},${top}V${foot}H${right}`}), line("cover", [[0, troops],
      [days, troops]]), svg("text", {x: left - 5, y: y(troops) + 5, "text-anchor": "end"}, count(troops)),
      svg("text", {x: left - 5, y: foot, "text-anchor": "end"}, "0"));
    for (let tick = 0; tick <= 5; tick += 1) drawing.append(svg("text", {x: x(days * tick / 5), y: foot + 16,
      "text-anchor": "middle"}, short(days * tick / 5)));
    drawing.append(svg("text", {x: (left + right) / 2, y: foot + 33, "text-anchor": "middle"}, words["axis.days"]));
    if (told) for (const [kind, losses] of curves) drawing.append(line(kind, within(losses, days, most)));
    if (told) drawing.append(dot(x(lesson.answer), y(troops), "net-dot"));
    if (guess !== null) {
      const steepest = guess > 0 ? Math.min(1.3 * guess, days) : 0;
      drawing.append(line("drawn", [[0, 0], [steepest, guess > 0 ? troops * steepest / guess : most]]),
        dot(x(guess), y(troops), "drawn-dot"));
    }
    if (told && guess !== null) drawing.append(line("gap", [[guess, 1.12 * troops], [lesson.answer, 1.12 * troops]]),
      svg("text", {x: x((guess + lesson.answer) / 2), y: y(1.12 * troops) - 6, "text-anchor": "middle"},
        day(Math.abs(guess - lesson.answer))));
    target.replaceChildren(drawing);
  }

  const dot = (cx, cy, kind) => svg("circle", {cx: cx.toFixed(1), cy: cy.toFixed(1), r: 6, class: kind});

  /* The days of the board: a round number well beyond the answer, so that the axis gives nothing away. */
  function reach(answer, guess) {
    const least = Math.max(1.6 * answer, 1.15 * (guess ?? 0), 5), power = 10 ** Math.floor(Math.log10(least));
    return [1, 2, 5, 10].map((m) => m * power).find((end) => end >= least);
  }

  /* A curve up to the end of the board or to its upper edge. */
  function within(losses, days, most) {
    const points = Array.from({length: 201}, (_, i) => [days * i / 200, losses(days * i / 200)]);
    return points.filter(([, z]) => z <= most);
  }

  /* The day at a place on the board that somebody points at, to a step that a hand can set. */
  function pointed(event) {
    const drawn = at("board").firstChild.getScreenCTM().inverse(), {left, right} = frame;
    const share = (new DOMPoint(event.clientX, event.clientY).matrixTransform(drawn).x - left) / (right - left);
    const step = 10 ** (Math.floor(Math.log10(state.days)) - 1) / 2;
    return Math.min(Math.max(Math.round(share * state.days / step) * step, 0), state.days);
  }

  /* ------------------------------------------------------------------------------------------------------- the page */

  const state = {guess: null, days: 0};

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
    if (lesson.board) drawBoard(at("board"), lesson, state.guess ?? typed());
    if (state.guess === null) return;
    const write = written[lesson.unit], gap = state.guess - lesson.answer;
    const near = !Number.isFinite(lesson.answer) ? "never" : Math.abs(gap) <= 0.02 * lesson.answer ? "same"
      : gap > 0 ? "above" : "below";
    const told = {guess: write(state.guess), answer: lesson.unit === "days" && page.number === 3 ? fine(lesson.answer)
      : write(lesson.answer), gap: lesson.unit === "percent"
      ? fill(words.points, {value: number(Math.abs(gap), 1)}) : write(Math.abs(gap))};
    at("told").textContent = fill(words[`told.${near}`], told);
    const bars = [[words["bar.guess"], state.guess, told.guess, "mine"], ...lesson.bars];
    const spoken = bars.map((bar) => `${bar[0]}: ${bar[2]}`).join("; ");
    drawBars(at("drawing"), bars, spoken);
    if (lesson.curves) drawCurves(at("drawing"), lesson.curves, fill(words["curves"], places));
    at("formula").textContent = fill(words[`formula.${lesson.variant}`] ?? words.formula, places);
    at("explanation").textContent = fill(words[`explain.${lesson.variant}`] ?? words.explain, places);
    at("take").textContent = fill(words.take, places);
  }

  /* The guess that stands in the box, or none. */
  function typed() {
    const value = readNumber(at("guess").value);
    return Number.isFinite(value) && value >= 0 ? value : null;
  }

  function draw(event) {
    const days = pointed(event);
    at("guess").value = plain(Number(days.toFixed(2)));
    if (state.guess !== null) state.guess = days;
    show();
  }

  function reveal(guess) {
    state.guess = guess;
    for (const part of root.querySelectorAll(".later")) part.hidden = false;
    show();
  }

  /* What stands in the fields is kept as numbers: a language writes them its own way. */
  function note() {
    const fields = [...root.querySelectorAll("input")].map((field) => [field.id, readNumber(field.value)]);
    keep({...Object.fromEntries(fields.filter(([, value]) => Number.isFinite(value))), told: Number(state.guess !== null)});
  }

  function resume() {
    for (const field of root.querySelectorAll("input")) {
      const value = before[field.id];
      if (value !== undefined) field.value = field.type === "range" ? value : plain(value);
    }
    if (before.told && typed() !== null) reveal(typed());
    else show();
  }

  function plain(value) {
    return String(value).replace(".", page.separators[0]);
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
    reveal(guess);
    at("reveal").focus();
    note();
  });

  at("question").addEventListener("submit", (event) => {
    event.preventDefault();
    const given = wanted(at("answer"), at("answer-problem"));
    if (given === null) return;
    const {answer, unit, sum} = lessons[page.number](values()).question;
    const right = Math.abs(given - answer) <= Math.max(0.02 * answer, unit === "people" ? 1 : 0.05);
    const told = fill(words[answer > 0 ? "equation" : "nothing"], {answer: written[unit](answer), sum});
    at("verdict").textContent = fill(words[right ? "right" : "wrong"], {told});
  });

  for (const key of page.controls) {
    at(key).addEventListener("input", () => {
      at("verdict").textContent = "";
      state.days = 0;
      show();
    });
  }
  at("guess").addEventListener("input", show);
  at("board")?.addEventListener("pointerdown", (event) => {
    at("board").setPointerCapture(event.pointerId);
    draw(event);
  });
  at("board")?.addEventListener("pointermove", (event) => {
    if (event.buttons) draw(event);
  });
  at("projector")?.addEventListener("click", (event) => {
    const large = root.querySelector(".lesson").classList.toggle("large");
    event.currentTarget.setAttribute("aria-pressed", String(large));
  });
  root.addEventListener("change", note);
  at("board")?.addEventListener("pointerup", note);
  resume();
}
