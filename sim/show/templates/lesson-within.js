{% include "attrition.js" %}{% include "lesson.js" %}
/* The page draws a lesson again after each change; the lesson that stands there is left as its reader has it. */
export default function (component) {
  const {data, parentElement: root, setStateValue} = component;
  root.keep = (fields) => setStateValue("fields", fields);
  if (root.shown === data.mode) return;
  root.shown = data.mode;
  root.innerHTML = data.screen;
  teach(root, data.page, data.before, (fields) => root.keep(fields));
}
