// Fills in the code that a scanned picture brought along after the #, where no server and no log ever sees it.
const code = decodeURIComponent(window.location.hash.slice(1));
const field = document.querySelector('input[name="code"]');
if (/^[A-Za-z0-9]{6}$/.test(code) && field && !field.value) {
  field.value = code;
  document.querySelector('input[name="alias"]')?.focus();
  window.history.replaceState(null, "", window.location.pathname);
}
