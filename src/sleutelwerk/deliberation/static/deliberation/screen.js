// The big screen: large, calm, and only what lies open. It writes nothing and knows no names.
import { differences, endsSoon, leftOpen, mapped, told, totals } from "./fields.js";
import { h, listen, put, room, whenGone } from "./room.js";

const stage = document.getElementById("toneel");
const door = document.getElementById("deur");
const steps = new Map(room.method.steps.map((step) => [step.id, step]));

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
  const number = room.method.steps.indexOf(step) + 1;
  put(stage, h("p", { class: "rm-number" }, `Stap ${number} van ${room.method.steps.length}`), h("h1", { class: "rm-screen__title" }, step.title),
    h("p", { class: "rm-screen__purpose" }, step.purpose), told_phase(step, stands), number === 1 ? h("ul", { class: "rm-screen__rules" }, room.method.rules.map((rule) => h("li", {}, rule))) : null, number === 1 && state.told?.note_agreement ? h("p", { class: "rm-screen__question" }, h("span", {}, "Wat we opschrijven"), ` ${state.told.note_agreement}`) : null, number === 1 ? leftOpen(state.left_open) : null, differences(stands.map, state, steps), entries(step, stands), Object.keys(stands.totals ?? {}).length ? h("section", { class: "rm-screen__group" }, h("h2", {}, "In getallen"), totals(step, stands.totals)) : null,
    stands.chairs?.length ? h("p", { class: "rm-chair" }, `Wie horen we nog niet? ${stands.chairs.join(", ")}`) : null, question(step, state));
}

function told_phase(step, stands) {
  if (stands.phase === "writing" && stands.warned) return h("p", { class: "rm-screen__phase", role: "status" }, endsSoon(step).split(". ")[0] + ".");
  if (stands.phase === "writing") return h("p", { class: "rm-screen__phase" }, "We schrijven in stilte. Neem de tijd.");
  if (stands.phase === "collected") return h("p", { class: "rm-screen__phase" }, "Alles ligt dicht op tafel.");
  return null;
}

function entries(step, stands) {
  const elsewhere = mapped(stands.map);
  return step.forms.filter((form) => !form.fields.every((field) => field.kind === "tick")).map((form) => {
    const found = stands.entries.filter((entry) => entry.form === form.id && !elsewhere.has(entry.id));
    return found.length ? h("section", { class: "rm-screen__group" }, form.fields.length === 1 ? h("h2", {}, form.fields[0].label) : null, h("ul", { class: "rm-screen__list" }, found.map((entry) => h("li", { class: "rm-entry" }, told(form, entry.values))))) : null;
  });
}

/** The question stays in sight once the group made it. */
function question(step, state) {
  for (const other of room.method.steps) {
    const form = other.forms.find((one) => one.fields.some((field) => field.means === "question"));
    const entry = form && other.id !== step.id && state.steps[other.id]?.entries.find((one) => one.form === form.id);
    if (entry) return h("p", { class: "rm-screen__question" }, h("span", {}, "Onze vraag"), ` ${entry.values[form.fields[0].id]}`);
  }
  return null;
}

whenGone(() => {
  door.hidden = true;
  plain("Afgelopen", "De kamer is dicht.");
});
listen(draw);
