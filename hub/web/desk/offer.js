// Somebody asks: who, for what, and what the guide should know before she says a word.
import { why } from "./around.js";
import { clock, el, fill } from "./dom.js";

const SETTINGS = { text_size: "字号", theme: "颜色", low: "轮椅高度", rate: "语速", muted: "不出声", slow: "手慢模式",
  dialect: "说方言", dark: "遮屏听着办" };
const USUAL = { text_size: 1, theme: "standard", rate: 100, low: false, muted: false, slow: false, dialect: false, dark: false };

function stateWords(state, data) {
  const [how, fault] = state.split("/");
  return [data.states[how] ?? how, data.faults[fault] ?? fault].filter(Boolean).join("：");
}

export function drawOffer(offer, stage, data, take, decline) {
  const one = offer.waiting;
  const matter = data.services[one.matter] ?? "还没选事项";
  fill("offer", el("p", {}, offer.joins ? "请您一起来帮：" : "", el("strong", {}, matter), ` ${one.hall} ${one.ticket}，等了 ${clock(one.waited_s)}。${why(one)}`),
    stage === "taken" ? el("p", { class: "soft" }, "您接了，正在问她同不同意。") : el("div", { class: "buttons" },
      el("button", { type: "button", id: "take", onclick: take }, "接（回车）"),
      el("button", { type: "button", id: "decline", class: "quiet", onclick: decline }, "不接")));
  const settings = Object.entries(offer.settings)
    .filter(([key, value]) => key in SETTINGS && value !== USUAL[key])
    .map(([key, value]) => (value === true ? SETTINGS[key] : `${SETTINGS[key]} ${value}`)).join("，");
  const devices = Object.entries(offer.devices).filter(([, state]) => state !== "online");
  const facts = [["事项", matter], ["在哪", `${one.hall} ${one.ticket}`], ["怎么了", why(one)], ["出过的毛病", data.faults[offer.trouble] ?? offer.trouble],
    ["不好用的设备", devices.map(([name, state]) => `${data.devices[name] ?? name}（${stateWords(state, data)}）`).join("，")], ["她的设置", settings]];
  fill("facts-list", ...facts.filter(([, text]) => text).flatMap(([head, text]) => [el("dt", {}, head), el("dd", {}, text)]));
}
