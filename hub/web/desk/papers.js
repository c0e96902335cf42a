// Papers under her document camera: asked for, looked at large, judged. The pictures live in this page only and are
// gone when the call is.
import { $, el, fill } from "./dom.js";

const OUTCOMES = { refused: "她不想拍。", blurred: "拍糊了，请她再来一次。", no_camera: "她那边没有拍材料的机器。", failed: "没有拍成。" };
export const VERDICTS = { good: "可以", unclear: "看不清，请重拍", page_missing: "缺一页" };
const NEAREST = 0.1, FARTHEST = 4;

export class Papers {
  constructor(say, materials) {
    this.say = say;
    this.materials = materials;
    this.matter = "";
    $("photo").addEventListener("submit", (event) => {
      event.preventDefault();
      const what = $("photo-what").value.trim();
      if (!what) return;
      this.say("take_photo", { what, material: this.#material(what) });
      $("photo-told").textContent = `正在请她拍${what}。`;
    });
    const act = { "paper-larger": () => this.#zoom(1.25), "paper-smaller": () => this.#zoom(0.8),
      "paper-left": () => this.#turn(-1), "paper-right": () => this.#turn(1), "paper-close": () => $("paper").close() };
    for (const [id, done] of Object.entries(act)) $(id).addEventListener("click", done);
    $("paper").addEventListener("keydown", ({ key }) => {
      ({ "+": act["paper-larger"], "=": act["paper-larger"], "-": act["paper-smaller"], "[": act["paper-left"],
        "]": act["paper-right"] })[key]?.();
    });
    fill("verdicts", ...Object.entries(VERDICTS).map(([verdict, name]) => el("button", {
      type: "button", value: verdict, class: verdict === "good" ? null : "quiet", onclick: () => this.#judge(verdict) }, name)));
  }

  // What her matter asks her to bring: offered while the guide writes what to take a picture of.
  about(matter) {
    if (matter === this.matter) return;
    this.matter = matter;
    fill("photo-materials", ...Object.values(this.materials[matter] ?? {}).map((name) => el("option", { value: name })));
  }

  #material(what) {
    return Object.entries(this.materials[this.matter] ?? {}).find(([, name]) => name === what)?.[0] ?? "";
  }

  heard({ photo, what, outcome }, call) {
    $("photo-told").textContent = outcome === "sent" ? `${what}：拍好了，请看。` : `${what}：${OUTCOMES[outcome]}`;
    if (outcome !== "sent" || $(`paper-${photo}`)) return;
    const picture = el("img", { src: `/desk/calls/${call}/photos/${photo}`, alt: `材料照片：${what}` });
    const verdict = el("span", { class: "soft" }, "还没有看");
    const one = { photo, what, picture, verdict };
    $("photos").prepend(el("figure", { id: `paper-${photo}` },
      el("button", { type: "button", class: "thumb", "aria-label": `放大看：${what}`, onclick: () => this.#open(one) }, picture),
      el("figcaption", {}, `${what} `, verdict)));
  }

  #open(one) {
    this.one = one;
    this.turns = 0;
    $("paper-h").textContent = one.what;
    $("paper").showModal();
    const box = $("paper-box"), { naturalWidth, naturalHeight } = one.picture;
    this.scale = Math.min(FARTHEST, box.clientWidth / naturalWidth, box.clientHeight / naturalHeight);
    this.#paint();
    box.focus();
  }

  #zoom(by) {
    this.scale = Math.min(FARTHEST, Math.max(NEAREST, this.scale * by));
    this.#paint();
  }

  #turn(by) {
    this.turns = (this.turns + by + 4) % 4;
    this.#paint();
  }

  // Drawn at the picture's own size and turned there, so that it scrolls to every corner at every size.
  #paint() {
    const { picture, what } = this.one;
    const [w, h] = [picture.naturalWidth, picture.naturalHeight];
    const canvas = $("paper-picture"), lying = this.turns % 2 === 1;
    [canvas.width, canvas.height] = lying ? [h, w] : [w, h];
    canvas.style.width = `${Math.round(canvas.width * this.scale)}px`;
    const pen = canvas.getContext("2d");
    pen.translate(canvas.width / 2, canvas.height / 2);
    pen.rotate(this.turns * Math.PI / 2);
    pen.drawImage(picture, -w / 2, -h / 2);
    canvas.setAttribute("aria-label", `材料照片：${what}`);
    $("paper-told").textContent = `${Math.round(this.scale * 100)}%${this.turns ? `，转了 ${this.turns * 90} 度` : ""}`;
  }

  #judge(verdict) {
    const { photo, what, verdict: mark } = this.one;
    this.say("photo_judged", { photo, what, material: this.#material(what), verdict });
    mark.textContent = VERDICTS[verdict];
    mark.className = verdict === "good" ? "yes" : "soft";
    $("photo-told").textContent = verdict === "good" ? `${what}：您说可以。` : `${what}：${VERDICTS[verdict]}，已经请她再拍。`;
    $("paper").close();
  }

  reset() {
    $("paper").close();
    fill("photos");
    $("photo-told").textContent = $("photo-what").value = "";
    $("paper-picture").width = $("paper-picture").height = 0;
    this.one = null;
  }
}
