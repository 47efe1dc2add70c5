// Opens the print window of the browser from a button; without JavaScript a line says where to find it.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
for (const line of document.querySelectorAll("[data-print-by-hand]")) line.hidden = true;
