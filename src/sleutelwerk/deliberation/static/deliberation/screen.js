// The big screen: large, calm, and only what lies open. It writes nothing and knows no names.
import { FACE_DOWN, NOTHING, ON_TOP, differences, endsSoon, isEmpty, leftOpen, mapped, saidAs, sides, told, totals } from "./fields.js";
import { h, listen, put, room, whenGone } from "./room.js";

const stage = document.getElementById("toneel");
const door = document.getElementById("deur");
const steps = new Map(room.method.steps.map((step) => [step.id, step]));

const OPEN = new Set(["revealed", "discussed", "closed"]);

const plain = (title, text) => put(stage, h("div", { class: "rm-screen__plain" }, h("h1", {}, title), text ? h("p", {}, text) : null));

function draw(state) {
  door.hidden = !state.door || state.finished || state.blanked;
  if (!door.hidden) {
    const picture = door.querySelector("img");
    if (!picture.src) picture.src = picture.dataset.src;
    document.getElementById("code").textContent = state.door;
  }
  if (state.audience === "waiting") return plain("Bijna klaar", "De gespreksleider laat dit scherm zo binnen.");
  if (state.finished) return plain("Dank u wel", "Dit gesprek is afgerond.");
  if (state.blanked) return put(stage);
  if (state.paused) return plain("Pauze", "We gaan zo verder.");
  const step = steps.get(state.current);
  const stands = state.steps[state.current];
  if (!step || !stands) return plain("Welkom", room.words.aim);
  const open = OPEN.has(stands.phase);
  const place = `${step.id}/${stands.round}/${open}`;
  const turned = atButton();
  const fresh = put(stage, top(step, stands, state, open), h("div", { class: "rm-sheet", "data-key": place }, sheet(step, stands, state, open)),
    stands.chairs?.length ? h("p", { class: "rm-chair" }, `Wie horen we nog niet? ${stands.chairs.join(", ")}`) : null, h("div", { class: "rm-turn" }));
  if (fresh) layOut(stage.querySelector(".rm-sheet"), stage.querySelector(".rm-turn"), place, turned);
}

/** What stays in sight whatever is turned to: the step, and the question with its two sides once the group made them. */
function top(step, stands, state, open) {
  const asked = saidAs("question", state, steps);
  return h("header", { class: `rm-screen__top${open ? " rm-screen__top--open" : ""}` },
    h("p", { class: "rm-number" }, `Stap ${room.method.steps.indexOf(step) + 1} van ${room.method.steps.length}`), h("h1", { class: "rm-screen__title" }, step.title),
    open ? null : h("p", { class: "rm-screen__purpose" }, step.purpose),
    asked ? h("p", { class: "rm-screen__question" }, h("span", {}, "Onze vraag"), ` ${asked}`) : null, sides(state, steps), told_phase(step, stands));
}

/** What is laid on the sheet: before anything lies open what we agreed, and after it what people wrote. */
function sheet(step, stands, state, open) {
  const first = step === room.method.steps[0];
  const counted = Object.keys(stands.totals ?? {}).length;
  return [first && !open ? h("ul", { class: "rm-screen__rules" }, room.method.rules.map((rule) => h("li", {}, rule))) : null,
    first && !open && state.told?.note_agreement ? h("p", { class: "rm-screen__noted" }, h("span", {}, "Wat we opschrijven"), ` ${state.told.note_agreement}`) : null,
    first ? leftOpen(state.left_open) : null, differences(stands.map, state, steps), entries(step, stands),
    counted ? h("section", { class: "rm-screen__group" }, h("h2", {}, "In getallen"), totals(step, stands.totals)) : null];
}

function told_phase(step, stands) {
  if (stands.phase === "writing" && stands.warned) return h("p", { class: "rm-screen__phase", role: "status" }, endsSoon(step).split(". ")[0] + ".");
  if (stands.phase === "writing") return h("p", { class: "rm-screen__phase" }, "We schrijven in stilte. Neem de tijd.");
  if (stands.phase === "collected") return h("p", { class: "rm-screen__phase" }, step.only_counts ? "De antwoorden zijn verzameld." : FACE_DOWN);
  if (isEmpty(step, stands)) return h("p", { class: "rm-screen__phase" }, NOTHING);
  return null;
}

function entries(step, stands) {
  const elsewhere = mapped(stands.map);
  const groups = step.forms.filter((form) => !form.fields.every((field) => field.kind === "tick" || ON_TOP.has(field.means))).map((form) => {
    const found = stands.entries.filter((entry) => entry.form === form.id && !elsewhere.has(entry.id));
    return found.length ? h("section", { class: "rm-screen__group" }, form.fields.length === 1 ? h("h2", {}, form.fields[0].label) : null, h("ul", { class: "rm-screen__list" }, found.map((entry) => h("li", { class: "rm-entry" }, told(form, entry.values))))) : null;
  });
  const damage = step.forms.some((form) => form.fields.some((field) => field.means === "damage_a"));
  return h("div", { class: damage ? "rm-screen__beside" : "" }, groups);
}

// --- A screen does not scroll: what is too much is made smaller, and what is still too much is laid on more sheets ------

/** Sizes from large to the smallest that is read from the back of a room. */
const FITS = 4;
/** Milliseconds that a sheet lies there: a while to look up, and time to read each word aloud. */
const LOOK = 8000;
const WORD = 450;
let pages = [];
let shown = 0;
let lies = "";
let known = new Set();
let held = false;
let anchor = null; // what began the sheet that is held: notes that come between may begin it otherwise, and it stays in sight
let timer = 0;

const overflows = (place) => place.scrollHeight > place.clientHeight + 1;

/** What can be laid on another sheet, side by side where it stands side by side. */
function notesOf(place) {
  const found = [...place.querySelectorAll(".rm-entry, .rm-screen__rules li, .rm-screen__noted, .rm-left li, .rm-totals > div, .rm-totals > ul")];
  const beside = (note) => note.closest(".rm-ways, .rm-screen__beside");
  const rank = new Map(found.map((note) => [note, [...note.parentElement.children].indexOf(note)]));
  // two columns are filled from the top, not one after the other
  return found.map((note, index) => [note, index]).sort(([a, i], [b, j]) => (beside(a) && beside(a) === beside(b) ? rank.get(a) - rank.get(b) : 0) || i - j).map(([note]) => note);
}

function show(place, notes) {
  const wanted = new Set(notes);
  const all = notesOf(place);
  for (const note of all) note.hidden = !wanted.has(note);
  for (const part of place.querySelectorAll("section, .rm-map, .rm-ways > div, .rm-screen__list, .rm-list, .rm-left, .rm-screen__rules, .rm-totals")) {
    const own = all.filter((note) => part.contains(note));
    part.hidden = own.length > 0 && own.every((note) => note.hidden);
  }
}

/** Divide the notes over as many sheets as they need. */
function divided(place, notes) {
  const found = [];
  let page = [];
  for (const note of notes) {
    show(place, [...page, note]);
    if (page.length && overflows(place)) {
      found.push(page);
      page = [];
    }
    page.push(note);
  }
  return [...found, page];
}

/** With what the sheet begins that lies there. */
const begins = () => pages[shown]?.[0]?.textContent ?? null;

/** At which button for turning somebody is, so that he is there still when all is laid out anew. */
const atButton = () => [...stage.querySelectorAll(".rm-turn button")].indexOf(document.activeElement);

function layOut(place, turn, name, at = atButton()) {
  const notes = notesOf(place);
  const first = lies === name ? (held ? anchor : begins()) : null;
  let fit = 0;
  for (show(place, notes), place.dataset.fit = "0"; overflows(place) && fit < FITS - 1;) place.dataset.fit = `${++fit}`;
  pages = overflows(place) ? divided(place, notes) : [notes];
  if (lies !== name) [shown, held] = [0, false];
  // what was laid down just now is what the room talks about: its sheet comes on top, unless another one is held
  const added = lies === name && !held ? notes.filter((note) => !known.has(note.textContent)).pop() : null;
  const wanted = added ?? notes.find((note) => note.textContent === first);
  [lies, known] = [name, new Set(notes.map((note) => note.textContent))];
  lay(place, turn, wanted ? pages.findIndex((page) => page.includes(wanted)) : Math.min(shown, pages.length - 1), at);
}

function lay(place, turn, page, at = atButton()) {
  clearTimeout(timer);
  shown = page;
  show(place, pages[shown]);
  if (pages.length < 2) return turn.replaceChildren();
  const next = () => (shown + 1) % pages.length;
  const button = (label, act) => h("button", { type: "button", class: "nl-button nl-button--subtle", onclick: act }, label);
  const hold = () => {
    held = !held;
    anchor = begins();
    lay(place, turn, shown);
  };
  const ahead = () => {
    lay(place, turn, next());
    anchor = begins();
  };
  turn.replaceChildren(h("p", {}, `Blad ${shown + 1} van ${pages.length}`),
    h("div", { class: "rm-turn__acts" }, button(held ? "Blader weer verder" : "Houd dit blad vast", hold), button("Volgend blad", ahead)));
  turn.querySelectorAll("button")[at]?.focus();
  const words = pages[shown].reduce((sum, note) => sum + note.textContent.split(/\s+/).length, 0);
  if (!held) timer = setTimeout(() => place.isConnected && lay(place, turn, next()), LOOK + WORD * words);
}

let asked = 0;
/** Lay it out anew when there is another size to fill, once it stopped changing. */
function again() {
  clearTimeout(asked);
  asked = setTimeout(() => {
    const place = stage.querySelector(".rm-sheet");
    if (place) layOut(place, stage.querySelector(".rm-turn"), lies);
  }, 100);
}
window.addEventListener("resize", again);
void document.fonts?.ready.then(again);

whenGone(() => {
  door.hidden = true;
  plain("Afgelopen", "De kamer is dicht.");
});
listen(draw);
