// The form of an entry: what it would come to as one types, faults at their fields, more rows.
import { send, signedOut, wrong } from "./send.js";

const PAUSE_MS = 450;
const form = document.getElementById("entry");
const outlook = document.getElementById("outlook");
const touched = new Set();
let waiting, asking, last = "";

async function ask() {
  clearTimeout(waiting);
  const fields = new FormData(form);
  const said = new URLSearchParams(fields).toString();
  if (said === last) return;
  last = said;
  asking?.abort();
  asking = new AbortController();
  outlook.setAttribute("aria-busy", "true");
  try {
    const got = await send("/console/watchlist/outlook", fields, asking.signal);
    if (got.status === 401) return signedOut();
    const text = got.ok ? await got.text() : null;
    if (said !== last) return;
    if (text === null) failed((await got.json().catch(() => ({}))).detail);
    else outlook.innerHTML = text; // escaped where it was rendered
    mark();
  } catch (problem) {
    if (problem.name === "AbortError") return;
    failed();
  }
  outlook.removeAttribute("aria-busy");
}

function failed(detail) {
  last = "";
  outlook.replaceChildren(wrong(detail, outlook.dataset.failed));
}

// Says what is wrong at each field that was touched; the others may be filled in yet.
function mark() {
  const faults = new Map([...outlook.querySelectorAll(".faults li")].map((one) => [one.dataset.field, one.textContent]));
  for (const line of form.querySelectorAll(".fault")) {
    const name = line.id.slice(2);
    const text = faults.get(name);
    const shown = text !== undefined && (touched.has(name) || !line.hidden);
    line.hidden = !shown;
    line.textContent = shown ? text : "";
    const field = form.elements[name];
    if (shown) field?.setAttribute?.("aria-invalid", "true");
    else field?.removeAttribute?.("aria-invalid");
  }
}

form.addEventListener("input", (event) => {
  touched.add(event.target.name);
  clearTimeout(waiting);
  waiting = setTimeout(ask, PAUSE_MS);
});

form.addEventListener("submit", (event) => {
  if (event.submitter?.value !== "try") return;
  event.preventDefault();
  last = "";
  for (const one of form.elements) touched.add(one.name);
  ask();
});

// A tick at an agency means these agencies.
form.addEventListener("change", (event) => {
  const chosen = event.target.name.startsWith("see.") && event.target.checked;
  if (chosen && form.elements.share.value === "none") form.elements.share.value = "some";
});

for (const button of form.querySelectorAll("[data-adds]")) {
  button.addEventListener("click", (event) => {
    event.preventDefault();
    add(document.getElementById(button.dataset.adds));
  });
}

function add(rows) {
  const before = rows.lastElementChild;
  const old = before.querySelector("input").name.split("-")[1];
  const row = before.cloneNode(true);
  const number = String(Number(old) + 1);
  row.setAttribute("aria-label", before.getAttribute("aria-label").replace(/\d+$/, String(rows.children.length + 1)));
  for (const one of row.querySelectorAll("*")) {
    for (const name of ["id", "name", "for", "aria-describedby"]) {
      const said = one.getAttribute(name);
      if (said) one.setAttribute(name, said.replace(new RegExp(`-${old}$`), `-${number}`));
    }
    if (one.matches("input")) one.value = "";
    if (one.matches("select")) one.value = "alias";
    one.removeAttribute("aria-invalid");
    if (one.matches(".fault")) one.hidden = true;
  }
  rows.append(row);
  row.querySelector("input").focus();
}

if (form.dataset.at) document.getElementById(form.dataset.at).lastElementChild.querySelector("input").focus();
form.querySelector("[aria-invalid]")?.focus();
if (form.elements.tag.value) ask();
