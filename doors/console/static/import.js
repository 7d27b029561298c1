// Sends the file as it is, with how to import it in a header; then shows how far it has come.
import { signedOut } from "./send.js";

const EVERY_MS = 700;
const state = document.getElementById("state");
const form = document.getElementById("import");

async function shown(got) {
  if (got.status === 401) return signedOut();
  if (!got.ok) return failed((await got.json().catch(() => ({}))).detail);
  state.innerHTML = await got.text(); // escaped where it was rendered
  follow();
}

function failed(detail) {
  const line = document.createElement("p");
  line.className = "wrong";
  line.setAttribute("role", "alert");
  line.textContent = detail ?? state.dataset.failed;
  state.replaceChildren(line);
  if (form) form.hidden = false;
}

function follow() {
  const moves = state.querySelector("[data-moving]");
  if (form) form.hidden = Boolean(moves) || Boolean(state.querySelector('[data-state="read"]'));
  if (moves) setTimeout(look, EVERY_MS);
}

function look() {
  const headers = { "X-Requested-With": "fetch" };
  fetch("/console/watchlist/import/state", { headers, credentials: "same-origin" })
    .then(shown)
    .catch(() => setTimeout(look, EVERY_MS * 3));
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
          "X-Import": encodeURIComponent(JSON.stringify(wish)),
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
