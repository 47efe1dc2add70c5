// Makes walking smoother where JavaScript runs: after a swap the focus moves to the heading, and friendly error pages are shown.
const moveFocus = () => document.querySelector("[data-focus]")?.focus({ preventScroll: true });

document.addEventListener("htmx:beforeSwap", (event) => {
  // Our own pages for an answer that came too late or out of order are meant to be read, whatever their status.
  const page = event.detail.xhr.getResponseHeader("Content-Type") ?? "";
  if (page.startsWith("text/html") && event.detail.xhr.status < 500) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});
document.addEventListener("htmx:afterSettle", moveFocus);
// A failed request falls back to sending the form the plain way, so that no answer is lost.
document.addEventListener("htmx:sendError", (event) => event.detail.elt.closest("form")?.submit());
// A page that the browser kept in memory may be older than a wiped walk: ask for it anew.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) window.location.reload();
});
// After an error the page opens at the summary, also without a swap.
if (document.querySelector(".sw-error-summary")) moveFocus();
// 'How?' leads to a folded part: open it.
document.addEventListener("click", (event) => {
  const target = event.target.closest?.('a[href^="#eerst-"]');
  const part = target && document.querySelector(target.getAttribute("href"));
  if (part) part.open = true;
});
