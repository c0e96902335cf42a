// The desk's one link to the hub: numbers what it says, drops what it has heard, comes back by itself and says again
// what the hub has not heard. kiosk/core/calls tells the protocol.
const AGAIN_MS = 5000;

export class Link {
  constructor(onMessage, onState) {
    this.onMessage = onMessage;
    this.onState = onState;
    this.call = null;
    this.heard = new Map();
    this.sent = new Map();
    this.recent = [];
    this.tries = 0;
    this.greeted = false;
    this.#open();
  }

  // Which call this page has in hand; told to the hub when the link comes back.
  holds(call) {
    this.call = call;
    if (call === null) this.recent = [];
  }

  say(kind, parts = {}) {
    this.#send(JSON.stringify({ kind, ...parts }));
  }

  sayIn(call, kind, parts = {}) {
    const seq = (this.sent.get(call) ?? 0) + 1;
    this.sent.set(call, seq);
    const frame = JSON.stringify({ kind, call, seq, ...parts });
    this.recent.push({ call, seq, frame, at: performance.now(), unsent: !this.greeted });
    if (this.recent.length > 200) this.recent.shift();
    if (this.greeted) this.#send(frame);
  }

  #send(frame) {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(frame);
  }

  #open() {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    this.socket = new WebSocket(`${scheme}://${location.host}/desk/link`);
    this.socket.onopen = () => {
      this.tries = 0;
      this.say("hello", { call: this.call, heard: this.heard.get(this.call) ?? 0 });
    };
    this.socket.onmessage = (event) => this.#told(JSON.parse(event.data));
    this.socket.onclose = (event) => {
      this.greeted = false;
      this.lostAt = performance.now();
      if (event.code === 4001) { this.onState("elsewhere"); return; }
      this.onState(event.code === 4010 ? "not_here" : "lost");
      // A refused handshake looks like any other loss: after a few the session is asked about.
      if (++this.tries > 3) this.#stillIn();
      setTimeout(() => this.#open(), Math.min(5000, 300 * 2 ** this.tries) * (0.7 + 0.6 * Math.random()));
    };
  }

  async #stillIn() {
    try {
      const answered = await fetch("/desk/colleagues", { redirect: "manual" });
      if (answered.type === "opaqueredirect" || answered.status === 403) location.assign("/login");
    } catch { this.onState("lost"); }
  }

  #told(message) {
    if (message.call && message.seq) {
      if (message.seq <= (this.heard.get(message.call) ?? 0)) return;
      this.heard.set(message.call, message.seq);
    }
    if (message.kind === "welcome") this.#welcomed(message);
    this.onMessage(message);
  }

  #welcomed(message) {
    this.greeted = true;
    if (message.call) {
      const fresh = this.call !== message.call;
      if (fresh) this.sent.set(message.call, message.heard);
      for (const one of this.recent) {
        const inDoubt = one.unsent || (this.lostAt ?? 0) - one.at < AGAIN_MS;
        if (!fresh && one.call === message.call && one.seq > message.heard && inDoubt) this.#send(one.frame);
        one.unsent = false;
      }
    }
    this.onState("there");
  }
}
