// What every screen of a deliberation shares: the connection, what waits to be sent, and making elements.

export const room = JSON.parse(document.getElementById("kamer").textContent);
const token = document.querySelector("#versturen input[name=csrfmiddlewaretoken]").value;
const base = `/beraad/${room.deliberation}/`;
const live = `/live/${room.deliberation}/`;
const asScreen = room.role === "screen" ? "?scherm" : "";

/** Make an element: h("p", {class: "x", onclick: f}, "text", otherElement). */
export function h(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "value") made.value = value;
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat(9).filter((one) => one !== null && one !== undefined && one !== false));
  return made;
}

/** Put children in a place, unless they say the same as what stands there: a reader is not pulled away. */
export function put(place, ...children) {
  const fresh = h("div", {}, children);
  if (place.dataset.shown === fresh.innerHTML) return false;
  const held = document.activeElement?.dataset?.name;
  place.dataset.shown = fresh.innerHTML;
  place.replaceChildren(...fresh.childNodes);
  if (held) place.querySelector(`[data-name="${CSS.escape(held)}"]`)?.focus({ preventScroll: true });
  return true;
}

export const randomHex = (bytes) =>
  Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (one) => one.toString(16).padStart(2, "0")).join("");

/** A random UUID; crypto.randomUUID exists on https and localhost only. */
export function randomId() {
  const hex = randomHex(16).split("");
  hex[12] = "4";
  hex[16] = "89ab"[parseInt(hex[16], 16) & 3];
  const whole = hex.join("");
  return [whole.slice(0, 8), whole.slice(8, 12), whole.slice(12, 16), whole.slice(16, 20), whole.slice(20)].join("-");
}

// --- What this device keeps to itself: drafts, keys and what waits to be sent; gone when it leaves ------------------

const place = (name) => `beraad:${room.deliberation}:${name}`;
export const kept = {
  get(name, otherwise) {
    try {
      return JSON.parse(sessionStorage.getItem(place(name))) ?? otherwise;
    } catch {
      return otherwise;
    }
  },
  set(name, value) {
    try {
      sessionStorage.setItem(place(name), JSON.stringify(value));
    } catch {
      say("Dit toestel kan niets bewaren. Laat deze pagina open staan.");
    }
  },
  drop(name) {
    sessionStorage.removeItem(place(name));
  },
  clear() {
    for (const name of Object.keys(sessionStorage)) if (name.startsWith(place(""))) sessionStorage.removeItem(name);
  },
};

let hushes = 0;
let where = "";
/** Be silent once the group is somewhere else: what was said of before is no longer so, and lies over what is new. */
function hush(now) {
  const { phase, round } = now.steps?.[now.current] ?? {};
  const here = [now.current, phase, round, now.paused, now.blanked, now.finished].join("/");
  if (where && where !== here) say("");
  where = here;
}

/** Say something for a while, to eyes and screen readers. */
export function say(text) {
  const said = document.getElementById("melding");
  if (!said || (text && document.body.classList.contains("rm-body--empty"))) return;
  said.textContent = text;
  clearTimeout(hushes);
  hushes = setTimeout(() => (said.textContent = ""), 8000);
}

// --- Sending: in order, each with an id of its own, again and again until there is an answer ---------------------------

let waiting = kept.get("waiting", []);
let sending = false;
let left = false;
const answers = new Map();
let late = () => {};

/** Tell what becomes of acts that waited while this page was opened anew: whoever sent them is no longer here to hear it. */
export const whenLate = (tell) => {
  late = tell;
};

/** Tell whether an act on this entry still waits to be sent. */
export const waits = (entry) => waiting.some((act) => act.entry === entry);

/** Milliseconds after which an act that has no answer counts as not sent, and after which it is tried anew. */
const SLOW = 1500;
const TOO_LONG = 20000;
let unsent = false;
let tellStuck = () => {};

/** Tell whether what was sent last did not get away. */
export const stuck = () => unsent;

/** Tell whenever that changes. */
export const whenStuck = (hear) => {
  tellStuck = hear;
};

function isStuck(now) {
  if (unsent === now) return;
  unsent = now;
  tell(heardLast);
  tellStuck();
}

/** Send an act; gives {done, why} once there is an answer, however long the connection is away. */
export function send(verb, more = {}) {
  const act = { send: randomId(), verb, ...more };
  waiting.push(act);
  kept.set("waiting", waiting);
  const answer = new Promise((resolve) => answers.set(act.send, resolve));
  void flush();
  return answer;
}

/** Milliseconds to wait after the site said that this goes too fast; twenty may pass again by then. */
const TOO_FAST = 5000;

async function flush(pause = 1000) {
  if (sending) return;
  sending = true;
  while (waiting.length) {
    const slow = setTimeout(() => isStuck(true), SLOW);
    const answer = await attempt(waiting[0]);
    clearTimeout(slow);
    isStuck(answer === null);
    if (left) return; // it was put out meanwhile: nothing of it is kept here any more
    if (answer?.wait) {
      // still `sending`, so that nothing wakes it sooner: each try that is refused counts as one more
      say(answer.why);
      setTimeout(() => {
        sending = false;
        void flush();
      }, TOO_FAST);
      return;
    }
    if (answer === null) {
      sending = false;
      setTimeout(() => void flush(Math.min(pause * 2, 15000)), pause);
      return;
    }
    const [act] = waiting.splice(0, 1);
    kept.set("waiting", waiting);
    if (answer.why && !answer.done) say(answer.why);
    (answers.get(act.send) ?? ((found) => late(act, found)))(answer);
    answers.delete(act.send);
  }
  sending = false;
}

async function attempt(act) {
  try {
    const response = await fetch(`${base}doen/`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify(act),
      signal: AbortSignal.timeout?.(TOO_LONG),
    });
    if (response.status >= 500) return null;
    if (response.status === 429) return { wait: true, why: (await response.json()).why };
    if (response.status === 403) return { done: false, why: "Vernieuw deze pagina. Wat u typte, blijft staan." };
    return await response.json();
  } catch {
    return null;
  }
}

window.addEventListener("online", () => void flush());

// --- Listening: a stream of whole states, and where none gets through, asking every few seconds ------------------------

let state = null;
let changed = () => {};
const title = document.title;
const pill = document.getElementById("verbinding");
const SAID = {
  connecting: "Verbinden …",
  connected: "Verbonden",
  asking: "Verbonden, met vertraging",
  again: "Opnieuw verbinden … Typ gerust door.",
  offline: "Geen verbinding. Typ gerust door.",
  gone: "Afgelopen",
  elsewhere: "Geopend in een ander venster",
};

let heardLast = "connecting";
/** Say how it is with the connection. Where nothing gets out there is none, however well this device still listens. */
function tell(what) {
  heardLast = what;
  const how = unsent && ["connected", "asking"].includes(what) ? "offline" : what;
  if (pill.dataset.state === how) return;
  pill.dataset.state = how;
  pill.firstElementChild.textContent = SAID[how];
}

function take(fresh) {
  if (state && fresh.audience === state.audience && fresh.v < state.v) return;
  const told = state !== null && !state.justice && fresh.justice && !state.blanked;
  state = fresh;
  hush(state);
  makeEmpty(Boolean(state.blanked) && state.audience !== "desk"); // who waits at the door is told nothing of it
  const justice = document.getElementById("justitie");
  justice.hidden = !state.justice;
  if (told) say(justice.textContent.trim()); // for who scrolled away from the top
  changed(state);
}

/** Take away what this screen says of the talk by itself: its bar, its warnings, its title, and what it said last. */
function makeEmpty(empty) {
  if (empty === document.body.classList.contains("rm-body--empty")) return;
  document.body.classList.toggle("rm-body--empty", empty);
  document.title = empty ? "Sleutelwerk" : title;
  if (empty) say("");
}

/** Milliseconds in which a stream must say its first word, and more when the browser first waits before it tries. */
const FIRST_WORD = 6000;
const COMES_BACK = 3000;
/** Milliseconds until a stream is tried once more while this device asks; each time twice as long. */
const SOON = 20000;
const LATER = 600000;
let failures = 0;
/** Seconds between two beats of a stream; the server says so itself. */
let beat = 15;
let asking = false;
let turn = 0;
let again = SOON;
let over = false;

/** Listen, and call `onChange` with each whole state. */
export function listen(onChange) {
  changed = onChange;
  open();
}

function open() {
  if (over) return;
  const stream = new EventSource(`${live}${asScreen}`);
  let began = 0;
  let silence = 0;
  const leave = () => {
    clearTimeout(silence);
    stream.close();
  };
  const giveUp = () => {
    leave();
    askInstead();
  };
  const waitFor = (milliseconds) => {
    clearTimeout(silence);
    silence = setTimeout(giveUp, milliseconds);
  };
  const heard = () => {
    waitFor(1000 * (2 * beat + 5));
    began ||= Date.now();
    // a first piece proves little: some hold back only what comes after it
    if (asking && Date.now() - began < 1000) return;
    asking = false;
    again = SOON;
    failures = 0;
    tell("connected");
    void flush();
  };
  waitFor(FIRST_WORD);
  stream.onmessage = (event) => {
    heard();
    take(JSON.parse(event.data));
  };
  stream.addEventListener("beat", (event) => {
    beat = Number(event.data) || beat;
    heard();
  });
  // a fourth window of one device ends the oldest: two that push each other out would go on for ever
  stream.addEventListener("elsewhere", () => {
    leave();
    over = true;
    tell("elsewhere");
  });
  stream.onerror = () => {
    if (asking) return giveUp();
    tell(navigator.onLine ? "again" : "offline");
    if (!began) failures += 1;
    if (failures >= 3) return giveUp();
    if (stream.readyState !== EventSource.CLOSED) return waitFor(COMES_BACK + FIRST_WORD);
    leave();
    void look().then((went) => {
      if (went !== "gone") setTimeout(open, Math.max(Math.min(1000 * 2 ** failures, 15000) * (0.5 + Math.random() / 2), rest));
    });
  };
}

/** Ask every few seconds: something in between breaks streams off, or takes them in and passes nothing on. */
function askInstead() {
  failures = 0;
  if (!asking) {
    asking = true;
    turn += 1;
    void poll(turn);
  }
  setTimeout(open, again);
  again = Math.min(again * 2, LATER);
}

let tag = "";
/** Milliseconds to wait before looking again, when the site said that this goes too fast. */
let rest = 0;

async function look() {
  try {
    const response = await fetch(`${live}nu${asScreen}`, { cache: "no-store", headers: tag ? { "If-None-Match": tag } : {} });
    if (response.status === 404) return gone();
    rest = response.status === 429 ? 1000 * (Number(response.headers.get("Retry-After")) || 10) : 0;
    if (rest || response.status >= 500) {
      tell("again");
      return false;
    }
    if (response.ok && response.status !== 304) {
      tag = response.headers.get("ETag") ?? "";
      for (const slice of (await response.json()).slices) take(slice);
    }
    if (asking) tell("asking");
    void flush();
    return true;
  } catch {
    tell("offline");
    return false;
  }
}

async function poll(mine) {
  const went = asking && mine === turn && !over ? await look() : "gone";
  if (went !== "gone") setTimeout(() => void poll(mine), Math.max(went ? 3000 : 6000, rest));
}

let onGone = () => {};
/** Say what to do when this device takes part no longer. */
export const whenGone = (act) => {
  onGone = act;
};

function gone() {
  over = true;
  left = true;
  waiting = [];
  tell("gone");
  onGone();
  return "gone";
}
