// Her page, drawn from the structured Screen: sharp at any size and masked before it came. Pressing a control here
// points at the same control on hers; nothing here presses it.
import { el } from "./dom.js";

const text = (words) => (Array.isArray(words) ? words.join("") : String(words ?? ""));
const MARKS = { done: "✓ ", todo: "○ ", missing: "✗ " };

const BLOCKS = {
  Paragraph: (b) => el("p", {}, b.strong ? el("strong", {}, text(b.text)) : text(b.text)),
  Facts: (b) => el("div", {}, b.title ? el("h4", {}, b.title) : null, el("dl", {}, ...b.facts.flatMap((f) => [
    el("dt", {}, f.label), el("dd", {}, text(f.value), f.source ? el("span", { class: "note" }, f.source) : null)]))),
  Bullets: (b) => el("div", {}, b.title ? el("h4", {}, b.title) : null,
    el("ul", {}, ...b.items.map((item, n) => el("li", {}, (MARKS[b.marks?.[n]] ?? "") + text(item))))),
  BigText: (b) => el("p", {}, `${b.label} `, el("span", { class: "big" }, text(b.text))),
  Picture: (b) => el("p", {}, `〔图〕${b.text}`),
  Progress: (b) => el("p", {}, b.share === null ? b.text : `${b.text} ${Math.round(b.share * 100)}%`),
  Paper: (b) => el("ul", { "aria-label": "纸条" }, ...b.lines.map((line) => el("li", {}, text(line)))),
};

export function askedField(screen) {
  const ask = screen?.ask;
  const suits = ["AskDigits", "AskDate", "AskText", "AskChoice"].includes(ask?.is);
  return suits && ask.field ? { field: ask.field, prompt: text(ask.prompt) } : null;
}

export function render(into, screen, pointed, onPoint) {
  const action = (one) => {
    const notes = [one.note, one.enabled ? "" : one.why_not || "现在不能按", one.grave ? "只能她自己按" : "",
      one.chosen ? "已选" : ""].filter(Boolean);
    return el("button", {
      type: "button", "data-action": one.id, "aria-disabled": one.enabled ? null : "true",
      class: [one.role === "primary" ? "primary" : "", one.id === pointed ? "pointed" : ""].join(" ").trim() || null,
      "aria-pressed": one.id === pointed ? "true" : "false", onclick: () => onPoint(one.id === pointed ? "" : one.id),
    }, one.label, notes.length ? el("span", { class: "note" }, notes.join(" · ")) : null);
  };
  const ask = screen.ask;
  const step = screen.step ? `第 ${screen.step.n} 步，共 ${screen.step.m} 步 ${screen.step.name ?? ""}` : "";
  const shown = new Set([text(screen.title)]);
  const said = (screen.say ?? []).map(text).filter((line) => !shown.has(line));
  const focused = into.contains(document.activeElement) ? document.activeElement.dataset.action : null;
  into.replaceChildren(
    ...[
      text(screen.banner) ? el("p", { class: "soft" }, text(screen.banner)) : null,
      step ? el("p", { class: "soft" }, step) : null,
      el("h3", {}, text(screen.title)),
      ...(screen.notices ?? []).map((line) => el("p", { class: "wrong" }, text(line))),
      ...(screen.blocks ?? []).map((block) => BLOCKS[block.is]?.(block) ?? null),
      ask ? el("div", { class: "asked" }, text(ask.prompt), " ", el("span", { class: "big" },
        text(ask.draft ?? (ask.length ? "●".repeat(ask.length) : "")))) : null,
      said.length ? el("details", {}, el("summary", {}, "机器说的话"), ...said.map((line) => el("p", {}, line))) : null,
      el("div", { class: "acts" }, ...(screen.actions ?? []).map(action)),
      el("div", { class: "acts always" }, ...(screen.always ?? []).map(action)),
    ].filter(Boolean),
  );
  if (focused) into.querySelector(`[data-action="${CSS.escape(focused)}"]`)?.focus();
}
