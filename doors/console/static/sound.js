// Two short tones for a top alert, once somebody has asked for sound: browsers want a gesture first,
// on every page anew. Until there was one the button says so and is not shown as pressed.
const button = document.getElementById("sound");
let audio;

function wanted() {
  return localStorage.getItem("sound") === "on";
}

function plays() {
  return audio?.state === "running";
}

function show() {
  button.setAttribute("aria-pressed", String(wanted() && plays()));
  button.textContent = wanted() && !plays() ? button.dataset.blocked : button.dataset.words;
}

async function allow() {
  if (!audio) {
    audio = new AudioContext();
    audio.addEventListener("statechange", show);
  }
  await audio.resume(); // only ends once the browser lets it
}

export function chime() {
  if (!wanted() || !plays()) return;
  for (const [at, pitch] of [[0, 880], [0.18, 1175]]) {
    const tone = audio.createOscillator(), volume = audio.createGain();
    const begin = audio.currentTime + at;
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.0001, begin);
    volume.gain.exponentialRampToValueAtTime(0.25, begin + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, begin + 0.16);
    tone.connect(volume).connect(audio.destination);
    tone.start(begin);
    tone.stop(begin + 0.17);
  }
  button.dataset.chimed = String(Number(button.dataset.chimed ?? 0) + 1);
}

button.hidden = false;
if (wanted()) allow();
show();
button.addEventListener("click", async () => {
  const on = !wanted() || !plays();
  localStorage.setItem("sound", on ? "on" : "off");
  show();
  if (!on) return;
  await allow();
  show();
  chime();
});
for (const kind of ["keydown", "pointerdown", "pointerup"]) {
  addEventListener(kind, (event) => {
    if (wanted() && !plays() && event.target !== button) allow(); // the button does so by itself
  }, { passive: true });
}
