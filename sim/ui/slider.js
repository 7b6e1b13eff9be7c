// One number as a slider: where it was published, its range, and where the verdict turns stand on its track.
// Each position carries its value and the answer there, as the model gave them, so that the ruler follows at once.

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".aw-slider");
  const track = root.querySelector("input"), undo = root.querySelector("button");
  const label = root.querySelector(".aw-label");
  const place = (name, share, text) => {
    const mark = root.querySelector(name);
    mark.hidden = share === null;
    mark.style.transform = `translateX(${100 * share}%)`;
    if (text !== undefined) mark.querySelector("span").textContent = text;
    mark.classList.toggle("aw-end", share > 0.7);
  };
  const bare = (text) => data.bare ? text.split(" ")[0] : text;  // spaces within numbers and units do not break
  const fill = () => track.style.setProperty("--aw-share", track.value / track.max);
  const tell = (at) => {
    const [, text, days, long, short] = data.positions[at];
    track.setAttribute("aria-valuetext", `${text}, ${long}`);
    label.textContent = `${data.label}: ${bare(text)}`;
    window.dispatchEvent(new CustomEvent("attrition-preview", { detail: { days, text: long, short } }));
  };

  label.textContent = data.valued ? `${data.label}: ${bare(data.text)}` : data.label;
  root.querySelector(".aw-source").textContent = data.line;
  root.classList.toggle("aw-inert", data.inert);
  undo.hidden = !data.undo;
  undo.textContent = `↺ ${bare(data.undo)}`;
  undo.setAttribute("aria-label", data.undo_label);
  undo.onclick = () => setTriggerValue("undo", true);
  track.disabled = data.inert;
  track.setAttribute("aria-label", data.name);
  track.max = data.positions.length - 1;
  if (!root.dragged) {
    track.value = data.at;
    fill();
    track.setAttribute("aria-valuetext", data.text);
  }
  root.classList.toggle("aw-dragged", Boolean(root.dragged));
  track.oninput = () => { root.dragged = true; root.classList.add("aw-dragged"); fill(); tell(Number(track.value)); };
  track.onchange = () => {
    root.dragged = false;
    root.classList.remove("aw-dragged");
    setTriggerValue("value", data.positions[Number(track.value)][0]);
  };
  place(".aw-was", data.was);
  place(".aw-turn", data.turn, data.turns);
  const band = root.querySelector(".aw-band");
  band.hidden = !data.band;
  if (data.band) {
    const [low, high] = data.band;
    band.style.transform = `translateX(${100 * low}%) scaleX(${Math.max(high - low, 0.005)})`;
  }
}
