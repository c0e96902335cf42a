// Words both ways while they are typed: what she types is seen as she types it, and what is typed here goes out at once.
import { $, el } from "./dom.js";

const LIVE_MS = 200;

export class Talk {
  constructor(say, me) {
    this.say = say;
    this.me = me;
    this.number = 1;
    this.shown = new Map();
    $("say").addEventListener("input", () => this.#soon());
    $("say").addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.#done();
      }
    });
  }

  reset() {
    clearTimeout(this.timer);
    this.timer = null;
    this.number = 1;
    this.shown.clear();
    $("lines").replaceChildren();
    $("say").value = "";
  }

  // A line of either side; a later one of the same number takes its place.
  heard({ line, body, live, name }) {
    const mine = name === this.me.name;
    if (mine) this.number = Math.max(this.number, line + 1);
    this.#put(`${name}#${line}`, mine, mine ? this.me.name : name || "她", body, live);
  }

  // What she writes with a finger: drawn as she writes it, again and again until the line is done.
  inked({ line, strokes, tall, live }) {
    const ns = "http://www.w3.org/2000/svg", sheet = document.createElementNS(ns, "svg");
    sheet.setAttribute("viewBox", `0 0 1000 ${10 * tall}`);
    sheet.setAttribute("role", "img");
    sheet.setAttribute("aria-label", live ? "她正在手写" : "她手写的字");
    for (const stroke of strokes) {
      const drawn = document.createElementNS(ns, "polyline");
      drawn.setAttribute("points", stroke.map(([x, y]) => `${x},${(y * tall) / 100}`).join(" "));
      sheet.append(drawn);
    }
    this.#put(`#${line}`, false, "她", strokes.length ? sheet : "", live, "正在写");
  }

  phrase(words) {
    $("say").value = words;
    this.#done();
  }

  #soon() {
    if (this.timer) return;
    this.timer = setTimeout(() => {
      this.timer = null;
      this.#send(true);
    }, LIVE_MS);
  }

  #done() {
    clearTimeout(this.timer);
    this.timer = null;
    if (!$("say").value.trim()) return;
    this.#send(false);
    this.number += 1;
    $("say").value = "";
  }

  #send(live) {
    const body = $("say").value;
    this.say("text", { line: this.number, body, live });
    this.#put(`${this.me.name}#${this.number}`, true, this.me.name, body, live);
  }

  #put(key, mine, who, body, live, doing = "正在打字") {
    let line = this.shown.get(key);
    if (!body) {
      line?.remove();
      this.shown.delete(key);
      return;
    }
    if (!line) {
      line = el("p");
      this.shown.set(key, line);
      $("lines").append(line);
    }
    line.className = `${mine ? "mine" : "hers"}${live ? " live" : ""}`;
    line.replaceChildren(el("b", {}, live ? `${who}${doing}` : who), body);
    $("lines").scrollTop = $("lines").scrollHeight;
  }
}
