// Zooms a picture in its frame. Without this script the frame scrolls and a link opens the picture at its full size.

const STEPS = [0.5, 0.75, 1, 1.4, 2, 2.8];

const button = (label, name, act) => {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = label;
  made.setAttribute("aria-label", name);
  made.addEventListener("click", act);
  return made;
};

for (const frame of document.querySelectorAll("[data-zoom]")) {
  const svg = frame.querySelector("svg");
  const [, , width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
  let scale = 1.4;

  const show = (wanted) => {
    // What lies in the middle of the frame stays there.
    const across = (frame.scrollLeft + frame.clientWidth / 2) / (width * scale);
    const down = (frame.scrollTop + frame.clientHeight / 2) / (height * scale);
    scale = wanted;
    svg.setAttribute("width", Math.round(width * scale));
    svg.setAttribute("height", Math.round(height * scale));
    frame.scrollLeft = across * width * scale - frame.clientWidth / 2;
    frame.scrollTop = down * height * scale - frame.clientHeight / 2;
  };
  const step = (by) => {
    const nearest = STEPS.findIndex((one) => one >= scale - 0.01);
    const from = nearest < 0 ? STEPS.length - 1 : nearest;
    show(STEPS[Math.min(Math.max(from + by, 0), STEPS.length - 1)]);
  };

  const fitting = () => (frame.clientWidth - 4) / width;
  const title = frame.getAttribute("aria-label");
  const tools = document.createElement("span");
  tools.className = "rm-picture__zoom";
  tools.append(
    button("−", `Kaart kleiner: ${title}`, () => step(-1)),
    button("+", `Kaart groter: ${title}`, () => step(1)),
    button("Passend", `Kaart passend in beeld: ${title}`, () => show(fitting())),
  );
  frame.closest("figure").querySelector(".rm-picture__tools").prepend(tools);
  // On a wide screen one sees the whole road first; on a phone the whole would be too small to read.
  if (fitting() > 0.6) show(fitting());
}
