// Somebody asks: two soft tones every two seconds, and a mark in the window's title for whoever has another in front.
const TITLE = document.title;
let context = null, timer = null;

export function ring(on) {
  document.title = on ? `● 有人求助 · ${TITLE}` : TITLE;
  if (on === Boolean(timer)) return;
  clearInterval(timer);
  timer = null;
  if (!on) return;
  context ??= new AudioContext();
  const tones = () => [660, 880].forEach((hz, n) => {
    const tone = context.createOscillator(), loud = context.createGain(), at = context.currentTime + n * 0.25;
    tone.frequency.value = hz;
    loud.gain.setValueAtTime(0, at);
    loud.gain.linearRampToValueAtTime(0.2, at + 0.02);
    loud.gain.linearRampToValueAtTime(0, at + 0.22);
    tone.connect(loud).connect(context.destination);
    tone.start(at);
    tone.stop(at + 0.24);
  });
  tones();
  timer = setInterval(tones, 2000);
}
