// Two short tones for a top alert, once somebody has asked for sound: browsers want a gesture first.
const button = document.getElementById("sound");
let audio;

function show(on) {
  button.setAttribute("aria-pressed", String(on));
}

export function chime() {
  if (button.getAttribute("aria-pressed") !== "true") return;
  audio ??= new AudioContext();
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
show(localStorage.getItem("sound") === "on");
button.addEventListener("click", () => {
  const on = button.getAttribute("aria-pressed") !== "true";
  localStorage.setItem("sound", on ? "on" : "off");
  show(on);
  chime();
});
