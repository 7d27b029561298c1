// Words in the reader's language, and how long it is until a flight does something.
const words = JSON.parse(document.getElementById("words").textContent);

export function said(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

function lasting(seconds) {
  const minutes = Math.max(Math.floor(seconds / 60), 0);
  const [d, h, m] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
  if (d) return said(words.days, { d, h });
  return h ? said(words.hours, { h, m: String(m).padStart(2, "0") }) : said(words.minutes, { m });
}

// What happens next to a flight; `arrives` is 0 where nobody said.
export function ahead(departs, arrives, now = Date.now() / 1000) {
  if (now < departs) return { text: said(words.departs, { time: lasting(departs - now) }), soon: departs - now < 5400, at: departs };
  if (now < arrives) return { text: said(words.arrives, { time: lasting(arrives - now) }), soon: arrives - now < 5400, at: arrives };
  if (!arrives && now - departs < 86400) return { text: words.flown, soon: false, at: Infinity };
  return { text: words.over, soon: false, at: Infinity };
}

// A moment as the clocks of this reader show it, in figures that every language here reads.
export function clock(moment = new Date()) {
  return moment.toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23", numberingSystem: "latn" });
}

export function tell(within = document) {
  for (const one of within.querySelectorAll(".remaining")) {
    const { text, soon } = ahead(Number(one.dataset.departs), Number(one.dataset.arrives));
    if (one.textContent !== text) one.textContent = text;
    one.classList.toggle("soon", soon);
  }
}
