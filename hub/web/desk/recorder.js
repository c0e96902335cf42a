// The sound of a call, sent to the hub in parts while she lets it be kept. No picture and no page; nothing stays here.
const PART_MS = 2000;
const KIND = "audio/webm;codecs=opus";

export class Recorder {
  constructor(sides, onState) {
    this.sides = sides;
    this.onState = onState;
    this.recorder = null;
  }

  // Whether it is allowed at this moment, in this call; safe to say again.
  set(on, call) {
    if (!on) { this.stop(); return; }
    // A track that came anew must reach the mix of the take that runs, too.
    const track = this.sides.everybody();
    if (this.recorder || !track) return;
    if (!window.MediaRecorder?.isTypeSupported(KIND)) { this.onState("这个浏览器不会录音。"); return; }
    const take = Date.now(), recorder = new MediaRecorder(new MediaStream([track]), { mimeType: KIND, audioBitsPerSecond: 24_000 });
    let part = 0;
    this.sending = Promise.resolve();
    recorder.ondataavailable = ({ data }) => {
      if (!data.size) return;
      const number = part++;
      this.sending = this.sending.then(() => this.#send(`/desk/calls/${call}/recording/${take}/${number}`, data, recorder));
    };
    recorder.start(PART_MS);
    this.recorder = recorder;
    this.onState("正在录声音，她知道。");
  }

  async #send(path, data, recorder) {
    try {
      const answered = await fetch(path, { method: "PUT", body: data });
      if (answered.ok || recorder.state === "inactive") return;
      this.onState("中枢没有收下录音，停了。");
    } catch {
      this.onState("录音没有送到中枢，停了。");
    }
    this.stop();
  }

  stop() {
    if (!this.recorder) return;
    if (this.recorder.state !== "inactive") this.recorder.stop();
    this.recorder = null;
    this.onState("");
  }
}
