// Sound with others in the call. The guide's page stands in the middle and mixes, so that the terminal's line carries one
// guide and no more; a guest's page answers. Nothing of it passes the hub but the set-up.
import { $, el } from "./dom.js";

// Who is heard by whom: everybody by everybody else; a telephone is not recorded, for nobody asked whoever holds it.
// Names: "her", "me", "recorder" and each guest's id.
const hears = (to, from) => to !== from && !(to === "recorder" && from.startsWith("phone:"));

class Mixer {
  constructor() {
    this.context = new AudioContext();
    this.context.resume();
    this.inputs = new Map();
    this.outputs = new Map();
  }

  hear(name, stream) {
    const known = this.inputs.get(name);
    const track = stream?.getAudioTracks()[0] ?? null;
    if (known?.track === track) return;
    known?.node.disconnect();
    this.inputs.delete(name);
    if (!track) return;
    const node = this.context.createMediaStreamSource(new MediaStream([track]));
    this.inputs.set(name, { node, track });
    for (const [to, output] of this.outputs) if (hears(to, name)) node.connect(output);
  }

  track(name) {
    let output = this.outputs.get(name);
    if (!output) {
      output = this.context.createMediaStreamDestination();
      this.outputs.set(name, output);
      for (const [from, { node }] of this.inputs) if (hears(name, from)) node.connect(output);
    }
    return output.stream.getAudioTracks()[0];
  }

  drop(name) {
    this.hear(name, null);
    const output = this.outputs.get(name);
    this.outputs.delete(name);
    for (const [from, { node }] of this.inputs) if (output && hears(name, from)) node.disconnect(output);
  }
}

const candidateOf = (guest, candidate) => ({ guest, candidate: candidate?.candidate ?? "", sdp_mid: candidate?.sdpMid ?? "",
  sdp_mline_index: candidate?.sdpMLineIndex ?? 0 });

const GATHER_MS = 3000;

// Resolved when every candidate is in the description, or no more of them come in time.
const gathered = (pc) => new Promise((resolve) => {
  const done = () => { if (pc.iceGatheringState === "complete") resolve(); };
  pc.addEventListener("icegatheringstatechange", done);
  setTimeout(resolve, GATHER_MS);
  done();
});

async function take(end, { candidate, sdp_mid, sdp_mline_index }) {
  if (!end.pc?.remoteDescription) end.early.push({ candidate, sdp_mid, sdp_mline_index });
  else if (candidate) await end.pc.addIceCandidate({ candidate, sdpMid: sdp_mid || null, sdpMLineIndex: sdp_mline_index });
}

// The guide's end: offers its mix to everybody who is there, while she may be heard.
export class Sides {
  constructor(say, media, onTrouble) {
    this.say = say;
    this.media = media;
    this.onTrouble = onTrouble;
    this.guests = new Map();
  }

  told({ who, role, on }) {
    if (on && role === "family") {
      const rung = this.guests.get(who.id);
      if (rung) rung.there = true;
    } else if (on && !this.guests.has(who.id)) this.guests.set(who.id, { id: who.id, name: who.name, role, pc: null, early: [] });
    if (!on) this.#drop(this.guests.get(who.id));
    this.refresh();
  }

  refresh() {
    const hers = $("hers").srcObject;
    if (!this.guests.size || !hers?.getAudioTracks().length) return;
    this.#mix();
    this.media.speakBy(this.#speaks() ? this.mixer.track("her") : null);
    for (const guest of this.guests.values()) {
      if (!guest.pc && guest.role !== "family") this.#connect(guest).catch((error) => this.onTrouble(`${guest.name}的声音没有接上（${error.name}）。`));
    }
  }

  // Who is heard by her besides the guide.
  #speaks() {
    return [...this.guests.values()].some((one) => one.role === "clerk" || (one.role === "family" && one.there));
  }

  // A telephone: its exchange takes one whole offer, so every way to this page is gathered before it is rung.
  dial({ id, name }) {
    this.#drop(this.guests.get(id));
    const guest = { id, name, role: "family", there: false, pc: null, early: [] };
    this.guests.set(id, guest);
    this.#mix();
    this.refresh();
    this.#connect(guest).catch((error) => this.onTrouble(`${name}的电话没有接上（${error.name}）。`));
  }

  hangUp(id) { this.#drop(this.guests.get(id)); }

  #mix() {
    this.mixer ??= new Mixer();
    this.mixer.hear("her", $("hers").srcObject);
    this.mixer.hear("me", this.media.own);
    return this.mixer;
  }

  // What everybody says, in one track; null while nobody is heard.
  everybody() {
    return $("hers").srcObject?.getAudioTracks().length ? this.#mix().track("recorder") : null;
  }

  async #connect(guest) {
    const pc = new RTCPeerConnection({ iceServers: this.media.servers });
    guest.pc = pc;
    const whole = guest.role === "family";
    pc.addTransceiver(this.mixer.track(guest.id), { direction: guest.role === "supervisor" ? "sendonly" : "sendrecv" });
    if (!whole) pc.onicecandidate = ({ candidate }) => this.say("side_candidate", candidateOf(guest.id, candidate));
    pc.ontrack = ({ track }) => {
      const stream = new MediaStream([track]);
      guest.sound = el("audio", { autoplay: true });
      guest.sound.srcObject = stream;
      $("others").append(guest.sound);
      this.mixer.hear(guest.id, stream);
    };
    await pc.setLocalDescription(await pc.createOffer());
    if (whole) await gathered(pc);
    if (guest.pc !== pc) return;
    this.say("side_sdp", { guest: guest.id, type: "offer", sdp: pc.localDescription.sdp });
  }

  async heard(message) {
    const guest = this.guests.get(message.guest);
    if (!guest?.pc) return;
    if (message.kind === "side_candidate") { await take(guest, message); return; }
    await guest.pc.setRemoteDescription({ type: "answer", sdp: message.sdp });
    for (const one of guest.early.splice(0)) await take(guest, one);
  }

  #drop(guest) {
    if (!guest) return;
    guest.pc?.close();
    guest.sound?.remove();
    this.mixer?.drop(guest.id);
    guest.pc = null;
    this.guests.delete(guest.id);
    if (!this.#speaks()) this.media.speakBy(null);
  }

  // She took her voice back: nobody hears anything any more; who is there stays known, and is offered sound anew after.
  silence() {
    this.media.speakBy(null);
    for (const guest of this.guests.values()) {
      guest.pc?.close();
      guest.sound?.remove();
      guest.pc = null;
      guest.early = [];
    }
    this.mixer?.context.close();
    this.mixer = null;
  }

  close() {
    this.silence();
    this.guests.clear();
  }
}

// A guest's end: hears the guide's mix; a clerk speaks too.
export class Ear {
  constructor(say, onTrouble) {
    this.say = say;
    this.onTrouble = onTrouble;
    this.servers = [];
    this.early = [];
  }

  turn(message) {
    this.servers = [{ urls: message.urls, username: message.username, credential: message.credential }];
  }

  async heard(message, speaks, me) {
    if (message.kind === "side_candidate") { await take(this, message); return; }
    this.close();
    const pc = this.pc = new RTCPeerConnection({ iceServers: this.servers });
    pc.onicecandidate = ({ candidate }) => { if (this.pc === pc) this.say("side_candidate", candidateOf(me, candidate)); };
    pc.ontrack = ({ track }) => { $("hers").srcObject = new MediaStream([track]); };
    await pc.setRemoteDescription({ type: "offer", sdp: message.sdp });
    for (const one of this.early.splice(0)) await take(this, one);
    if (speaks) {
      try {
        this.own = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true } });
        pc.addTrack(this.own.getAudioTracks()[0], this.own);
      } catch (error) {
        this.onTrouble(`您的话筒打不开（${error.name}）。您听得到，也能打字。`);
      }
    }
    await pc.setLocalDescription(await pc.createAnswer());
    this.say("side_sdp", { guest: me, type: "answer", sdp: pc.localDescription.sdp });
    $("line").textContent = speaks ? "声音：接上了，您说的她也听得到。" : "声音：接上了，您只听。";
  }

  quiet(off) {
    for (const track of this.own?.getTracks() ?? []) track.enabled = !off;
  }

  close() {
    this.pc?.close();
    this.pc = null;
    for (const track of this.own?.getTracks() ?? []) track.stop();
    this.own = null;
    $("hers").srcObject = null;
  }
}
