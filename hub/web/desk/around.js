// What stands around a call: the line of those who wait, look-ups, phrases, colleagues, calls a supervisor may hear.
import { $, clock, el, fill, show } from "./dom.js";

const REASONS = { asked: "请人帮忙", stuck: "卡住了", fault: "机器有毛病", emergency: "急事" };
const WANTS = { voice: "说话", text: "打字", sign: "手语" };

export const why = (one) => [REASONS[one.reason], one.by.urgent ? "急难" : "", one.by.age80 ? "八十以上" : "",
  one.by.disabled ? "残疾" : "", one.by.dialect ? "说方言" : "", `要${WANTS[one.wants]}`].filter(Boolean).join(" · ");

export class Waiting {
  constructor(services) {
    this.services = services;
    setInterval(() => this.#tick(), 1000);
  }

  show(waiting) {
    const now = performance.now() / 1000;
    this.since = new Map(waiting.map((one) => [one.call, now - one.waited_s]));
    $("queue-count").textContent = waiting.length ? `有 ${waiting.length} 人在等。` : "没有人在等。";
    fill("queue", ...waiting.map((one) => el("li", { "data-call": one.call },
      el("span", { class: "num" }, clock(one.waited_s)),
      el("strong", {}, this.services[one.matter] ?? "还没选事项"), el("br"), `${one.ticket} ${one.hall}`, el("br"),
      el("span", { class: "soft small" }, why(one)))));
  }

  #tick() {
    const now = performance.now() / 1000;
    for (const item of $("queue").children) {
      item.querySelector(".num").textContent = clock(now - this.since.get(item.dataset.call));
    }
  }
}

export function lookUps() {
  let timer = null;
  $("ask").addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const asked = $("ask").value.trim();
      const found = asked ? await (await fetch(`/desk/knowledge?q=${encodeURIComponent(asked.slice(0, 40))}`)).json() : [];
      fill("answers", ...(asked && !found.length ? [el("p", { class: "soft" }, "没有找到。换个说法试试。")] : []),
        ...found.map((one) => el("details", { open: found.length === 1 }, el("summary", {}, `${one.id} ${one.name}`),
          el("dl", {}, ...one.told.flatMap(([head, body]) => [el("dt", {}, head), el("dd", {}, body)])))));
    }, 250);
  });
}

export function phrases(all, onPick) {
  $("phrases").append(...all.map(([head, lines]) => el("div", {}, el("strong", {}, head), " ",
    ...lines.map((line) => el("button", { type: "button", onclick: () => onPick(line) }, line)))));
}

export async function colleagues() {
  const found = await (await fetch("/desk/colleagues")).json();
  const free = found.filter((one) => one.free);
  const skills = [...new Set(free.flatMap((one) => one.skills))];
  const people = () => free.map((one) => el("option", { value: one.number }, `${one.name}（${one.number}）`));
  fill("invite-to", ...(free.length ? people() : [el("option", { value: "" }, "现在没有空着的人")]));
  fill("to", ...(free.length ? [] : [el("option", { value: "" }, "现在没有空着的人")]),
    ...free.map((one) => el("option", { value: `to:${one.number}` }, `${one.name}（${one.number}）${one.skills.join("、")}`)),
    ...skills.map((skill) => el("option", { value: `skill:${skill}` }, `谁会${skill}都行`)));
}

// A supervisor sees which calls are under way and may listen in; the resident is told before anything is heard.
export function liveCalls(services, onListen) {
  const look = async () => {
    const found = await (await fetch("/desk/live")).json();
    show("live", true);
    fill("live-list", ...(found.length ? [] : [el("li", { class: "soft" }, "没有。")]), ...found.map((one) => el("li", {},
      el("strong", {}, services[one.matter] ?? "还没选事项"), ` ${one.hall} ${one.guide} ${clock(one.since_s)} `,
      el("button", { type: "button", class: "quiet", onclick: () => onListen(one.call) }, "旁听"))));
  };
  look();
  return setInterval(look, 5000);
}
