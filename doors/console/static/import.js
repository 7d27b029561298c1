// Sends the file as it is, with how to import it in a header; then shows how far it has come.
import { signedOut, wrong } from "./send.js";

const EVERY_MS = 700;
const STATE = "/console/watchlist/import/state";
const state = document.getElementById("state");
const form = document.getElementById("import");

async function shown(got) {
  if (got.status === 401) return signedOut();
  if (got.url.endsWith(STATE) && (got.status === 429 || got.status >= 500)) return later(); // it goes on
  if (!got.ok) return failed((await got.json().catch(() => ({}))).detail);
  state.innerHTML = await got.text(); // escaped where it was rendered
  follow();
}

function failed(detail) {
  const line = wrong(detail, state.dataset.failed);
  line.setAttribute("role", "alert");
  state.replaceChildren(line);
  if (form) form.hidden = false;
}

function follow() {
  const moves = state.querySelector("[data-moving]");
  if (form) form.hidden = Boolean(moves) || Boolean(state.querySelector('[data-state="read"]'));
  if (moves) setTimeout(look, EVERY_MS);
  else if (!form && !state.querySelector('[data-state="read"]')) location.reload(); // it ended: the form is there again
}

function later() {
  setTimeout(look, EVERY_MS * 3);
}

function look() {
  const headers = { "X-Requested-With": "fetch" };
  fetch(STATE, { headers, credentials: "same-origin" }).then(shown).catch(later);
}

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const file = document.getElementById("file").files[0];
  const of = (id) => document.getElementById(id).value || null;
  const share = [...form.querySelectorAll("[name=share]:checked")].map((one) => one.value);
  const wish = {
    file: file.name.slice(0, 200),
    list: of("list"),
    category: of("category"),
    severity: of("severity"),
    replace: document.getElementById("replace").checked,
    move: document.getElementById("move").checked,
    share,
  };
  const line = document.createElement("p");
  line.className = "note";
  line.textContent = state.dataset.sending;
  state.replaceChildren(line);
  form.hidden = true;
  try {
    await shown(
      await fetch("/console/watchlist/import/file", {
        method: "POST",
        body: file,
        headers: {
          "Content-Type": "application/octet-stream",
          "X-CSRF-Token": document.body.dataset.csrf,
          "X-Requested-With": "fetch",
          "X-Import": JSON.stringify(wish).replace(/[^ -~]|%/gu, encodeURIComponent), // a proxy takes 8 KB
        },
        credentials: "same-origin",
        redirect: "error",
      }),
    );
  } catch {
    failed();
  }
});

follow();
