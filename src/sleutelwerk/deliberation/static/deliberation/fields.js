// Fields to fill in: a form of a step with its limits, whose text stays on this device until it is laid down.
import { h } from "./room.js";

/** Seconds between the warning that writing ends and the moment at which the facilitator can end it. */
export const WARNING = 15;
const SCALE = ["1 helemaal niet", "2 een beetje", "3 goed", "4 heel goed"];

/** Make the fields of a form; `values` fills them, `changed(values)` hears every change. */
export function fieldsOf(form, values, changed, unique) {
  const current = { ...values };
  const hear = (name, value) => {
    if (value) current[name] = value;
    else delete current[name];
    changed({ ...current });
  };
  return form.fields.map((field) => fieldOf(field, current[field.id] ?? "", (value) => hear(field.id, value), `${unique}-${field.id}`));
}

function fieldOf(field, value, hear, name) {
  if (field.kind === "choice") return choices(field, field.options.map((one) => [one, one]), value, hear, name);
  if (field.kind === "scale") return choices(field, SCALE.map((one) => [one[0], one]), value, hear, name);
  if (field.kind === "tick") return tick(field, value, hear, name);
  if (field.kind === "date") return labelled(field, h("input", { type: "date", id: name, "data-name": name, value, class: "utrecht-textbox rm-date", oninput: (e) => hear(e.target.value) }), name);
  return text(field, value, hear, name);
}

/** Which side a field or an answer is about: what that side is comes beside it, once the group wrote it (see `fillSides`). */
const ABOUT = { damage_a: "A", damage_b: "B" };
const CHOOSES = new Set(["points_to", "choice"]);
const sideOf = (side, otherwise = "") => h("span", { class: "rm-side", "data-side": side, "data-otherwise": otherwise }, otherwise);

/** Say beside each field and answer about a side what it is, without making the fields anew: who types goes on typing. */
export function fillSides(place, state, steps) {
  for (const one of place.querySelectorAll("[data-side]")) {
    const text = saidAs(`side_${one.dataset.side.toLowerCase()}`, state, steps);
    const said = text ? `${one.dataset.side}: ${text}` : one.dataset.otherwise;
    if (one.textContent !== said) one.textContent = said;
  }
}

function labelled(field, input, name, ...more) {
  const side = ABOUT[field.means];
  return h("div", { class: "rm-field" }, h("label", { for: name }, field.label, side ? [" ", sideOf(side)] : null), input, ...more);
}

function text(field, value, hear, name) {
  const count = h("span", { class: "rm-count", "aria-live": "off" });
  const box = h("textarea", { id: name, "data-name": name, class: "utrecht-textarea", rows: field.limit > 250 ? 6 : field.limit > 100 ? 3 : 2, "aria-describedby": `${name}-n`, autocomplete: "off" });
  box.value = value;
  count.id = `${name}-n`;
  const tell = () => {
    const words = field.kind === "question";
    const used = words ? box.value.split(/\s+/).filter(Boolean).length : box.value.length;
    const left = field.limit - used;
    count.textContent = left < 0 ? `${-left} ${words ? "woorden" : "tekens"} te veel` : `nog ${left} ${words ? "woorden" : "tekens"}`;
    count.classList.toggle("rm-count--over", left < 0);
  };
  tell();
  box.addEventListener("input", () => {
    tell();
    hear(box.value);
  });
  return labelled(field, box, name, count);
}

function choices(field, options, value, hear, name) {
  return h("fieldset", { class: "rm-field rm-choices" }, h("legend", {}, field.label),
    h("div", { class: "rm-choices__row" }, options.map(([code, label]) =>
      h("label", { class: "rm-choice" }, h("input", { type: "radio", name, value: code, checked: code === value, "data-name": `${name}-${code}`, onchange: () => hear(code) }), CHOOSES.has(field.means) && ["A", "B"].includes(code) ? sideOf(code, label) : h("span", {}, label)))));
}

function tick(field, value, hear, name) {
  return h("label", { class: "rm-choice rm-choice--wide" }, h("input", { type: "checkbox", checked: value === "ja", "data-name": name, onchange: (e) => hear(e.target.checked ? "ja" : "") }), h("span", {}, field.label));
}

/** Tell whether a form is no more than a tick. */
export const isTick = (form) => Boolean(form?.fields.every((field) => field.kind === "tick"));

/** Tell what has to be filled in as well before this says anything, with the first field that is left open; or nothing. */
export function missingIn(form, values) {
  const left = form.fields.filter((field) => field.needed && !(values[field.id] ?? "").trim());
  if (!left.length || !Object.values(values).some((value) => value.trim())) return null;
  return { field: left[0].id, why: `Vul ook ${left.map((field) => `‘${field.label}’`).join(" en ")} in. Wat u typte, blijft staan.` };
}

/** Go to the field that is left open, also when what is beside it was made anew. */
export const goTo = (place, slot, field) => place.querySelector(`[data-name="${CSS.escape(`${slot.entry}-${field}`)}"]`)?.focus();

/** Tell what stands in the way of laying something down, or nothing. */
export function wrongWith(form, values) {
  for (const field of form.fields) {
    const value = values[field.id] ?? "";
    if (field.kind === "text" && value.trim().length > field.limit) return `${field.label}: maak het korter.`;
    if (field.kind === "question" && value.split(/\s+/).filter(Boolean).length > field.limit) return `${field.label}: hooguit ${field.limit} woorden.`;
  }
  if (!Object.values(values).some((value) => value.trim())) return isTick(form) ? "Zet eerst een vinkje." : "Schrijf eerst iets op.";
  const reason = form.fields.find((field) => field.means === "because");
  if (reason && form.fields.some((field) => field.means === "choice") && !(values[reason.id] ?? "").trim()) return "Schrijf er een reden bij. We tellen geen keuzes.";
  return "";
}

/** What everybody hears before writing ends. No seconds: nothing happens until the facilitator presses once more. */
export const endsSoon = (step) => (step.phases.includes("collected") ? "De gespreksleider verzamelt zo. Leg neer wat u wilt delen; wat u nog typt, blijft op uw telefoon." : "De gespreksleider gaat zo verder. Wat u schreef, blijft op uw telefoon.");

/** Give what lies open of a kind, such as side A, wherever the group wrote it; nothing before it did. */
export function saidAs(means, state, steps) {
  for (const [name, step] of steps) for (const form of step.forms) {
    const field = form.fields.find((one) => one.means === means);
    const entry = field && state.steps[name]?.entries.find((one) => one.form === form.id && one.values[field.id]);
    if (entry) return entry.values[field.id];
  }
  return "";
}

/** What lies face down, and what it is called once it is laid open and there is nothing: no screen knows before. */
export const FACE_DOWN = "Wat is neergelegd, ligt dicht op tafel.";
export const NOTHING = "Er liggen geen briefjes op tafel.";
export const isEmpty = (step, stands) => stands.phase === "revealed" && !step.only_counts && !step.forms.some((form) => form.held_back && stands.entries.some((entry) => entry.form === form.id));

/** These stand above what is written about them, so not once more below it. */
export const ON_TOP = new Set(["question", "side_a", "side_b"]);
const LEANS = new Set([...ON_TOP, ...Object.keys(ABOUT), ...CHOOSES]);

/** Show what a step is about, where people write about it: the question, with A beside B. */
export function about(step, state, steps) {
  if (!step.forms.some((form) => form.fields.some((field) => LEANS.has(field.means)))) return null;
  const asked = saidAs("question", state, steps);
  return [asked ? h("p", { class: "rm-asked" }, h("span", {}, "Onze vraag"), ` ${asked}`) : null, sides(state, steps)];
}

/** Show A beside B, once the group has written them down. */
export function sides(state, steps) {
  const found = [["A", saidAs("side_a", state, steps)], ["B", saidAs("side_b", state, steps)]].filter(([, text]) => text);
  return found.length ? h("dl", { class: "rm-sides" }, found.map(([side, text]) => h("div", {}, h("dt", {}, side), h("dd", {}, text)))) : null;
}

const DAY = new Intl.DateTimeFormat("nl-NL", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

/** Give what was filled in as people read it: a day is kept as 2026-11-29 and read as 29 november 2026. */
const read = (field, value) => (field.kind === "date" ? DAY.format(new Date(`${value}T00:00Z`)) : value);

/** Show an entry as text: the label of each field and what was written. */
export function told(form, values) {
  const filled = form.fields.filter((field) => values[field.id]);
  if (form.fields.length === 1) return h("p", { class: "rm-entry__text" }, filled.map((field) => read(field, values[field.id])));
  return h("dl", { class: "rm-entry__rows" }, filled.map((field) => [h("dt", {}, field.label), h("dd", {}, read(field, values[field.id]))]));
}

/** Show totals: a word or number and how often; texts that only count as a whole stand loose. */
export function totals(step, found) {
  return Object.entries(found ?? {}).map(([name, counts]) => {
    const form = step.forms.find((one) => one.id === name);
    if (counts.few) return h("p", { class: "rm-hint" }, "Van minder dan vijf antwoorden laten we geen totaal zien.");
    return h("div", { class: "rm-totals" }, form.countable ? h("p", { class: "rm-hint" }, "Dit zijn aantallen, geen uitslag. Het gaat om de redenen.") : null, form.fields.map((field) => {
      const given = counts[field.id] ?? {};
      if (Array.isArray(given)) return given.length ? h("div", {}, h("h3", {}, field.label), h("ul", {}, given.map((one) => h("li", {}, one)))) : null;
      const all = Object.values(given).reduce((sum, one) => sum + one, 0);
      return all ? h("div", {}, h("h3", {}, field.label), h("ul", { class: "rm-bars" }, Object.entries(given).map(([what, n]) => h("li", {}, h("span", {}, what), h("meter", { min: 0, max: all, value: n, "aria-hidden": "true" }), h("strong", {}, `${n}`))))) : null;
    }));
  });
}

/** Show what the deliberation before this one left to do; a line that may name a person stands on the desk only. */
export function leftOpen(found) {
  if (!found?.length) return null;
  return h("section", { class: "rm-left" }, h("h2", {}, "Stond nog open"), h("p", { class: "rm-hint" }, "Afgesproken in het vorige beraad. Hoe staat het ermee?"),
    h("ul", {}, found.map((one) => h("li", {}, one.text, one.for_all ? null : h("small", { class: "rm-hint" }, " Alleen op uw scherm: dit lijkt over een persoon te gaan. Zeg het zelf, zonder naam.")))));
}

/** The entries that stand in a map of differences. */
export const mapped = (map) => new Set((map ?? []).flatMap((ground) => ground.ways.flatMap((way) => way.entries)));

/** Show where people differ: by value the reasons, each under where it points. The order is that of the alphabet; nothing is counted. */
export function differences(map, state, steps) {
  if (!map?.length) return null;
  const found = new Map(Object.entries(state.steps).flatMap(([name, stands]) => stands.entries.map((entry) => [entry.id, reason(steps.get(name).forms.find((form) => form.id === entry.form), entry)])));
  return h("div", { class: "rm-map" }, h("h2", {}, "Kaart van verschillen"), h("p", { class: "rm-hint" }, "Wat telt, en waar dat heen wijst. Wij tellen geen stemmen."),
    map.map((ground) => h("section", { class: "rm-ground" }, h("h3", {}, ground.value || "Andere redenen"),
      h("div", { class: "rm-ways" }, ground.ways.map((way) => h("div", {}, h("h4", {}, way.to || "zonder richting"), h("ul", { class: "rm-list" }, way.entries.map((name) => found.get(name)))))))));
}

/** A reason without its direction, which stands above it. */
function reason(form, entry) {
  const fields = form.fields.filter((field) => !["choice", "points_to"].includes(field.means));
  return h("li", { class: "rm-entry" }, told({ ...form, fields }, entry.values));
}
