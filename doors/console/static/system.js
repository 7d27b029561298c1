// The operator's figures: fetched every few seconds, and only what changed is put in its place.
import { signedOut } from "./send.js";
import { clock, said } from "./words.js";

const EVERY_MS = 5_000, LATE_MS = 12_000, MINUTE_MS = 60_000, KEPT_MS = 10 * MINUTE_MS;
const figures = document.getElementById("figures");
const line = document.getElementById("line");
const log = document.getElementById("said");
const title = document.title;
const samples = new Map(); // what waited, by stage: [[when, lag], ...] of the last minutes
const lanes = new Map(); // how many were at work, by lane, in the same way
let answered = Date.now();

// --- what waited, over the last minutes ---------------------------------------------------------

function keepIn(series, name, value) {
  const now = Date.now(), kept = (series.get(name) ?? []).filter(([when]) => now - when < KEPT_MS);
  if (value !== "") kept.push([now, Number(value)]);
  series.set(name, kept);
}

function sample(part) {
  for (const row of part.querySelectorAll("tr[data-lag]")) keepIn(samples, row.dataset.stage, row.dataset.lag);
  for (const one of part.querySelectorAll("[data-lane]")) keepIn(lanes, one.dataset.lane, one.textContent);
}

// How it moves: against what waited a minute ago; nothing is said of what was seen for less.
function trend(kept) {
  const now = kept.at(-1), then = kept.findLast(([when]) => now[0] - when >= MINUTE_MS);
  if (!then) return { word: "" };
  const enough = Math.max(10, then[1] / 10), more = now[1] - then[1];
  return { word: more > enough ? "rising" : more < -enough ? "falling" : "steady", then: then[1], now: now[1] };
}

function draw(part) {
  for (const row of part.querySelectorAll("tr[data-lag]")) {
    const kept = samples.get(row.dataset.stage) ?? [];
    if (kept.length < 2) continue;
    const most = Math.max(...kept.map(([, lag]) => lag), 1), end = kept.at(-1)[0], lasting = Math.max(end - kept[0][0], MINUTE_MS);
    const points = kept.map(([when, lag]) => `${(120 - ((end - when) / lasting) * 120).toFixed(1)},${(19 - (lag / most) * 18).toFixed(1)}`);
    row.querySelector("polyline").setAttribute("points", points.join(" "));
    row.querySelector(".trend").textContent = figures.dataset[trend(kept).word] ?? "";
  }
}

// Adds to what is to be looked at what only time shows: more waits, or fewer are at work.
function addMoved(part) {
  const add = (kind, values) => {
    const item = document.createElement("li");
    item.className = "minor";
    item.textContent = said(figures.dataset[kind], values);
    part.querySelector(".concerns").append(item);
    part.querySelector(".verdict-line").classList.replace("clear", "looked-at");
    part.querySelector("[data-concerns]").dataset.concerns += ` ${kind}:${values.stage}`;
  };
  for (const one of part.querySelectorAll("[data-lane]")) {
    const now = Number(one.textContent), then = Math.max(...lanes.get(one.dataset.lane).map(([, count]) => count));
    if (then) one.textContent = said(figures.dataset.of, { now, then });
    if (now < then) add("fewer", { stage: one.dataset.lane, now, then });
  }
  for (const [stage, kept] of samples) {
    const { word, then, now } = kept.length ? trend(kept) : {};
    if (word === "rising") add("growing", { stage, then, now });
  }
}

// --- fetching -----------------------------------------------------------------------------------

function put(fresh) {
  const focused = document.activeElement?.id;
  for (const part of fresh.querySelectorAll("[data-part]")) {
    const old = figures.querySelector(`[data-part="${part.dataset.part}"]`);
    for (const one of old.querySelectorAll("details[open]")) part.querySelector(`#${one.id}`)?.setAttribute("open", "");
    if (!old.isEqualNode(part)) old.replaceWith(document.adoptNode(part));
  }
  if (focused && document.activeElement?.id !== focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

function tell(before) {
  const now = figures.querySelector("[data-concerns]").dataset.concerns;
  const number = now.split(" ").filter((one) => one).length;
  const count = figures.querySelectorAll(".concerns li").length;
  document.title = count ? `(${count}) ${title}` : title;
  if (before !== undefined && before !== now) log.textContent = said(log.dataset.new, { number: count || number });
}

function say(state) {
  line.hidden = false;
  line.dataset.state = state;
  line.textContent = said(line.dataset[state], { time: clock(new Date(answered)) });
}

async function look() {
  if (document.hidden) return;
  try {
    const got = await fetch(figures.dataset.from, { headers: { "X-Requested-With": "fetch" }, credentials: "same-origin", redirect: "error", signal: AbortSignal.timeout(LATE_MS) });
    if (got.status === 401) return signedOut();
    if (!got.ok) return say("lost");
    const fresh = new DOMParser().parseFromString(await got.text(), "text/html"); // escaped where it was rendered
    answered = Date.now();
    const before = figures.querySelector("[data-concerns]").dataset.concerns;
    sample(fresh);
    draw(fresh);
    addMoved(fresh);
    put(fresh);
    tell(before);
    say("live");
  } catch {
    say("lost");
  }
}

async function keep() {
  await look();
  setTimeout(keep, EVERY_MS);
}

sample(figures);
addMoved(figures);
tell();
say("live");
setTimeout(keep, EVERY_MS);
document.addEventListener("visibilitychange", look);
