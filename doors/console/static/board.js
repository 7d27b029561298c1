// The board: filled and kept by one stream, sorted by urgency, walked by keys.
import { signedOut } from "./send.js";
import { ahead, clock, said, tell } from "./words.js";
import { chime } from "./sound.js";

const SILENT_MS = 14_000; // the server says something every 5 s
const PATIENCE = 4; // so much longer at most, where the link was too slow for all that stands
const AGAIN_MS = 2_000;
const list = document.getElementById("alerts");
const line = document.getElementById("line");
const title = document.title;
const known = new Map(); // every alert that passes the filters: id -> {version, state}
const rows = new Map(); // those shown: id -> its list item
const why = Object.assign(document.createElement("span"), { lang: "en", dir: "ltr" }); // why it is refused
let source, position, heard, again, round = 0, lost = false, whole = true, patience = 1;

// --- rows ---------------------------------------------------------------------------------------

function order(item, now) {
  return [-item.rank, ahead(item.departs, item.arrives, now).at, -item.score, item.dataset.id];
}

function before(one, other) {
  for (let at = 0; at < one.length; at += 1) if (one[at] !== other[at]) return one[at] < other[at];
  return false;
}

function place(item) {
  const now = Date.now() / 1000;
  const mine = order(item, now);
  let low = 0, high = list.children.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (before(order(list.children[middle], now), mine)) low = middle + 1;
    else high = middle;
  }
  list.insertBefore(item, list.children[low] ?? null);
}

function sortAll() {
  const now = Date.now() / 1000;
  const sorted = [...list.children].map((item) => [order(item, now), item]);
  sorted.sort(([one], [other]) => (before(one, other) ? -1 : 1));
  const focused = document.activeElement;
  if (sorted.some(([, item], at) => list.children[at] !== item)) list.append(...sorted.map(([, item]) => item));
  if (list.contains(focused)) focused.focus({ preventScroll: true });
}

function drop(id) {
  const item = rows.get(id);
  if (!item) return;
  if (item.contains(document.activeElement)) (item.nextElementSibling ?? item.previousElementSibling)?.firstElementChild?.focus();
  item.remove();
  rows.delete(id);
}

function take(row, all) {
  const held = known.get(row.id);
  if (held) held.round = round;
  if (held && held.version >= row.version) return;
  if (row.state) known.set(row.id, { version: row.version, state: row.state, round });
  else known.delete(row.id);
  const item = rows.get(row.id);
  if (!row.html) return void drop(row.id);
  const made = document.createElement("li");
  made.dataset.id = row.id;
  Object.assign(made, { rank: row.rank, departs: row.departs, arrives: row.arrives, score: row.score });
  made.innerHTML = row.html; // escaped where it was rendered
  tell(made);
  const focused = item?.contains(document.activeElement);
  const grew = urgent(made) && !(item && urgent(item)); // graver than it was, or open again
  item?.remove();
  rows.set(row.id, made);
  place(made);
  if (focused) made.firstElementChild.focus({ preventScroll: true });
  if (!all && (!held || grew)) arrived(made);
}

function urgent(item) {
  return item.firstElementChild.classList.contains("urgent");
}

function arrived(item) {
  item.classList.add("new");
  const { flight, severity } = item.firstElementChild.dataset;
  const log = document.getElementById("said");
  log.textContent = said(log.dataset.new, { flight, severity });
  if (urgent(item)) chime();
}

function shown() {
  const counts = { all: known.size };
  for (const { state } of known.values()) counts[state] = (counts[state] ?? 0) + 1;
  for (const one of document.querySelectorAll("[data-count]")) one.textContent = counts[one.dataset.count] ?? 0;
  const urgent = list.querySelectorAll(".row.urgent").length;
  document.title = urgent ? `(${urgent}) ${title}` : title;
  document.getElementById("none").hidden = rows.size > 0;
  const links = list.querySelectorAll(".row");
  const current = list.querySelector('.row[tabindex="0"]');
  if (!current && links.length) links[0].tabIndex = 0;
  sessionStorage.setItem("walk", JSON.stringify([...list.children].map((item) => item.dataset.id)));
  sessionStorage.setItem("board", location.href);
}

// --- the stream ---------------------------------------------------------------------------------

function say(state, values = {}) {
  line.dataset.state = state;
  line.textContent = said(line.dataset[state === "resumed" ? "resumed" : state], values);
  why.textContent = "";
}

function because(detail = "") {
  if (!lost || why.textContent === detail) return;
  why.textContent = detail;
  line.append(" ", why);
}

function cut() {
  if (lost) return;
  lost = true;
  say("lost", { time: clock() });
}

// Something was heard. While all that stands is being told the board is not whole, and is not said to be.
function alive(event, filling) {
  heard = Date.now();
  if (event.lastEventId) position = event.lastEventId;
  if (filling) return;
  if (lost) {
    lost = false;
    say("resumed");
    setTimeout(() => lost || say("live"), 4_000);
  } else if (line.dataset.state === "joining") say("live");
}

function listen() {
  source?.close();
  const where = position ? `${list.dataset.stream}/after/${encodeURIComponent(position)}` : list.dataset.stream;
  source = new EventSource(`${where}?${list.dataset.query}`);
  heard = Date.now();
  const on = (kind, act) => source.addEventListener(kind, (event) => {
    const data = JSON.parse(event.data);
    act(data);
    alive(event, kind === "begin" || kind === "whole" || data.known);
  });
  on("begin", () => {
    round += 1;
    whole = false;
  });
  on("rows", ({ rows: news, known: all }) => {
    for (const row of news) take(row, all);
    shown();
  });
  on("whole", ({ more }) => {
    for (const [id, { round: seen }] of known) {
      if (seen !== round) {
        known.delete(id);
        drop(id);
      }
    }
    whole = true;
    patience = 1;
    document.getElementById("more").hidden = !more;
    shown();
    goOn();
  });
  on("here", () => {});
  on("still", () => {});
  source.addEventListener("signed-out", signedOut);
  source.addEventListener("error", () => {
    cut();
    if (source.readyState === EventSource.CLOSED) refused();
  });
}

// A stream does not tell why it is refused. To ask is not to be at the keys: it keeps no session.
async function refused() {
  const answer = await fetch("/console/stream/alerts/ready", { headers: { "X-Requested-With": "fetch" } }).catch(() => null);
  if (answer?.status === 401) return signedOut();
  because(answer && !answer.ok ? (await answer.json().catch(() => ({}))).detail : "");
  clearTimeout(again);
  again = setTimeout(answer?.ok ? listen : refused, AGAIN_MS);
}

setInterval(() => {
  if (Date.now() - heard < SILENT_MS * patience) return;
  if (!whole) patience = Math.min(patience * 2, PATIENCE);
  cut();
  listen();
}, 1_000);
setInterval(sortAll, 30_000);
addEventListener("offline", cut);
addEventListener("online", listen);
addEventListener("pagehide", () => source?.close());
addEventListener("pageshow", (event) => event.persisted && listen());

// Whoever comes back from an alert goes on there, or with the next one that is still here.
const from = document.referrer.startsWith(`${location.origin}/console/alerts/`) ? document.referrer.split("/")[5] : "";
let walked = JSON.parse(sessionStorage.getItem("walk") ?? "[]");
function goOn() {
  const at = walked.indexOf(from);
  const next = [...walked.slice(at), ...walked.slice(0, Math.max(at, 0)).reverse()].find((id) => rows.has(id));
  if (at >= 0 && next && document.activeElement === document.body) rows.get(next).firstElementChild.focus();
  walked = [];
}

// --- keys and filters ---------------------------------------------------------------------------

list.addEventListener("focusin", (event) => {
  for (const one of list.querySelectorAll('.row[tabindex="0"]')) one.tabIndex = -1;
  event.target.tabIndex = 0;
  event.target.parentElement.classList.remove("new");
});
list.addEventListener("keydown", (event) => {
  const item = document.activeElement.closest("li");
  const goal = { ArrowDown: item?.nextElementSibling, ArrowUp: item?.previousElementSibling, Home: list.firstElementChild, End: list.lastElementChild }[event.key];
  if (!goal) return;
  event.preventDefault();
  goal.firstElementChild.focus();
});
const filters = document.getElementById("filters");
const narrow = document.getElementById("narrow");
const asked = [...new FormData(filters)].some(([name, value]) => name !== "state" && value);
if (matchMedia("(max-width: 48rem)").matches && !asked) narrow.open = false; // the alerts come first
filters.addEventListener("submit", (event) => {
  event.preventDefault();
  const query = new URLSearchParams([...new FormData(filters)].filter(([, value]) => value));
  location.assign(`/console/alerts?${query}`);
});
// With the keyboard each step through a list is a change: whoever goes that way presses the button.
let pointed = false;
filters.addEventListener("pointerdown", () => { pointed = true; });
filters.addEventListener("keydown", () => { pointed = false; });
filters.addEventListener("change", (event) => {
  if (pointed && event.target.matches("select, input[type=checkbox]")) filters.requestSubmit();
});

listen();
