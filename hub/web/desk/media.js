// Sound and picture with the terminal: it makes the offer, this side answers. Nothing opens before she has agreed.
import { $ } from "./dom.js";
import { RUNGS, begin, step } from "./ladder.js";

const MEASURE_MS = 2000;

export class Media {
  constructor(say, onLine, onTrouble) {
    this.say = say;
    this.onLine = onLine;
    this.onTrouble = onTrouble;
    this.servers = [];
    this.early = [];
    this.answered = new Set();
    this.work = Promise.resolve();
    this.theirRung = 0;
    this.onSound = () => {};
    this.voice = null;
  }

  turn(message) {
    this.servers = [{ urls: message.urls, username: message.username, credential: message.credential }];
  }

  // One after another: an offer that comes while the one before is answered waits for it.
  heard(message) {
    this.work = this.work.then(() => (message.kind === "sdp" ? this.#offer(message) : this.#candidate(message)))
      .catch((error) => this.onTrouble(`声音和画面没有接上（${error.name}）。文字照样能用。`));
  }

  async #offer({ sdp }) {
    if (this.answered.has(sdp)) return;
    this.answered.add(sdp);
    const key = /a=fingerprint:(\S+ \S+)/.exec(sdp)?.[1];
    if (this.pc && key !== this.key) this.#drop();
    this.key = key;
    const pc = this.pc ?? this.#connect();
    await pc.setRemoteDescription({ type: "offer", sdp });
    for (const candidate of this.early.splice(0)) await this.#candidate(candidate);
    await this.#openOwn(pc);
    await pc.setLocalDescription(await pc.createAnswer());
    this.say("sdp", { type: "answer", sdp: pc.localDescription.sdp });
  }

  async #candidate({ candidate, sdp_mid, sdp_mline_index }) {
    if (!this.pc?.remoteDescription) {
      this.early.push({ candidate, sdp_mid, sdp_mline_index });
      return;
    }
    if (candidate) {
      await this.pc.addIceCandidate({ candidate, sdpMid: sdp_mid || null, sdpMLineIndex: sdp_mline_index });
    }
  }

  #connect() {
    const pc = new RTCPeerConnection({ iceServers: this.servers });
    this.pc = pc;
    this.ladder = begin();
    this.before = null;
    pc.onicecandidate = ({ candidate }) => {
      if (this.pc !== pc) return;
      this.say("candidate", {
        candidate: candidate?.candidate ?? "", sdp_mid: candidate?.sdpMid ?? "",
        sdp_mline_index: candidate?.sdpMLineIndex ?? 0,
      });
    };
    pc.ontrack = ({ track }) => {
      const stream = $("hers").srcObject ?? new MediaStream();
      for (const old of stream.getTracks()) if (old.kind === track.kind && old !== track) stream.removeTrack(old);
      stream.addTrack(track);
      $("hers").srcObject = stream;
      if (track.kind === "audio") this.onSound();
    };
    this.measuring = setInterval(() => this.#measure(pc), MEASURE_MS);
    this.listening = setInterval(() => this.#speaks(pc), 150);
    return pc;
  }

  async #openOwn(pc) {
    const wanted = new Set(pc.getTransceivers().filter((t) => t.direction !== "stopped" && t.currentDirection !== "stopped")
      .map((t) => t.receiver.track.kind));
    if (!this.own && wanted.size) this.own = await this.#ask(wanted);
    for (const mine of this.own?.getTracks() ?? []) {
      const track = mine.kind === "audio" && this.voice ? this.voice : mine;
      const place = pc.getTransceivers().find((t) => t.receiver.track.kind === mine.kind && !t.stopped);
      if (!place || place.sender.track === track) continue;
      place.direction = "sendrecv";
      await place.sender.replaceTrack(track);
    }
    $("mine").srcObject = this.own ?? null;
    await this.#suit();
    this.onSound();
  }

  // Others speak to her too: what she hears is this mix, or the microphone alone (null).
  speakBy(mix) {
    if (this.voice === mix) return;
    this.voice = mix;
    const sender = this.pc?.getSenders().find((one) => one.track?.kind === "audio");
    const track = mix ?? this.own?.getAudioTracks()[0];
    if (sender && track) sender.replaceTrack(track).catch((error) => this.onTrouble(`声音没有接上（${error.name}）。`));
  }

  async #ask(wanted) {
    const sound = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
    const picture = { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 20 } };
    for (const tried of [{ audio: sound, video: picture }, { audio: sound }, { video: picture }]) {
      try {
        return await navigator.mediaDevices.getUserMedia(tried);
      } catch (error) {
        this.onTrouble(tried.audio ? `您的话筒或摄像头打不开（${error.name}）。` : "");
      }
    }
    return null;
  }

  // What this side sends, as the weaker of both measurements allows.
  async #suit() {
    const rung = Math.max(this.ladder?.rung ?? 0, this.theirRung);
    for (const mine of this.own?.getAudioTracks() ?? []) mine.enabled = !this.muted;
    for (const sender of this.pc?.getSenders() ?? []) {
      if (!sender.track) continue;
      const video = sender.track.kind === "video";
      sender.track.enabled = video ? rung < 2 && !this.blind : rung < 3 && (Boolean(this.voice) || !this.muted);
      const parameters = sender.getParameters();
      if (!video || !parameters.encodings?.length) continue;
      parameters.encodings[0].maxBitrate = rung === 0 ? 900_000 : 150_000;
      parameters.encodings[0].scaleResolutionDownBy = rung === 0 ? 1 : 2;
      await sender.setParameters(parameters);
    }
  }

  async #measure(pc) {
    if (pc !== this.pc || pc.connectionState !== "connected") return;
    let rtt = 0, lost = 0, received = 0, bytes = 0, frames = 0;
    for (const one of (await pc.getStats()).values()) {
      if (one.type === "candidate-pair" && one.nominated && one.currentRoundTripTime) rtt = one.currentRoundTripTime * 1000;
      if (one.type === "inbound-rtp") {
        lost += one.packetsLost; received += one.packetsReceived; bytes += one.bytesReceived;
        frames += one.framesDecoded ?? 0;
      }
    }
    const now = { lost, received, bytes, at: performance.now() };
    const before = this.before;
    this.before = now;
    if (!before) return;
    const packets = now.received - before.received + now.lost - before.lost;
    const loss = packets > 0 ? Math.min(1, Math.max(0, (now.lost - before.lost) / packets)) : 0;
    const kbit = Math.max(0, (now.bytes - before.bytes) * 8 / (now.at - before.at));
    this.ladder = step(this.ladder, { rtt, loss });
    await this.#suit();
    const rung = RUNGS[Math.max(this.ladder.rung, this.theirRung)];
    this.onLine({ rung, rtt, loss, kbit, frames });
    this.say("line", { rung, rtt_ms: Math.round(rtt), loss, kbit: Math.round(kbit) });
  }

  // Her end's word on what the line carries.
  line({ rung }) {
    this.theirRung = Math.max(0, RUNGS.indexOf(rung));
    this.#suit().catch((error) => this.onTrouble(`画面没有调成（${error.name}）。`));
  }

  #speaks(pc) {
    const audio = pc.getReceivers().find((receiver) => receiver.track.kind === "audio");
    const level = audio?.getSynchronizationSources?.()[0]?.audioLevel ?? 0;
    const on = level > 0.02;
    if (on === this.on) return;
    this.on = on;
    $("speaking").classList.toggle("on", on);
    $("speaking").textContent = on ? "● 她在说话" : "○ 没有声音";
  }

  quiet(what, off) {
    this[what] = off;
    this.#suit().catch((error) => this.onTrouble(`没有调成（${error.name}）。`));
  }

  #drop() {
    clearInterval(this.measuring);
    clearInterval(this.listening);
    this.pc?.close();
    this.pc = null;
    $("hers").srcObject = null;
  }

  // The call is over, or she took back both voice and camera: every device is closed.
  close() {
    this.#drop();
    for (const track of this.own?.getTracks() ?? []) track.stop();
    this.own = null;
    $("mine").srcObject = null;
    this.early = [];
  }
}
