// On every page: the theme, how long until flights go, and that somebody is at the keys.
import { send, signedOut } from "./send.js";
import { tell } from "./words.js";

const THEMES = ["auto", "light", "dark"];
const theme = document.getElementById("theme");

function showTheme() {
  const now = localStorage.getItem("theme") ?? "auto";
  if (now === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = now;
  theme.textContent = theme.dataset[now];
}

theme.hidden = false;
theme.addEventListener("click", () => {
  const now = localStorage.getItem("theme") ?? "auto";
  localStorage.setItem("theme", THEMES[(THEMES.indexOf(now) + 1) % THEMES.length]);
  showTheme();
});
showTheme();

tell();
setInterval(tell, 15_000);
document.querySelector(".tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" }); // on a phone they are a strip

const PRESENT_MS = 60_000;
let told = Date.now();
async function present() {
  if (!document.body.dataset.csrf || Date.now() - told < PRESENT_MS) return;
  told = Date.now();
  const answer = await send("/console/present").catch(() => null);
  if (answer?.status === 401) signedOut();
}
for (const kind of ["keydown", "pointerdown"]) addEventListener(kind, present, { passive: true });

// A form is sent once; a slow link is no reason to send it again. If nothing comes, it may be.
const AGAIN_MS = 20_000;
addEventListener("submit", (event) => {
  const { target: form } = event;
  if (event.defaultPrevented || form.method !== "post") return;
  if (Date.now() - (form.sentAt ?? -AGAIN_MS) < AGAIN_MS) event.preventDefault();
  else form.sentAt = Date.now();
});
addEventListener("pageshow", () => { for (const form of document.forms) delete form.sentAt; });
