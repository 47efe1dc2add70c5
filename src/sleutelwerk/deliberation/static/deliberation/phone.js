// The phone of somebody who takes part: one thing to do at a time, and what was written stays here until he lays it down.
import { FACE_DOWN, NOTHING, ON_TOP, about, endsSoon, fieldsOf, fillSides, goTo, isEmpty, isTick, leftOpen, missingIn, told, totals, wrongWith } from "./fields.js";
import { h, kept, listen, put, randomHex, randomId, room, say, send, stuck, waits, whenGone, whenLate, whenStuck } from "./room.js";

const stage = document.getElementById("toneel");
const foot = document.getElementById("voet");
const steps = new Map(room.method.steps.map((step) => [step.id, step]));
/** Mine: by form the slots that I filled in, each with its entry, key, revision and values. Only this device knows them. */
let mine = kept.get("mine", {});
for (const list of Object.values(mine)) for (const slot of list) slot.sending = waits(slot.entry); // it was reloaded while sending
let warned = "";
const firstOf = (said) => `${said.split(". ")[0]}.`;
let heard = ""; // of which step and round was told that writing ends soon
let looking = ""; // an earlier step that is looked back at
let lifted = ""; // a step in which the phone was picked up again
let last = null;

const OPEN = new Set(["revealed", "discussed", "closed"]);
let left = false; // this device takes part no longer: whatever is answered late, nothing is kept here any more
const saveMine = () => {
  if (left) return;
  kept.set("mine", mine);
  const keys = {};
  for (const slots of Object.values(mine)) for (const slot of slots) if (slot.laid) keys[slot.entry] = slot.key;
  kept.set("keys", keys);
};
const slotsOf = (form, step) => (mine[`${step}/${form.id}`] ??= []);
const fresh = (round) => ({ entry: randomId(), key: randomHex(32), revision: 0, values: {}, laid: false, round });

/** What everybody ticks is what he agrees with. */
const AGREED = "U gaat akkoord. Dank u.";
/** What nobody ever sees as somebody's answer: it only counts along. */
const counted = (form) => form?.visibility === "totals_only";
const writes = (form) => room.writes.includes(form.who);

async function lay(form, step, slot) {
  const wrong = wrongWith(form, slot.values);
  if (wrong) return say(wrong);
  const missing = missingIn(form, slot.values);
  if (missing) {
    slot.why = missing.why; // beside the words themselves, until they are laid down
    saveMine();
    redraw();
    return goTo(stage, slot, missing.field);
  }
  slot.revision += 1;
  slot.sending = true;
  saveMine();
  redraw();
  written(slot, form, step, await send("write", { entry: slot.entry, step, form: form.id, key: slot.key, revision: slot.revision, values: slot.values }));
}

function written(slot, form, step, answer) {
  slot.sending = false;
  slot.laid = slot.laid || answer.done;
  slot.editing = !answer.done;
  slot.why = answer.done ? "" : (answer.why ?? ""); // until he lays it down anew: it says what to mend
  if (slot.why) say(""); // it stands with the words themselves
  saveMine();
  const closed = form?.held_back && last?.steps?.[step]?.phase === "writing"; // an answer that comes late finds it open
  if (answer.done) say(isTick(form) ? AGREED : counted(form) ? "Ingevuld, zonder naam. Klaar? Druk op ‘Ik ben klaar’." : closed ? "Neergelegd, zonder naam. Niemand ziet het nog. Klaar? Druk op ‘Ik ben klaar’." : "Neergelegd.");
  redraw();
}

async function strike(slot) {
  struck(slot, await send("strike", { entry: slot.entry, key: slot.key }));
}

function struck(slot, answer) {
  slot.sending = false;
  if (answer.done) {
    for (const slots of Object.values(mine)) {
      const place = slots.indexOf(slot);
      if (place >= 0) slots.splice(place, 1);
    }
    say("Weggehaald.");
  }
  saveMine();
  redraw();
}

// what was laid down or taken away just before this page was opened anew: its slot still has to hear how it went
whenLate((act, answer) => {
  const slot = Object.values(mine).flat().find((one) => one.entry === act.entry);
  if (slot && act.verb === "write") written(slot, steps.get(act.step)?.forms.find((form) => form.id === act.form), act.step, answer);
  if (slot && act.verb === "strike") struck(slot, answer);
});

/** Say beside what was laid down that it did not get away yet, without making the fields anew. */
function tellUnsent() {
  for (const one of document.querySelectorAll("[data-unsent]")) one.textContent = stuck() ? "Nog niet verstuurd. Dat gaat vanzelf zodra er verbinding is." : "";
}
whenStuck(tellUnsent);

// --- Drawing ---------------------------------------------------------------------------------------------------------

function redraw() {
  if (last) draw(last);
}

function draw(state) {
  last = state;
  if (state.audience === "waiting") return plain("Wacht even", "De gespreksleider laat u zo binnen. Laat deze pagina open staan.");
  if (state.finished) return finished(state);
  if (state.blanked) return plain("Even stil", "U hoeft niets te doen.");
  const name = looking && state.steps[looking] ? looking : state.current;
  const step = steps.get(name);
  const stands = state.steps[name];
  if (!step || !stands) return plain("Welkom", "We beginnen zo.");
  void seen(state);
  announce(steps.get(state.current), state.steps[state.current]);
  if (name !== drawn.step || stands.phase !== drawn.phase || stands.round !== drawn.round) {
    drawn = { step: name, phase: stands.phase, round: stands.round, forms: null };
  }
  const down = step.screens_down && stands.phase === "discussed" && !looking && lifted !== name && !opens(step);
  document.body.classList.toggle("rm-body--dim", down || state.paused);
  put(top(), head(step, state));
  if (state.paused) put(middle(), message("Pauze", "We gaan zo verder. Wat u schreef, blijft staan."));
  else if (down) put(middle(), laidAway(name));
  else body(step, stands, state);
  put(foot, footer(state));
}

let drawn = {};
const top = () => stage.querySelector(".rm-top") ?? frame()[0];
const middle = () => stage.querySelector(".rm-middle") ?? frame()[1];

function frame() {
  stage.replaceChildren(h("div", { class: "rm-top" }), h("div", { class: "rm-middle" }), h("div", { class: "rm-forms" }), h("div", { class: "rm-table" }));
  return stage.children;
}

function part(name) {
  top();
  return stage.querySelector(`.rm-${name}`);
}

function plain(title, text) {
  document.body.classList.remove("rm-body--dim");
  drawn = {};
  stage.replaceChildren(h("div", { class: "rm-plain" }, h("h1", {}, title), h("p", { class: "sw-lead" }, text)));
  put(foot);
}

function message(title, text) {
  clear();
  return h("div", { class: "rm-plain" }, h("h2", {}, title), h("p", {}, text));
}

function clear() {
  part("forms").replaceChildren();
  drawn.forms = null;
  put(part("table"));
}

function head(step, state) {
  const number = room.method.steps.indexOf(step) + 1;
  const first = number === 1 && !state.paused; // in a break nothing stands between the step and the word that it is one
  return [
    h("p", { class: "rm-number" }, `Stap ${number} van ${room.method.steps.length}${looking ? " · u kijkt terug" : ""}`),
    h("h1", { class: "rm-title" }, step.title),
    h("p", { class: "rm-purpose" }, step.purpose),
    first ? h("details", { class: "rm-rules", open: true }, h("summary", {}, "Onze afspraken"), h("ul", {}, room.method.rules.map((rule) => h("li", {}, rule)))) : null,
    first ? promised(state) : null,
    first ? leftOpen(state.left_open) : null,
    looking ? h("button", { type: "button", class: "nl-button nl-button--secondary", "data-name": "now", onclick: () => { looking = ""; redraw(); } }, `Terug naar nu: ${steps.get(state.current)?.title ?? ""}`) : null,
  ];
}

/** Put what was said in a row, as sentences. */
const sentences = (said) => said.map((one) => one[0].toUpperCase() + one.slice(1)).map((one) => (/[.!?]$/.test(one) ? one : `${one}.`)).join(" ");

/** What was prepared for everybody to hear before anybody speaks. */
function promised(state) {
  const lines = [["Wie beslist", state.told?.decider_function, room.words.decider], ["De sleutelfiguur", room.words.voice, state.told?.voice_note], ["Wat we opschrijven", state.told?.note_agreement]];
  return h("dl", { class: "rm-facts rm-promised" }, lines.filter(([, one, more]) => one || more).map(([what, ...said]) => [h("dt", {}, what), h("dd", {}, sentences(said.filter(Boolean)))]));
}

function laidAway(name) {
  clear();
  return h("div", { class: "rm-plain rm-down", "data-key": name }, h("h2", {}, "Leg uw telefoon weg"), h("p", {}, "We praten en luisteren nu. Wilt u iets voorlezen? Kies ‘Toch even lezen’."),
    h("button", { type: "button", class: "nl-button nl-button--subtle", "data-name": "lift", onclick: () => { lifted = name; redraw(); } }, "Toch even lezen"));
}

const opens = (step) => step.forms.some((form) => writes(form) && !form.held_back && form.visibility !== "private" && form.who !== "everyone");

function body(step, stands, state) {
  const own = step.forms.filter(writes);
  const writing = !looking && (stands.phase === "writing" || (["preparing", "discussed"].includes(stands.phase) && own.some((form) => !form.held_back && form.visibility !== "private")));
  put(middle(), hint(step, stands, own), soon(step, stands), about(step, state, steps));
  if (writing) forms(step, stands, own.filter((form) => stands.phase === "writing" || (!form.held_back && form.visibility !== "private")));
  else { part("forms").replaceChildren(); drawn.forms = null; }
  fillSides(part("forms"), state, steps);
  tellUnsent();
  put(part("table"), writing ? null : unlaid(step, stands, own), table(step, stands, state), ready(step, stands, own));
}

/** What was typed here and never laid down: still on this phone, for its owner to read out or to keep. */
function unlaid(step, stands, own) {
  const found = own.flatMap((form) => slotsOf(form, step.id).filter((slot) => !slot.laid && Object.values(slot.values).some((value) => value.trim())).map((slot) => [form, slot]));
  if (!found.length) return null;
  return h("section", { class: "rm-entries", "data-key": `${step.id}/${stands.round}` }, h("h2", {}, "Alleen op uw telefoon"), h("p", { class: "rm-hint" }, "Dit ligt niet op tafel. Niemand ziet het."),
    h("ul", { class: "rm-list" }, found.map(([form, slot]) => h("li", { class: "rm-entry" }, told(form, slot.values), h("button", { type: "button", class: "nl-button nl-button--subtle", "data-name": `throw-${slot.entry}`, onclick: () => { slot.values = {}; saveMine(); redraw(); } }, "Gooi weg")))));
}

function hint(step, stands, own) {
  const closed = own.some((form) => form.held_back && !counted(form));
  const before = !own.length ? " U hoeft niets te schrijven." : step.phases.includes("writing") ? " Straks schrijft u." : "";
  const found = Object.values(stands.totals ?? {}).some((one) => !one.few);
  const texts = {
    preparing: `De gespreksleider legt de stap uit.${before}`,
    writing: own.length ? (closed ? "Schrijf in stilte. Wat u neerlegt, ziet niemand tot alles tegelijk opengaat." : "Schrijf in stilte.") : "De anderen schrijven nu in stilte.",
    collected: step.only_counts ? "De antwoorden zijn verzameld. Niemand ziet ze nog." : `${FACE_DOWN} Zo gaat het tegelijk open, zonder namen.`,
    revealed: isEmpty(step, stands) ? NOTHING : !step.only_counts ? "Alles ligt open. Lees het rustig." : found ? "De totalen staan open. Lees ze rustig." : "Er zijn geen totalen.",
    discussed: "We praten erover.",
    closed: "Deze stap is klaar.",
  };
  return h("p", { class: "rm-hint" }, texts[stands.phase] ?? "");
}

/** Writing ends soon: said once for who listens, and to be seen while it lasts. */
function soon(step, stands) {
  if (looking || stands.phase !== "writing" || !stands.warned) return null;
  return h("p", { class: "rm-warning rm-warning--calm rm-warning--soon", "data-key": `${step.id}/${stands.round}` }, endsSoon(step));
}

function announce(step, stands) {
  const told = stands.phase === "writing" && stands.warned ? `${step.id}/${stands.round}` : "";
  if (told && told !== heard) say(firstOf(endsSoon(step)));
  heard = told;
}

function forms(step, stands, own) {
  const slots = own.map((form) => [form, slotsOf(form, step.id)]);
  for (const [, list] of slots) for (const slot of list) if (!slot.laid) slot.round = stands.round;
  for (const [form, list] of slots) if (!list.some((slot) => !slot.laid || slot.editing) && !(form.who === "inbrenger" && stands.entries.some((entry) => entry.form === form.id)) && list.filter((slot) => slot.round === stands.round).length < form.most) list.push(fresh(stands.round));
  const shape = JSON.stringify(slots.map(([form, list]) => [form.id, list.map((slot) => [slot.entry, slot.laid, !!slot.editing, !!slot.sending, slot.revision, slot.why])]));
  if (drawn.forms === shape) return;
  drawn.forms = shape;
  part("forms").replaceChildren(...slots.map(([form, list]) => formBlock(step, stands, form, list)));
}

function formBlock(step, stands, form, list) {
  const now = list.filter((slot) => slot.round === stands.round || !form.held_back);
  const title = form.fields.length === 1 ? null : h("h2", { class: "rm-form__title" }, { weging: "Uw eigen weging", perspectief: "Door andere ogen" }[form.id] ?? "Schrijf op");
  return h("section", { class: "rm-form" }, title, counted(form) ? h("p", { class: "rm-hint" }, whoSees(form)) : null, now.map((slot) => slotBlock(step, form, slot)),
    form.most > 1 ? h("p", { class: "rm-hint" }, `Elk punt apart. Eén is genoeg, ${form.most} mag.`) : null);
}

/** What becomes of answers that only count along: few are shown to nobody, and what somebody wrote stands loose. */
const whoSees = (form) => `Vul in wat u wilt. Niemand ziet wie wat antwoordt. Totalen verschijnen alleen als vijf of meer mensen antwoorden${form.fields.some((field) => field.kind === "text") ? "; wat u in eigen woorden schrijft, staat er dan zonder naam bij" : ""}. Antwoorden er minder, dan ziet niemand iets.`;

function slotBlock(step, form, slot) {
  if (form.visibility === "private") return h("div", { class: "rm-slot" }, fieldsOf(form, slot.values, (values) => { slot.values = values; saveMine(); }, slot.entry), h("p", { class: "rm-hint" }, "Dit blijft op uw telefoon. Het gaat nergens heen."));
  if (slot.laid && !slot.editing) {
    return h("div", { class: "rm-slot rm-slot--laid" }, h("p", { class: "rm-slot__state" }, isTick(form) ? AGREED : `${form.fields.length === 1 ? `${form.fields[0].label}: ` : ""}${counted(form) ? "ingevuld, telt alleen mee in totalen" : form.held_back ? "ligt dicht op tafel" : "ligt op tafel"}`), isTick(form) ? null : told(form, slot.values),
      h("div", { class: "rm-row" },
        h("button", { type: "button", class: "nl-button nl-button--subtle", onclick: () => { slot.editing = true; saveMine(); redraw(); } }, "Wijzig"),
        h("button", { type: "button", class: "nl-button nl-button--subtle", onclick: () => void strike(slot) }, "Haal weg")));
  }
  const choice = form.visibility === "private_then_hidden" ? h("p", { class: "rm-hint" }, "Dit mag u voor uzelf houden. Legt u het erbij, dan komt het zonder naam op tafel en in het verslag.") : null;
  const parties = form.fields.some((field) => field.means === "party") ? suggestions(step, form, slot) : null;
  const label = form.visibility === "private_then_hidden" ? "Leg dit erbij, zonder naam" : isTick(form) ? "Bevestig" : "Leg neer";
  return h("div", { class: "rm-slot" }, choice, parties,
    slot.why ? h("p", { class: "rm-warning", role: "alert" }, slot.why) : null,
    fieldsOf(form, slot.values, (values) => { slot.values = values; saveMine(); }, slot.entry),
    h("div", { class: "rm-row" }, h("button", { type: "button", class: "nl-button nl-button--secondary", disabled: !!slot.sending, onclick: () => void lay(form, step.id, slot) }, slot.sending ? "Versturen …" : label),
      slot.sending ? h("p", { class: "rm-unsent", role: "status", "data-unsent": "" }) : null,
      slot.editing && slot.laid ? h("button", { type: "button", class: "nl-button nl-button--subtle", onclick: () => { slot.editing = false; redraw(); } }, "Laat staan") : null));
}

function suggestions(step, form, slot) {
  const party = form.fields.find((field) => field.means === "party");
  return step.parties.length ? h("div", { class: "rm-chips", role: "group", "aria-label": "Wie raakt dit?" }, step.parties.map((name) =>
    h("button", { type: "button", class: "rm-chip", onclick: () => { slot.values = { ...slot.values, [party.id]: name.slice(0, party.limit) }; drawn.forms = null; saveMine(); redraw(); } }, name))) : null;
}

function table(step, stands, state) {
  const own = new Map(Object.values(mine).flat().map((slot) => [slot.entry, slot]));
  const groups = step.forms.filter(telling).map((form) => [form, stands.entries.filter((entry) => entry.form === form.id)]).filter(([, entries]) => entries.length);
  if (!groups.length && !Object.keys(stands.totals ?? {}).length) return null;
  return h("section", { class: "rm-entries", "data-key": step.id, "aria-label": "Op tafel" }, h("h2", {}, "Op tafel"),
    OPEN.has(stands.phase) && groups.some(([form, entries]) => form.held_back && entries.some((entry) => own.has(entry.id) && !entry.of)) ? h("p", { class: "rm-hint" }, "Met ‘Dit is van mij’ zet u uw naam erbij. Het hoeft niet.") : null,
    groups.map(([form, entries]) => [form.fields.length === 1 ? h("h3", {}, form.fields[0].label) : null, h("ul", { class: "rm-list" }, entries.map((entry) => entryBlock(form, entry, own.get(entry.id))))]),
    totals(step, stands.totals), OPEN.has(stands.phase) && stands.chairs?.length ? h("p", { class: "rm-chair" }, `Nog geen stem: ${stands.chairs.join(", ")}.`) : null);
}

/** A tick alone says nothing that others need to see; who did not tick would show. What the step is about stands above. */
const telling = (form) => !form.fields.every((field) => field.kind === "tick" || ON_TOP.has(field.means));

function entryBlock(form, entry, slot) {
  return h("li", { class: `rm-entry${slot ? " rm-entry--mine" : ""}` }, told(form, entry.values),
    entry.of ? h("p", { class: "rm-entry__of" }, `Van ${entry.of}`) : null,
    slot && form.held_back ? h("div", { class: "rm-row" },
      h("button", { type: "button", class: "nl-button nl-button--subtle", "data-name": `claim-${entry.id}`, onclick: () => void send(entry.of ? "unclaim" : "claim", { entry: entry.id, key: slot.key }) }, entry.of ? "Haal mijn naam weg" : "Dit is van mij"),
      h("button", { type: "button", class: "nl-button nl-button--subtle", "data-name": `strike-${entry.id}`, onclick: () => void strike(slot) }, "Haal weg")) : null);
}

function ready(step, stands, own) {
  if (looking || stands.phase !== "writing" || !own.length) return null;
  const said = kept.get("ready", "") === `${step.id}/${stands.round}`;
  const toggle = async () => {
    const loose = own.some((form) => form.held_back && slotsOf(form, step.id).some((slot) => !slot.laid && Object.values(slot.values).some((value) => value.trim())));
    if (!said && loose && warned !== `${step.id}/${stands.round}`) {
      warned = `${step.id}/${stands.round}`;
      return say("U typte iets dat nog niet op tafel ligt. Druk op ‘Leg neer’, of nog een keer op ‘Ik ben klaar’ als u het voor uzelf houdt.");
    }
    kept.set("ready", said ? "" : `${step.id}/${stands.round}`);
    redraw();
    await send(said ? "not_ready" : "ready", { about: step.id });
  };
  return h("div", { class: "rm-ready", "data-key": `${step.id}/${stands.round}` }, h("button", { type: "button", "data-name": "ready", class: `nl-button ${said ? "nl-button--secondary" : "nl-button--primary"} sw-button--large`, onclick: () => void toggle() }, said ? "Toch nog even" : "Ik ben klaar"),
    said ? h("p", { class: "rm-hint" }, `Dank u. U kunt nog wijzigen tot de gespreksleider ${step.phases.includes("collected") ? "verzamelt" : "verdergaat"}.`) : null);
}

async function askBreak() {
  const mark = randomHex(16); // only this phone can ask after this request
  const answer = await send("break", { value: mark });
  if (!answer.done || left) return;
  kept.set("asked", mark);
  say("Gevraagd. Niemand ziet dat u het was.");
}

let looked = 0; // the state at which was looked whether it was seen
let looks = false;
/** Look whether the break that was asked for here was seen: no other phone looks, and none gets to know it. */
async function seen(state) {
  const mark = kept.get("asked", "");
  if (!mark || looks || looked === state.v) return;
  if (state.paused) return kept.drop("asked"); // it came
  looks = true;
  looked = state.v;
  const answer = await send("break", { value: `seen:${mark}` });
  looks = false;
  if (!answer.done) kept.drop("asked"); // the answer was said already
  else if (last) void seen(last);
}

function footer(state) {
  const past = room.method.steps.filter((step) => state.steps[step.id] && step.id !== state.current);
  return h("div", { class: "rm-foot__row" },
    past.length ? h("label", { class: "rm-back" }, h("span", {}, "Terugkijken"), h("select", { "data-name": "back", onchange: (event) => { looking = event.target.value; redraw(); } }, h("option", { value: "" }, "Nu"), past.map((step) => h("option", { value: step.id, selected: step.id === looking }, step.title)))) : h("span", {}),
    h("button", { type: "button", class: "nl-button nl-button--subtle", "data-name": "break", onclick: () => void askBreak() }, "Vraag een pauze"));
}

function finished(state) {
  plain("Dank u wel", "Het gesprek is afgerond.");
  forgetDrafts();
  if (state.check) {
    const address = `/beraad/nalezen/${state.check}/`;
    kept.set("check", address);
    stage.firstElementChild.append(h("p", {}, "Over een paar minuten leest u hier het concept na, en haalt u weg wat u zelf schreef. Laat dit tabblad open: sluit u het, dan kunt u alleen nog lezen."),
      h("p", {}, h("a", { class: "nl-button nl-button--primary", href: address }, "Lees het concept na")));
  }
}

/** Let go of what was typed; the keys stay, as they take own words back for as long as the report is a draft. */
function forgetDrafts() {
  left = true;
  mine = {};
  for (const name of ["mine", "waiting", "ready", "asked"]) kept.drop(name);
}

whenGone(() => {
  const address = kept.get("check", "");
  left = true;
  plain("Afgelopen", address ? "De kamer is dicht. U kunt het concept van het verslag nog nalezen." : "U bent niet meer in de kamer, of het beraad is afgelopen.");
  if (address) stage.firstElementChild.append(h("a", { class: "nl-button nl-button--primary", href: address }, "Lees het concept na"));
  // with no draft to check, the keys to it are of no use to him and of use to whoever finds this phone
  if (address) forgetDrafts();
  else {
    mine = {};
    kept.clear();
  }
});
listen(draw);
