// Marks what this phone wrote in a draft, and strikes it when asked. Without it, or without keys, one only reads.

const page = document.getElementById("inhoud");
const told = document.getElementById("van-u");
const token = document.querySelector("#weghalen input[name=csrfmiddlewaretoken]").value;
const words = document.getElementById("woorden").content;

const word = (name) => words.querySelector(`[data-word=${name}]`).textContent;

/** The keys that this phone kept of what it wrote: { entry: key }. */
function keysOfThisPhone() {
  try {
    return JSON.parse(sessionStorage.getItem(`beraad:${page.dataset.deliberation}:keys`)) ?? {};
  } catch {
    return {};
  }
}

const keys = keysOfThisPhone();
const linesOf = (entry) => page.querySelectorAll(`[data-entry="${CSS.escape(entry)}"]`);

async function strike(entry) {
  const body = new URLSearchParams({ entry, key: keys[entry], csrfmiddlewaretoken: token });
  try {
    const answer = await fetch(page.dataset.strike, { method: "POST", body });
    return answer.ok && (await answer.json()).done === true;
  } catch {
    return false;
  }
}

function mark(line, entry) {
  const mine = document.getElementById("van-u-knop").content.firstElementChild.cloneNode(true);
  const [ask, sure] = [mine.querySelector("[data-do=ask]"), mine.querySelector(".da-mine__sure")];
  const show = (asking) => {
    sure.hidden = !asking;
    ask.hidden = asking;
    (asking ? sure.querySelector("[data-do=no]") : ask).focus();
  };
  ask.addEventListener("click", () => show(true));
  sure.querySelector("[data-do=no]").addEventListener("click", () => show(false));
  sure.querySelector("[data-do=yes]").addEventListener("click", async () => {
    if (!(await strike(entry))) {
      told.textContent = word("failed");
      return;
    }
    for (const one of linesOf(entry)) one.remove();
    told.textContent = word("gone");
    page.focus();
  });
  line.classList.add("da-own");
  (line.tagName === "TR" ? line.lastElementChild : line).append(mine);
}

for (const entry of Object.keys(keys)) for (const line of linesOf(entry)) mark(line, entry);
if (page.querySelector(".da-own")) told.textContent = word("own");
