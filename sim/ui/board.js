// The ruler of days: where an answer lies among a day and never, beside the yardstick, which can be dragged.
// Everything it says comes ready from Python; here is only where it stands and how it moves.

const LONGEST = 1000, NEVER = 1.07, MARGIN = 26, UNDER_A_DAY = 11;
const NAMESPACE = "http://www.w3.org/2000/svg";

/** Where days stand between the ends of the ruler (0 to 1; never beyond): logarithmic from 1 to 1,000 days. */
const place = (days) => days === null ? NEVER : Math.min(1.03, Math.max(0, Math.log(Math.max(days, 1e-9)) / Math.log(LONGEST)));

const drawn = (name, attributes, inside) => {
  const element = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (inside !== undefined) element.textContent = inside;
  return element;
};

/** Words at a place, inside the picture. */
const words = (text, x, y, width, style) => {
  const label = drawn("text", { x, y, class: style, "text-anchor": "middle" }, text);
  const half = text.length * 3.6;
  if (x - half < 2) { label.setAttribute("x", 2); label.setAttribute("text-anchor", "start"); }
  if (x + half > width - 2) { label.setAttribute("x", width - 2); label.setAttribute("text-anchor", "end"); }
  return label;
};

/** The verdict on one number against the yardstick, in the words Python gave. */
const verdict = (data, shown) => {
  if (shown.days === null) return data.never;
  const [limit, text] = data.limits[shown.limit];
  const right = data.claim === "at most" ? shown.days <= limit : shown.days >= limit;
  return (right ? data.holds : data.fails).replace("{days}", shown.short).replace("{limit}", text);
};

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".aw-board");
  const svg = root.querySelector("svg"), handle = root.querySelector("input");
  const shown = { days: data.days, text: data.text, short: data.short, limit: data.limit };

  const draw = () => {
    const width = Math.max(root.clientWidth, 280);
    const x = (days) => days !== null && days < 1 ? UNDER_A_DAY : MARGIN + place(days) * (width - 2 * MARGIN) / NEVER;
    svg.setAttribute("viewBox", `0 0 ${width} 92`);
    svg.replaceChildren();
    if (data.limits.length) {
      const end = x(data.limits[shown.limit][0]), atMost = data.claim === "at most";
      const [from, to] = atMost ? [x(0), end] : [end, x(null)];
      svg.append(drawn("rect", { x: from, y: 30, width: Math.max(to - from, 1), height: 34, class: "aw-yardstick" }));
      svg.append(drawn("line", { x1: end, x2: end, y1: 26, y2: 68, class: "aw-edge" }));
      const text = data.bracket.replace("{limit}", data.limits[shown.limit][1]);
      svg.append(words(text, (from + to) / 2, 14, width, "aw-words"));
    }
    svg.append(drawn("line", { x1: x(0), x2: x(null), y1: 47, y2: 47, class: "aw-axis" }));
    for (const [days, label, small] of data.ticks) {
      if (small && width < 560) continue;
      svg.append(drawn("line", { x1: x(days), x2: x(days), y1: 43, y2: 51, class: "aw-axis" }));
      svg.append(words(label, x(days), 82, width, ""));
    }
    for (const days of data.dots) svg.append(drawn("circle", { cx: x(days[0]), cy: 40 - 5 * days[1], r: 2.2, class: "aw-dot" }));
    if (data.bar) {
      const [low, middle, high] = data.bar;
      svg.append(drawn("rect", { x: x(low), y: 44, width: Math.max(x(high) - x(low), 2), height: 6, class: "aw-bar" }));
      svg.append(drawn("line", { x1: x(middle), x2: x(middle), y1: 38, y2: 56, class: "aw-median" }));
    }
    for (const [days, label] of data.rings) {
      const ring = drawn("circle", { cx: x(days), cy: 47, r: 6, class: "aw-ring" });
      ring.append(drawn("title", {}, label));
      svg.append(ring);
    }
    svg.append(drawn("circle", { cx: x(shown.days), cy: 47, r: data.bar ? 6 : 10, class: "aw-now" }));
  };

  const say = () => {
    root.querySelector(".aw-days").textContent = shown.text;
    root.querySelector(".aw-verdict").textContent = data.fixed && data.limits.length ? verdict(data, shown) : data.verdict;
    root.querySelector(".aw-beside").textContent = shown.days === data.days ? data.beside : "";
    if (data.limits.length) handle.setAttribute("aria-valuetext", data.bracket.replace("{limit}", data.limits[shown.limit][1]));
  };

  const strip = () => {
    root.querySelector(".aw-as").textContent = data.published;
    const undo = root.querySelector(".aw-undo");
    undo.hidden = !data.undo;
    undo.textContent = data.undo;
    undo.onclick = () => setTriggerValue("undo", true);
  };

  handle.hidden = !data.limits.length;
  handle.max = data.limits.length - 1;
  handle.setAttribute("aria-label", data.handle);
  if (!root.dragged) handle.value = data.limit;
  handle.oninput = () => { root.dragged = true; shown.limit = Number(handle.value); draw(); say(); };
  handle.onchange = () => { root.dragged = false; setTriggerValue("limit", data.limits[shown.limit][0]); };
  const drag = (event) => {
    const box = svg.getBoundingClientRect();
    const share = (event.clientX - box.left - MARGIN) / (box.width - 2 * MARGIN) * NEVER;
    let nearest = shown.limit;
    data.limits.forEach(([days], at) => {
      if (Math.abs(place(days) - share) < Math.abs(place(data.limits[nearest][0]) - share)) nearest = at;
    });
    if (nearest !== shown.limit) { handle.value = nearest; handle.oninput(); }
  };
  svg.onpointerdown = (event) => {
    if (!data.limits.length) return;
    svg.setPointerCapture(event.pointerId);
    svg.onpointermove = drag;
    drag(event);
    svg.onpointerup = svg.onpointercancel = () => {
      svg.onpointermove = svg.onpointerup = svg.onpointercancel = null;
      if (root.dragged) handle.onchange();
    };
  };

  const preview = (event) => {
    if (!data.fixed) return; // a distribution is computed when the hand is off
    Object.assign(shown, event.detail);
    draw();
    say();
  };
  window.removeEventListener("attrition-preview", root.preview);
  window.addEventListener("attrition-preview", root.preview = preview);
  root.watching?.disconnect();
  root.watching = new ResizeObserver(draw);
  root.watching.observe(root);
  draw();
  say();
  strip();
  return () => {
    window.removeEventListener("attrition-preview", root.preview);
    root.watching.disconnect();
  };
}
