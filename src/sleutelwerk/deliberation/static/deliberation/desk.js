// The facilitator's desk: where the group is, what to say, one button to go on, and who is in the room.
import { NOTHING, WARNING, differences, fieldsOf, fillSides, goTo, isEmpty, leftOpen, mapped, missingIn, saidAs, told, totals, wrongWith } from "./fields.js";
import { h, kept, listen, put, randomHex, randomId, room, say, send, whenGone } from "./room.js";

const stage = document.getElementById("toneel");
const foot = document.getElementById("voet");
const rail = document.getElementById("stappen");
const people = document.getElementById("mensen");
const lot = document.getElementById("parkeren");
const notes = document.getElementById("aantekeningen");
const steps = new Map(room.method.steps.map((step) => [step.id, step]));
let mine = kept.get("mine", {});
const justice = document.getElementById("justitie-melden");
/** Minutes that a talk may run late before the desk says so. */
const LATE = 3;
const OPEN = new Set(["revealed", "discussed", "closed"]);
let last = null;
let looking = "";
let counting_down = { of: "", until: 0 }; // since when writers know that writing ends soon
let going = "";
let pressed = ""; // where the group was when whoever leads at this desk pressed to move it

const ROLE = { facilitator: "gespreksleider", inbrenger: "inbrenger", participant: "deelnemer", decision_maker: "beslisser", listener: "toehoorder", screen: "groot scherm" };
const PHASE = { preparing: "Klaarzetten", writing: "Schrijven", collected: "Verzameld", revealed: "Open", discussed: "Bespreken", closed: "Klaar" };
const button = (label, act, kind = "secondary", more = {}) => h("button", { type: "button", class: `nl-button nl-button--${kind}`, "data-name": more.name ?? label, onclick: act, ...more }, label);
const saveMine = () => kept.set("mine", mine);
/** What a step is called: one that the group went past before it began was skipped, and can still be done. */
const called = (step, state) => {
  const place = (name) => room.method.steps.findIndex((one) => one.id === name);
  return state.steps[step.id].phase === "preparing" && place(step.id) < place(state.current) ? "Overgeslagen" : PHASE[state.steps[step.id].phase];
};

const placeOf = (state) => [state.current, state.steps[state.current]?.phase, state.steps[state.current]?.round].join("/");
const isTyping = () => Boolean(document.activeElement?.matches("textarea, select, input:not([type=radio], [type=checkbox])"));

/** Ask to move the group, from here: only then does the desk go along to what comes. */
function move(verb, more) {
  pressed = placeOf(last);
  void send(verb, more).then((answer) => answer.done || (pressed = ""));
}

/** Begin at the top of the step: its heading is what is read, and what a screen reader says. */
function arrive() {
  const heading = stage.querySelector(".rm-title");
  window.scrollTo(0, 0);
  heading.focus({ preventScroll: true });
  if (heading.getBoundingClientRect().bottom > window.innerHeight) stage.scrollIntoView();
}

function draw(state) {
  const before = last?.current;
  last = state;
  const leads = state.leading === room.you;
  const came = Boolean(pressed) && placeOf(state) !== pressed;
  const follows = came && leads && !isTyping(); // not when a colleague moved it, nor when the pen is in somebody's hand
  if (came) pressed = "";
  if (justice) justice.hidden = state.justice || state.finished || !leads;
  if (state.finished) return finished(leads);
  const name = looking && state.steps[looking] ? looking : state.current;
  const step = steps.get(name);
  const stands = state.steps[name];
  put(rail, railBlock(state));
  if (step && stands) main(step, stands, state, leads, follows);
  if (follows && before !== state.current && name === state.current) arrive();
  for (const one of document.querySelectorAll("[data-told]")) one.textContent = state.told?.[one.dataset.told] ?? "";
  put(people, peopleBlock(state, leads));
  door(state, leads);
  put(lot, lotBlock(state, leads));
  if (step && stands) put(foot, footBlock(step, stands, state, leads));
}

const redraw = () => last && draw(last);

function railBlock(state) {
  return h("ol", {}, room.method.steps.map((step, index) => {
    const stands = state.steps[step.id];
    const now = step.id === state.current;
    return h("li", { class: now ? "rm-steps__now" : stands ? "rm-steps__done" : "" },
      h("button", { type: "button", "data-name": `step-${step.id}`, "aria-current": now ? "step" : false, onclick: () => { going = stands ? "" : step.id; looking = now || !stands ? "" : step.id; redraw(); } },
        h("span", { class: "rm-steps__n" }, stands?.phase === "closed" ? "✓" : `${index + 1}`), h("span", {}, step.title, h("small", {}, `${step.minutes ? `${step.minutes} min` : "geen tijd gepland"}${stands ? ` · ${called(step, state)}` : ""}`))));
  }));
}

function main(step, stands, state, leads, follows) {
  // once it lies open, what people wrote is what the facilitator looks at: what to say is folded up above it
  const shows = step.phases.includes("writing") && OPEN.has(stands.phase);
  const shape = `${step.id}/${stands.phase}/${stands.round}/${leads}`;
  const held = stage.contains(document.activeElement) ? document.activeElement.dataset.name : "";
  if (stage.dataset.shape !== shape) {
    stage.dataset.shape = shape;
    stage.replaceChildren(...(shows ? ["top", "script", "table", "recall", "forms", "ahead"] : ["top", "script", "recall", "forms", "table", "ahead"]).map((one) => h("div", { class: `rm-${one}` })));
    if (shows && follows && stage.getBoundingClientRect().top < 0) stage.scrollIntoView();
  }
  const [top, script, recall, forms, table, ahead] = ["top", "script", "recall", "forms", "table", "ahead"].map((one) => stage.querySelector(`:scope > .rm-${one}`));
  put(top, topBlock(step, stands, state, leads));
  put(script, step === room.method.steps[0] ? leftOpen(state.left_open) : null, shows ? h("details", { class: "rm-folded", "data-key": step.id }, h("summary", {}, "Wat u zegt en vraagt"), scriptBlock(step)) : scriptBlock(step));
  put(recall, recallBlock(step, stands, state));
  writeForms(forms, step, stands, leads);
  fillSides(forms, state, steps);
  put(table, agreed(step, stands), isEmpty(step, stands) ? h("p", { class: "rm-hint" }, NOTHING) : null, tableBlock(step, stands, leads), step.recalls.length ? null : mapBlock(step, stands, state));
  put(ahead, aheadBlock(step, state));
  // who types goes on typing, also when the fields were made anew
  if (held && document.activeElement === document.body) stage.querySelector(`[data-name="${CSS.escape(held)}"]`)?.focus({ preventScroll: true });
}

function topBlock(step, stands, state, leads) {
  const number = room.method.steps.indexOf(step) + 1;
  return [
    h("p", { class: "rm-number" }, `Stap ${number} van ${room.method.steps.length} · ${called(step, state)}${stands.round ? ` · ronde ${stands.round + 1}` : ""}`),
    h("h1", { class: "rm-title", tabindex: "-1", "data-name": "heading" }, step.title), h("p", { class: "rm-purpose" }, step.purpose),
    state.breaks_asked ? h("div", { class: "rm-warning" }, h("p", { role: "status" }, "Iemand vraagt om een pauze."), button("Gezien", () => void send("seen"), "secondary", { name: "seen" })) : null,
    going && leads ? h("div", { class: "rm-warning", role: "status", "data-key": going }, h("p", {}, `Gaat iedereen naar ‘${steps.get(going).title}’? Alle telefoons gaan mee.`), button("Ja, ga erheen", () => { const to = going; going = ""; move("go", { about: to }); }), button("Nee", () => { going = ""; redraw(); }, "subtle", { name: "not-going" })) : null,
    state.paused ? h("p", { class: "rm-warning rm-warning--calm" }, "Het is pauze. De groep blijft zolang bij deze stap.") : null, state.blanked ? h("p", { class: "rm-warning rm-warning--calm" }, "De schermen zijn leeg. De groep blijft zolang bij deze stap.") : null,
    looking && looking !== state.current ? h("p", { class: "rm-hint" }, "U kijkt terug. De groep is bij ", h("strong", {}, steps.get(state.current)?.title), ". ", button("Terug naar nu", () => { looking = ""; redraw(); }, "subtle"), leads ? button("Ga met de groep hierheen", () => { const to = looking; looking = ""; move("go", { about: to }); }, "subtle") : null) : null,
    leads ? null : h("div", { class: "rm-warning" }, h("p", {}, "Uw collega leidt nu het gesprek. U kijkt mee."), button("Neem de leiding over", () => void send("take_over"))),
    stands.phase === "writing" && stands.of ? h("p", { class: "rm-progress" }, h("strong", {}, `${stands.ready} van ${stands.of}`), " drukten op ‘Ik ben klaar’. ", h("span", { class: "rm-hint" }, "Wat er al dicht op tafel ligt, ziet u ook niet in aantallen.")) : null,
    step.only_counts && ["preparing", "writing", "collected"].includes(stands.phase) ? h("p", { class: "rm-hint" }, `Totalen verschijnen alleen van vijf of meer antwoorden.${stands.of && stands.of < 5 ? " U bent met minder: vraag het dus hardop." : ""}`) : null,
    stands.phase !== "closed" ? clock(step, stands, state) : null,
  ];
}

function clock(step, stands, state) {
  const planned = (all) => all.reduce((sum, one) => sum + one.minutes, 0);
  const since = (began) => (began ? Math.max(0, Math.floor(Date.now() / 60000 - began / 60)) : 0);
  const after = planned(room.method.steps.slice(room.method.steps.indexOf(step) + 1));
  const given = step.minutes + (stands.extra ?? 0);
  const used = since(stands.began);
  const over = used > given;
  const began = Object.values(state.steps).map((one) => one.began).filter(Boolean);
  // how much longer the whole talk takes than was planned, when all that follows takes the time it was given
  const late = since(Math.min(...began)) + Math.max(0, given - used) + after - planned(room.method.steps);
  const tight = over || (used > 0 && 4 * (given - used) <= given) || late >= LATE;
  return h("p", { class: `rm-clock${over ? " rm-clock--over" : ""}` }, over ? `Deze stap duurt ${used - given} min langer dan gepland. ` : given ? `Nog ongeveer ${given - used} van ${given} minuten. ` : "Voor deze stap is geen tijd gepland. ",
    late >= LATE ? `Het gesprek loopt ${late} min uit. ` : null, tight && step.shorten ? h("span", {}, `Korter: ${step.shorten} `) : null, h("span", { class: "sw-soft" }, after ? `Daarna nog ${after} min.` : "Dit is de laatste stap."));
}

/** What the preparation and the group already say, for the places in what the facilitator says. */
const KNOWN = {
  doel: () => room.words.aim.toLowerCase(),
  besluit: (state) => state.told?.decider_function,
  "kant-a": (state) => saidAs("side_a", state, steps),
  "kant-b": (state) => saidAs("side_b", state, steps),
};

/** A line to say, its places filled in where that is known; an end that is in the words already is not said twice. */
const spoken = (line, state) => line.replace(/\{([a-z-]+)\}(\.?)/g, (_whole, name, end) => {
  const known = KNOWN[name]?.(state)?.trim();
  return known ? known + (/[.!?…]$/.test(known) ? "" : end) : "…";
});

function scriptBlock(step) {
  return [
    h("section", { class: "rm-say" }, h("h2", {}, "Zeg"), step.say.map((line) => h("p", {}, spoken(line, last)))),
    h("div", { class: "rm-cards" }, h("details", { open: true }, h("summary", {}, "Vraag"), h("ul", {}, step.ask.map((line) => h("li", {}, line)))),
      step.watch.length ? h("details", { open: true }, h("summary", {}, "Let op"), h("ul", {}, step.watch.map((line) => h("li", {}, line)))) : null),
  ];
}

/** What the facilitator says and asks in the next step, to look at beforehand: the room stays where it is. */
function aheadBlock(step, state) {
  const next = room.method.steps[room.method.steps.indexOf(step) + 1];
  if (!next || step.id !== state.current) return null;
  return h("details", { "data-key": next.id }, h("summary", {}, `Vast vooruitkijken: ${next.title}`), h("p", { class: "rm-hint" }, "Alleen u ziet dit. De groep blijft waar zij is."), h("p", { class: "rm-purpose" }, next.purpose), scriptBlock(next));
}

/** The reasons of earlier steps that lie open, where the facilitator writes what the group makes of them. */
function recallBlock(step, stands, state) {
  if (!step.recalls.length) return null;
  const onMap = mapped(stands.map);
  const groups = step.recalls.map((one) => {
    const form = steps.get(one.step).forms.find((other) => other.id === one.form);
    return [form, one.step, (state.steps[one.step]?.entries ?? []).filter((entry) => entry.form === one.form && !onMap.has(entry.id))];
  }).filter(([, , entries]) => entries.length);
  if (!groups.length && !onMap.size) return null;
  return h("details", { class: "rm-entries", open: true, "data-key": step.id }, h("summary", {}, "Redenen die op tafel liggen"), differences(stands.map, state, steps),
    groups.map(([form, name, entries]) => [h("h3", {}, form.fields.length === 1 ? form.fields[0].label : steps.get(name).title), h("ul", { class: "rm-list" }, entries.map((entry) => h("li", { class: "rm-entry" }, told(form, entry.values))))]));
}

/** The same reasons once more where they were laid open, put together by what people hold dear. */
function mapBlock(step, stands, state) {
  return stands.map ? h("details", { class: "rm-entries", "data-key": step.id }, h("summary", {}, "Waar mensen verschillen"), differences(stands.map, state, steps)) : null;
}

// --- What the facilitator writes down for the group ----------------------------------------------------------------

function writeForms(place, step, stands, leads) {
  const own = step.forms.filter((form) => form.visibility !== "private" && room.writes.includes(form.who) && (!form.held_back || stands.phase === "writing"));
  const blocks = own.map((form) => [form, slotsFor(form, step, stands)]);
  const shape = JSON.stringify(blocks.map(([form, slots]) => [form.id, slots.map((slot) => [slot.entry, slot.revision, slot.laid, slot.why])]));
  if (place.dataset.shape === shape) return;
  place.dataset.shape = shape;
  place.replaceChildren(...(blocks.length ? [h("h2", {}, "Schrijf op voor de groep")] : []), ...blocks.map(([form, slots]) => h("section", { class: "rm-form" }, slots.map((slot) => slotBlock(step, form, slot)))));
}

function slotsFor(form, step, stands) {
  const list = (mine[`${step.id}/${form.id}`] ??= []);
  if (!form.held_back) for (const entry of stands.entries.filter((one) => one.form === form.id)) {
    const known = list.find((slot) => slot.entry === entry.id);
    if (!known) list.push({ entry: entry.id, key: randomHex(32), revision: Date.now() % 1e9, values: entry.values, laid: true });
  }
  const limit = form.held_back ? 99 : form.most;
  if (!list.some((slot) => !slot.laid) && list.length < limit) list.push({ entry: randomId(), key: randomHex(32), revision: 0, values: {}, laid: false });
  return list;
}

function slotBlock(step, form, slot) {
  const state = h("span", { class: "rm-count" }, slot.laid ? "Staat op tafel" : "");
  const keep = async () => {
    const wrong = wrongWith(form, slot.values);
    if (wrong) return say(wrong);
    const missing = missingIn(form, slot.values);
    if (missing) {
      slot.why = missing.why;
      saveMine();
      redraw();
      return goTo(stage, slot, missing.field);
    }
    slot.revision += 1;
    saveMine();
    const answer = await send("write", { entry: slot.entry, step: step.id, form: form.id, key: slot.key, revision: slot.revision, values: slot.values });
    slot.laid = slot.laid || answer.done;
    slot.why = answer.done ? "" : (answer.why ?? "");
    saveMine();
    say(answer.done ? "Opgeschreven." : "");
    redraw();
  };
  const away = async () => {
    const answer = await send("strike", { entry: slot.entry, key: slot.key });
    if (!answer.done) return;
    for (const list of Object.values(mine)) if (list.includes(slot)) list.splice(list.indexOf(slot), 1);
    saveMine();
    redraw();
  };
  return h("div", { class: "rm-slot rm-slot--desk" }, slot.why ? h("p", { class: "rm-warning", role: "alert" }, slot.why) : null, fieldsOf(form, slot.values, (values) => { slot.values = values; state.textContent = "Nog niet bewaard"; saveMine(); }, slot.entry),
    h("div", { class: "rm-row" }, button(slot.laid ? "Bewaar" : "Schrijf op", () => void keep(), "secondary", { name: `keep-${slot.entry}` }), slot.laid ? button("Haal weg", () => void away(), "subtle", { name: `away-${slot.entry}` }) : null, state));
}

/** How many ticked what everybody is asked to tick, such as the ground rules; who did not is nobody's business. */
function agreed(step, stands) {
  const asked = step.forms.filter((form) => form.who === "everyone" && form.fields.every((field) => field.kind === "tick"));
  return stands.of ? asked.flatMap((form) => form.fields.map((field) => {
    const count = stands.entries.filter((entry) => entry.form === form.id && entry.values[field.id]).length;
    return h("p", { class: "rm-agreed" }, `‘${field.label}’: `, h("strong", {}, `${Math.min(count, stands.of)} van ${stands.of}`), count < stands.of ? h("span", { class: "rm-hint" }, " Vraag de hele groep of er een afspraak bij of anders moet. Wie het is, hoeft niemand te weten.") : null);
  })) : null;
}

function tableBlock(step, stands, leads) {
  const shown = step.forms.filter((form) => (form.who === "everyone" || form.held_back) && !form.fields.every((field) => field.kind === "tick"));
  const groups = shown.map((form) => [form, stands.entries.filter((entry) => entry.form === form.id)]).filter(([, entries]) => entries.length);
  const open = OPEN.has(stands.phase);
  if (!groups.length && !Object.keys(stands.totals).length && !(open && stands.chairs?.length)) return null;
  return h("section", { class: "rm-entries", "data-key": step.id }, h("h2", {}, "Op tafel"),
    open && stands.chairs?.length ? h("p", { class: "rm-chair" }, `Wie horen we nog niet: ${stands.chairs.join(", ")}. Vraag ernaar. Opschrijven kan met ‘Nog eens schrijven’.`) : null,
    groups.map(([form, entries]) => [form.fields.length === 1 ? h("h3", {}, form.fields[0].label) : null, h("ul", { class: "rm-list" }, entries.map((entry) => h("li", { class: "rm-entry" }, told(form, entry.values), entry.of ? h("p", { class: "rm-entry__of" }, `Van ${entry.of}`) : null,
      leads && form.held_back ? h("details", { class: "rm-more" }, h("summary", {}, "Meer"), button("Haal van tafel", () => void send("strike", { entry: entry.id, key: "" }), "subtle", { name: `strike-${entry.id}` }), h("p", { class: "rm-hint" }, "Alleen bij een naam of een belediging.")) : null))),
      leads && open && form.countable ? counting(step, stands, form) : null]),
    totals(step, stands.totals));
}

/** Count choices only when the facilitator asks, once everything lies open. The button stays, so that a keyboard keeps its place. */
function counting(step, stands, form) {
  const counted = form.id in stands.totals;
  const count = () => void (counted || send("totals", { about: step.id, value: form.id }).then((answer) => answer.done && say("De aantallen staan nu op alle schermen.")));
  return h("div", { class: "rm-counting" }, button(counted ? "De keuzes zijn geteld" : "Tel de keuzes", count, "subtle", { name: `count-${form.id}`, "aria-disabled": counted ? "true" : false }),
    counted ? null : h("p", { class: "rm-hint" }, "Alleen als de groep het vraagt: iedereen ziet dan de aantallen, en dat blijft zo."));
}

/** What stands at the door: how to come in, or that it is shut, which it does by itself after the first step. */
function door(state, leads) {
  document.getElementById("deur-open").hidden = state.locked;
  document.getElementById("deur-dicht").hidden = !state.locked;
  put(document.getElementById("deurknop"), !leads ? null : state.locked ? button("Open de deur", () => void send("unlock"), "secondary", { name: "door" }) : button("Doe de deur dicht", () => void send("lock"), "subtle", { name: "door" }));
}

// --- Who is in the room ---------------------------------------------------------------------------------------------

function peopleBlock(state, leads) {
  const waiting = state.people.filter((one) => one.presence === "waiting");
  const inside = state.people.filter((one) => one.presence === "admitted");
  const ready = new Set(state.steps[state.current]?.who_is_ready ?? []);
  const writers = inside.filter((one) => ["participant", "inbrenger", "decision_maker"].includes(one.role)).length;
  return h("section", { class: "rm-card" }, h("h2", {}, `In de kamer (${writers})`),
    waiting.length ? h("ul", { class: "rm-people rm-people--waiting" }, waiting.map((one) => h("li", {}, h("span", {}, h("strong", {}, one.name || ROLE[one.role]), h("small", {}, ROLE[one.role])), leads ? h("span", { class: "rm-row" }, button("Laat binnen", () => void letIn(one.id), "secondary", { name: `admit-${one.id}` }), button("Niet binnenlaten", () => void send("remove", { about: one.id }), "subtle", { name: `no-${one.id}` })) : null))) : null,
    h("ul", { class: "rm-people" }, inside.map((one) => h("li", {}, h("span", {}, h("strong", {}, `${one.role !== "facilitator" ? one.name || ROLE[one.role] : one.id === room.you ? "U" : "Uw collega"}${one.id === state.leading ? " (leidt)" : ""}`), h("small", {}, ROLE[one.role], ready.has(one.id) ? " · klaar" : "")),
      one.role !== "screen" && one.role !== "facilitator" && leads ? h("span", { class: "rm-row" }, h("button", { type: "button", class: "rm-dots", "data-name": `spoke-${one.id}`, "aria-label": `${one.name} sprak (${one.turns} keer)`, onclick: () => void send("spoke", { about: one.id }) }, "●".repeat(Math.min(one.turns, 6)) || "○"), more(one)) : one.role === "screen" && leads ? more(one) : null))),
    h("p", { class: "sw-small sw-soft" }, "Tik op het rondje als iemand sprak. Alleen de gespreksleiders zien dit."),
    h("details", { class: "rm-hint" }, h("summary", {}, "Telefoon leeg of kwijt?"), h("p", {}, "Neem een ander toestel, ga naar het adres bij de deur en kies ‘Ik was al binnen, met een andere telefoon’. Vier woorden kwijt? Laat opnieuw aankloppen en haal de oude naam uit het gesprek, anders wacht u op iemand die er niet is.")));
}

/** Police or a prosecutor who came unannounced: on every screen, and only when the key figure knows. */
justice?.querySelector("form").addEventListener("submit", (event) => {
  event.preventDefault();
  const told = justice.querySelector("[role=status]");
  told.textContent = "";
  void send("justice", { value: event.target.elements.weet.checked ? "known" : "" }).then((answer) => (told.textContent = answer.why ?? ""));
});

// what was refused is no longer true once the answer is another one
justice?.querySelector("[name=weet]").addEventListener("change", () => {
  justice.querySelector("[role=status]").textContent = "";
  say("");
});

/** Let somebody in, also when the door is shut: it opens for him alone. */
async function letIn(person) {
  const shut = last.locked;
  if (shut) await send("unlock");
  await send("admit", { about: person });
  if (shut) await send("lock");
}

const more = (one) => h("details", { class: "rm-more" }, h("summary", { "aria-label": `Meer over ${one.name}` }, "…"), button("Haal uit het gesprek", () => void send("remove", { about: one.id }), "subtle", { name: `out-${one.id}` }));

function lotBlock(state, leads) {
  const add = (event) => {
    event.preventDefault();
    const field = event.target.elements.wat;
    const said = field.value.trim();
    field.value = "";
    // what was refused comes back, so that it can be mended
    if (said) void send("park", { value: said }).then((answer) => { const now = lot.querySelector("[name=wat]"); if (!answer.done && now && !now.value) now.value = said; });
  };
  return h("section", { class: "rm-card" }, h("h2", {}, "Voor later"), state.parked.length ? h("ul", { class: "rm-people" }, state.parked.map((one) => h("li", {}, h("span", {}, one.text), leads ? button("Weg", () => void send("unpark", { about: one.id }), "subtle", { name: `unpark-${one.id}` }) : null))) : null,
    leads ? h("form", { onsubmit: add, class: "rm-park" }, h("label", { for: "wat" }, "Parkeer een onderwerp"), h("input", { id: "wat", name: "wat", maxlength: 200, class: "utrecht-textbox", autocomplete: "off", "data-name": "wat" }), h("button", { type: "submit", class: "nl-button nl-button--subtle" }, "Parkeer")) : null);
}

// --- The one button ----------------------------------------------------------------------------------------------------

function footBlock(step, stands, state, leads) {
  if (!leads) return h("div", { class: "rm-foot__row" }, h("span", {}, "U kijkt mee."));
  const here = step.id === state.current;
  const next = step.phases[step.phases.indexOf(stands.phase) + 1];
  const lastStep = room.method.steps[room.method.steps.length - 1].id === step.id;
  const labels = { writing: "Begin met schrijven", collected: "Verzamel", revealed: step.only_counts ? "Tel de antwoorden" : "Leg alles open", discussed: step.phases.includes("writing") ? "Ga erover praten" : "Begin deze stap", closed: lastStep ? "Sluit deze laatste stap" : "Klaar, naar de volgende stap" };
  const warned = here && stands.phase === "writing" && stands.warned && stands.ready < stands.of;
  if (!warned && here) counting_down = { of: "", until: 0 };
  const soon = warned && secondsLeft(`${step.id}/${stands.round}`) > 0;
  const go = () => {
    if (soon && !state.held) return;
    // the site warns whoever still writes at the first press, and ends the writing at the second
    move("advance", { about: step.id, value: warned ? "warned" : stands.phase });
  };
  const done = lastStep && stands.phase === "closed";
  // who is away or sees nothing is called back first: until then the site keeps the group where it is
  const back = { paused: () => button("Ga verder", () => void send("resume"), "primary", first("pause")), blanked: () => button("Schermen weer aan", () => void send("unblank"), "primary", first("blank")) }[state.held];
  return h("div", { class: "rm-foot__row", "data-key": `${step.id}/${stands.phase}/${stands.round}` },
    h("div", { class: "rm-row" }, !state.paused ? button("Pauze", () => void send("pause"), "subtle", { name: "pause" }) : state.held === "paused" ? null : button("Ga verder", () => void send("resume"), "subtle", { name: "pause" }),
      state.blanked ? null : button("Maak schermen leeg", () => void send("blank"), "subtle", { name: "blank" }), button("5 minuten erbij", () => void send("extend", { value: "5" }), "subtle"),
      OPEN.has(stands.phase) && step.phases.includes("writing") ? button("Nog eens schrijven", () => void send("repeat", { about: step.id, value: `${stands.round}` }), "subtle") : null,
      step.skip && here && !lastStep && stands.phase === "preparing" ? button("Sla over", () => move("go", { about: room.method.steps[room.method.steps.indexOf(step) + 1].id }), "subtle") : null,
      button("Rond het gesprek af", finish, done && !back ? "primary" : "subtle", { name: "finish" })),
    warned && !state.held ? h("p", { class: "rm-hint", role: "status" }, `${stands.of - stands.ready} van ${stands.of} drukten nog niet op ‘Ik ben klaar’. ${soon ? `Op de telefoons staat dat u zo ${step.phases.includes("collected") ? "verzamelt" : "verdergaat"}. Vraag hardop wie nog een minuut wil.` : "Er gebeurt niets tot u nog een keer drukt. Daarna kan niemand nog iets neerleggen."}`, soon ? h("span", { "data-count": "", "aria-hidden": "true" }) : null) : null,
    h("div", { class: "rm-row rm-onward" }, here && !done ? button(labels[next] ?? "Verder", go, back ? "secondary" : "primary", { name: "next", class: `nl-button ${back ? "nl-button--secondary" : "nl-button--primary sw-button--large"}`, "aria-disabled": soon || back ? "true" : false }) : null, back?.()));
}

/** The one primary button of the desk, which keeps its name and so the keyboard where it is. */
const first = (name) => ({ name, class: "nl-button nl-button--primary sw-button--large" });

/** How long writers still have, counted from when this desk first saw them warned: a desk that is reloaded gives them more, never less. */
function secondsLeft(of) {
  if (counting_down.of !== of) {
    counting_down = { of, until: Date.now() + 1000 * WARNING };
    setTimeout(tick);
  }
  return Math.ceil((counting_down.until - Date.now()) / 1000);
}

/** Count down beside the words, without drawing them anew: a screen reader hears them once. */
function tick() {
  const left = Math.ceil((counting_down.until - Date.now()) / 1000);
  if (left <= 0) return redraw();
  const shown = foot.querySelector("[data-count]");
  if (shown) shown.textContent = ` U kunt weer drukken over ${left} s.`;
  setTimeout(tick, 250);
}

let sure = false;
function finish() {
  if (!sure) {
    sure = true;
    setTimeout(() => (sure = false), 8000);
    return say("Weet u het zeker? Daarna kan niemand meer schrijven. Druk nog een keer op ‘Rond het gesprek af’.");
  }
  void send("finish");
}

function finished(leads) {
  say("");
  document.body.classList.add("rm-body--finished");
  stage.dataset.shape = "";
  put(rail);
  put(people);
  put(lot);
  put(stage, h("div", { class: "rm-plain" }, h("h1", {}, "Het gesprek is afgerond"), h("p", { class: "sw-lead" }, "Niemand kan nog schrijven. Sluit nu de kamer: dan verdwijnen de codes, de namen en de toestellen, en ligt het verslag in concept klaar."), h("p", {}, "Op de telefoons staat waar deelnemers het concept kunnen nalezen. Geef ze daar even tijd voor."), leads ? button("Sluit de kamer en ga naar het verslag", () => { forget(); document.getElementById("sluiten").requestSubmit(); }, "primary", { class: "nl-button nl-button--primary sw-button--large", name: "close" }) : null));
  put(foot);
}

// what the facilitator notes for himself stays in this tab: it belongs to no form and to no act that is sent
notes.value = kept.get("notes", "");
notes.addEventListener("input", () => kept.set("notes", notes.value));
const forget = () => {
  notes.value = "";
  kept.clear();
};

whenGone(() => {
  forget();
  notes.closest("section").hidden = true;
  put(stage, h("div", { class: "rm-plain" }, h("h1", {}, "Deze tafel is dicht"), h("p", {}, "Het beraad is afgelopen, u logde uit, of u ging op een ander toestel aan de tafel zitten."), h("a", { class: "nl-button nl-button--primary", href: window.location.pathname }, "Opnieuw proberen")));
  put(foot);
});
setInterval(redraw, 20000);
listen(draw);
