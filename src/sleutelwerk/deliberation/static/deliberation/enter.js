// Fills in the code that a scanned picture brought along after the #, where no server and no log ever sees it.
const code = decodeURIComponent(window.location.hash.slice(1));
const field = document.querySelector('input[name="code"]');
if (/^[A-Za-z0-9]{6}$/.test(code) && field && !field.value) {
  field.value = code;
  document.querySelector('input[name="alias"]')?.focus();
  window.history.replaceState(null, "", window.location.pathname);
}

// A phone that was opened anew after the room closed still knows where the draft lies: in this tab, and nowhere else.
const draft = document.getElementById("nalezen");
const kept = Object.keys(sessionStorage).find((name) => /^beraad:[0-9a-f-]{36}:check$/.test(name));
if (draft && kept) {
  const address = JSON.parse(sessionStorage.getItem(kept));
  if (/^\/beraad\/nalezen\/[\w-]+\/$/.test(address)) {
    draft.firstElementChild.href = address;
    draft.hidden = false;
  }
}
