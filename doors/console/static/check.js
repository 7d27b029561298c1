// The answer while one types: the last question asked is the one answered.
import { send, signedOut, wrong } from "./send.js";

const PAUSE_MS = 150;
const form = document.getElementById("check");
const field = document.getElementById("asked");
const answer = document.getElementById("answer");
let waiting, asking, last = field.value.trim();

async function ask() {
  clearTimeout(waiting);
  const asked = field.value.trim();
  if (asked === last) return;
  last = asked;
  asking?.abort();
  if (asked.length < 3) {
    answer.removeAttribute("aria-busy"); // what was asked before is not waited for
    return void answer.replaceChildren();
  }
  asking = new AbortController();
  answer.setAttribute("aria-busy", "true");
  try {
    const got = await send("/console/check", { asked }, asking.signal);
    if (got.status === 401) return signedOut();
    const text = got.ok ? await got.text() : null;
    if (asked !== last) return;
    if (text === null) failed((await got.json().catch(() => ({}))).detail);
    else answer.innerHTML = text; // escaped where it was rendered
  } catch (problem) {
    if (problem.name === "AbortError") return;
    failed();
  }
  answer.removeAttribute("aria-busy");
}

function failed(detail) {
  last = null;
  answer.replaceChildren(wrong(detail, answer.dataset.failed));
}

field.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(ask, PAUSE_MS);
});
field.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || field.value.includes("<")) return;
  event.preventDefault();
  ask();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  last = null;
  ask();
});
document.getElementById("clear").addEventListener("click", () => {
  field.value = "";
  ask();
  field.focus();
});
