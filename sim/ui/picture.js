// A picture that can be saved as it is, or as pixels for those who cannot take SVG.

export default function (component) {
  const { data, parentElement } = component;
  const image = parentElement.querySelector("img"), [svg, png] = parentElement.querySelectorAll("a");
  const address = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(data.svg)}`;
  const canvas = document.createElement("canvas");
  image.alt = data.alt;
  svg.textContent = data.as_svg;
  svg.href = address;
  svg.download = "attrition.svg";
  png.textContent = data.png;
  png.download = "attrition.png";
  image.onload = () => {
    canvas.width = 1200;
    canvas.height = 630;
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    png.href = canvas.toDataURL("image/png");
  };
  image.src = address;
}
