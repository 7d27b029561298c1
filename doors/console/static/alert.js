// One alert: the neighbours on the board, and letter keys that lead to what may be decided.
const here = location.pathname.split("/")[3];
const walk = JSON.parse(sessionStorage.getItem("walk") ?? "[]");
const at = walk.indexOf(here);

function lead(id, alert) {
  const link = document.getElementById(id);
  if (at < 0 || !alert) return;
  link.href = `/console/alerts/${alert}`;
  link.hidden = false;
}

lead("previous", walk[at - 1]);
lead("next", walk[at + 1]);
const up = document.getElementById("up");
const board = sessionStorage.getItem("board");
if (board?.startsWith(`${location.origin}/console/alerts`)) up.href = board;

const LEADS = { j: "next", k: "previous", u: "up" };
const TO = { a: "do-acknowledge", c: "do-confirm", o: "do-ask_owner", d: "do-dismiss", r: "do-reopen" };
const button = document.getElementById("keys");
let on = localStorage.getItem("letter-keys") !== "off";
button.setAttribute("aria-pressed", String(on));
button.addEventListener("click", () => {
  on = !on;
  localStorage.setItem("letter-keys", on ? "on" : "off");
  button.setAttribute("aria-pressed", String(on));
});
// The key that is J on a Latin keyboard, whatever letter of another script it writes.
function letter({ key, code }) {
  const latin = key.length > 1 || key.charCodeAt(0) < 128;
  return (latin ? key : code.replace(/^Key/, "")).toLowerCase();
}

addEventListener("keydown", (event) => {
  const typing = event.target.matches("textarea, select, input:not([type=radio])");
  if (!on || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const link = document.getElementById(LEADS[letter(event)]);
  if (link && !link.hidden) return link.click();
  document.getElementById(TO[letter(event)])?.focus();
});
