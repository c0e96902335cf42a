// Somebody of hers by telephone, as the guide sees it: asked for, rung, there, gone. The number is sent once and forgotten.
import { $, el, fill, show } from "./dom.js";

const TOLD = { dialing: "正在拨……", ringing: "在响铃……", busy: "占线。", no_answer: "没人接。", declined: "对方没有接。",
  wrong_number: "号码打不通。", not_allowed: "这个号码不能打。", failed: "没有打通。", hung_up: "挂了。",
  taken_back: "不打了。" };

export class Phone {
  constructor(relations, say, sides) {
    this.say = say;
    this.sides = sides;
    show("invite-phone", relations.length > 0);
    fill("phone-who", ...relations.map((who) => el("option", { value: who }, who)));
    $("invite-phone").addEventListener("submit", (event) => { event.preventDefault(); this.#ask(); });
  }

  #ask() {
    const who = $("phone-who").value;
    this.say("invite_phone", { who, number: $("phone-number").value.trim() });
    $("phone-number").value = "";
    this.told(`正在问她要不要给${who}打电话。`);
  }

  told(words) { $("phone-told").textContent = words; }

  // The hub's word on it. Told that it is to be rung, this page makes its sound ready, and only then it rings.
  heard({ guest, name, state }) {
    this.told(`${name}的电话：${TOLD[state]}`);
    if (state === "dialing") this.sides.dial({ id: guest, name });
    else if (state !== "ringing") this.sides.hangUp(guest);
  }

  there(name) { this.told(`${name}的电话：接通了。`); }

  reset() {
    this.told("");
    $("phone-number").value = "";
  }
}
