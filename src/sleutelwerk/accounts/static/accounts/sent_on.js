// Sends the form of this page on by itself; without JavaScript its button does.
document.querySelector("form[data-sent-on]")?.requestSubmit();
