// Says so when a passkey does not work out; the library would only write it in the browser's console.
document.addEventListener('allauth.error', (event) => {
  const words = document.getElementById('passkey-problem');
  if (!words) return;
  event.preventDefault();
  words.hidden = false;
  words.focus();
});
