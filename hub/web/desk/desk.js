// The desk: one call at a time, drawn from what the hub tells. What is said and shown lives in this page only and is
// gone when the call is.
import { colleagues, liveCalls, lookUps, phrases, Waiting } from "./around.js";
import { $, el, fill, given, show } from "./dom.js";
import { RUNG_NAMES } from "./ladder.js";
import { Link } from "./link.js";
import { Media } from "./media.js";
import { askedField, render } from "./mirror.js";
import { drawOffer } from "./offer.js";
import { Papers } from "./papers.js";
import { Phone } from "./phone.js";
import { Recorder } from "./recorder.js";
import { ring } from "./ring.js";
import { Ear, Sides } from "./sides.js";
import { Talk } from "./talk.js";

const data = given();
const CONSENTS = { voice: "说话", camera: "看她", page: "看页面", filling: "帮她填", private_values: "看隐私内容",
  ...(data.recording ? { recording: "录声音" } : {}) };
const DEVICES = { microphone: "话筒", camera: "摄像头", speaker: "喇叭" };
const BY = { voice: "microphone", camera: "camera" };
const ENDS = { guide_done: "您结束了帮办。", resident_done: "她结束了帮办。", both_done: "双方都结束了。",
  guide_lost: "您的线路断得太久，她已经拿到回电的号。", terminal_lost: "她那边断了，没有再接上。要给她回电话。",
  nobody_came: "没有接上。" };
const SETTLED = { accepted: "她用了您的建议。", refused: "她没有用您的建议。", grave: "这一项只能她自己填。",
  no_consent: "她没有同意帮她填。", not_asked: "这一页没有问这一项。", not_valid: "这个内容不对，她的机器没收。",
  superseded: "换成了新的建议。" };
let call = null;

const say = (kind, parts) => link.sayIn(call.id, kind, parts);
const tell = (words) => { $("status").textContent = words; };
const trouble = (words) => { $("trouble").textContent = words; show("trouble", Boolean(words)); };

function begin(id, stage) {
  call = { id, stage, granted: new Set(), gone: new Set(), screen: null, pointed: "", suggestion: 0, guest: "" };
  link.holds(id);
  talk.reset();
  trouble("");
  $("notes").value = $("follow-up").value = $("case-number").value = "";
  $("outcome").selectedIndex = 0;
  papers.reset();
  phone.reset();
  fill("facts-list");
  $("suggest-told").textContent = "";
}

function forget() {
  recorder.stop();
  sides.close();
  ear.close();
  media.close();
  talk.reset();
  fill("guests");
  call = null;
  link.holds(null);
  fill("mirror");
  papers.reset();
  draw();
}

function draw() {
  const there = call?.stage === "joined";
  const over = call?.stage === "over";
  show("offer", call?.stage === "offered" || call?.stage === "taken");
  ring(call?.stage === "offered");
  show("idle", !call);
  show("facts", Boolean(call) && call.stage !== "offered");
  for (const id of ["mirror-box", "media-box", "consents-box", "talk", "papers", "more"]) show(id, there);
  // A guest sees and hears; whoever only listens says nothing.
  if (call?.guest) for (const id of ["consents-box", "papers", "more"]) show(id, false);
  for (const id of ["say", "say-label", "phrases", "mute"]) show(id, call?.guest !== "supervisor");
  for (const id of ["mine", "blind"]) show(id, !call?.guest);
  show("wrap-box", (there && !call.guest) || over);
  show("over", over);
  show("hang-up", there);
  $("hang-up").textContent = call?.guest ? "离开" : "挂断";
  $("wrap-send").textContent = over ? "写好" : "写好，结束帮办";
  if (there) drawConsents(), drawMirror();
}

function drawConsents() {
  fill("consents", ...Object.entries(CONSENTS).map(([capability, name]) => {
    const yes = call.granted.has(capability);
    const gone = call.gone.has(BY[capability]) ? `（她的${DEVICES[BY[capability]]}没接好）` : "";
    return el("li", {}, el("span", { class: yes && !gone ? "yes" : "" }, `${yes ? "✓" : "—"} ${name}${gone}`),
      yes ? null : el("button", { type: "button", class: "quiet", "aria-label": `请她同意：${name}`,
        onclick: () => { say("ask_consent", { capability }); tell(`已请她同意：${name}。`); } }, "请她同意"));
  }), ...(call.gone.has("speaker") ? [el("li", {}, el("span", {}, "她的喇叭没接好，听不见您"))] : []));
}

function drawMirror() {
  const may = call.granted.has("page");
  if (!may) call.screen = null;
  $("mirror-told").textContent = !may ? "她还没有同意让您看页面。"
    : call.screen ? "点一个按键，就指给她看。按还是她自己按。" : "正在等她的页面。";
  show("mirror", may && call.screen !== null);
  const asked = call.guest ? null : askedField(call.screen);
  show("suggest", may && asked !== null && call.screen !== null);
  if (!may || !call.screen) { fill("mirror"); return; }
  render($("mirror"), call.screen, call.pointed, (action) => {
    if (call.guest) return;
    call.pointed = action;
    say("point", { screen: call.screen.key, action });
    drawMirror();
  });
  if (!asked) return;
  $("suggest-label").textContent = `建议填：${asked.prompt}`;
  const choices = (call.screen.actions ?? []).filter((one) => one.role === "choice" && !one.grave);
  fill("suggest-choices", ...choices.map((one) => el("option", { value: one.label })));
  $("suggest").querySelector("[type=submit]").disabled = !call.granted.has("filling");
  $("see-value").disabled = !call.granted.has("private_values");
}

function drawGuests() {
  fill("guests", ...[...sides.guests.values()].map(({ id, name, role, there }) => el("li", {},
    el("span", {}, { clerk: `${name}一起在帮`, supervisor: `${name}在旁听`, family: there ? `${name}在电话里` : `正在给${name}打电话` }[role]),
    role !== "supervisor" ? el("button", { type: "button", class: "quiet", onclick: () => say("send_away", { guest: id }) },
      role === "family" ? "挂掉电话" : "请走") : null)));
}

const showOffer = () => drawOffer(call.offer, call.stage, data, take, () => { say("decline"); forget(); });

function take() {
  say("take");
  call.stage = "taken";
  showOffer();
  draw();
}

const HEARD = {
  welcome: (m) => {
    if (m.standing === "none" || m.standing === "unknown") { if (call) forget(); return; }
    if (call?.id !== m.call) begin(m.call, "offered");
  },
  presence: ({ state }) => {
    for (const button of $("presence").children) button.setAttribute("aria-pressed", String(button.value === state));
  },
  queue: ({ waiting: line }) => waiting.show(line),
  offer: (m) => {
    if (call?.id !== m.call) { if (call) forget(); begin(m.call, "offered"); }
    call.offer = m;
    call.guest = m.joins ? "clerk" : call.guest;
    papers.about(m.waiting.matter);
    showOffer();
    draw();
    if (call.stage === "offered") { tell("有人求助。按回车接。"); $("take").focus(); }
  },
  offer_gone: (m) => { if (call?.id === m.call) { tell(call.guest ? "您不在这次帮办里了。" : "这次求助不用您接了。"); forget(); } },
  joined: () => {
    const listens = call.guest === "supervisor";
    call.stage = "joined";
    tell(listens ? "您在旁听，她也知道。" : "接通了。她看得到您的名字和工号。");
    draw();
    if (!listens) $("say").focus();
  },
  transferred: (m) => { if (call?.id === m.call) { tell(`${m.guide.name}接过去了。`); forget(); } },
  terminal_lost: ({ seconds }) => trouble(`她的线路断了，等她 ${seconds} 秒。她填的都还在。`),
  terminal_back: () => { trouble(""); tell("她的线路回来了。"); },
  guide_lost: () => {},
  device: ({ device, works }) => {
    if (works) call.gone.delete(device); else call.gone.add(device);
    tell(works ? `她的${DEVICES[device]}好了。` : `她的${DEVICES[device]}没接好，先打字。`);
    drawConsents();
  },
  consent: ({ capability, granted }) => {
    if (granted) call.granted.add(capability); else call.granted.delete(capability);
    tell(`${CONSENTS[capability] ?? capability}：${granted ? "她同意了" : "她没有同意"}。`);
    if (!granted) call.gone.delete(BY[capability]);
    if (!call.granted.has("voice") && !call.granted.has("camera")) { media.close(); call.gone.clear(); }
    recording();
    if (!call.granted.has("voice")) {
      sides.silence();
      // A guide's own page shows her picture there, which goes on without her voice.
      if (call.guest) ear.close();
    }
    if (!call.granted.has("filling")) $("suggest-value").value = "";
    if (!call.granted.has("private_values")) $("suggest-told").textContent = "";
    draw();
  },
  mirror: ({ screen }) => {
    if (call.screen?.key !== screen.key) { call.pointed = ""; $("suggest-value").value = ""; }
    call.screen = screen;
    papers.about(matterNow());
    drawMirror();
  },
  text: (m) => talk.heard(m),
  ink: (m) => talk.inked(m),
  sdp: (m) => media.heard(m),
  candidate: (m) => media.heard(m),
  turn: (m) => { media.turn(m); ear.turn(m); },
  side_sdp: (m) => side(m),
  side_candidate: (m) => side(m),
  line: (m) => media.line(m),
  pointer_shown: ({ shown }) => tell(shown ? "她看到了您指的地方。" : "她已经换了页，没有看到。"),
  settled: ({ outcome }) => { $("suggest-told").textContent = SETTLED[outcome]; },
  value: ({ field, value, why: reason }) => {
    const told = value ?? (reason === "no_consent" ? "她没有同意。" : "她还没有填。");
    $("suggest-told").textContent = `${label(field)}：${told}`;
  },
  proposal_answered: ({ opened }) => tell(opened ? "她打开了您建议的事项。" : "她没有换事项。"),
  photo: (m) => papers.heard(m, call.id),
  listening: (m) => {
    if (call.guest) return;
    const rung = sides.guests.get(m.who.id);
    sides.told(m);
    if (m.role === "family") {
      if (m.on) phone.there(m.who.name);
      else if (rung) phone.heard({ guest: m.who.id, name: m.who.name, state: rung.there ? "hung_up" : "taken_back" });
    } else {
      const [came, went] = m.role === "supervisor" ? [`督导${m.who.name}在旁听，她也知道。`, `督导${m.who.name}不听了。`]
        : [`${m.who.name}来了。`, `${m.who.name}走了。`];
      tell(m.on ? came : went);
    }
    drawGuests();
  },
  phone_call: (m) => { phone.heard(m); drawGuests(); },
  left: (m) => {
    recorder.stop();
    sides.close();
    media.close();
    if (call?.guest || call?.stage === "offered" || call?.stage === "taken") { tell(ENDS[m.why]); forget(); return; }
    call.stage = "over";
    call.granted.clear();
    call.screen = null;
    fill("mirror");
    papers.reset();
    trouble("");
    $("over").textContent = ENDS[m.why];
    tell(ENDS[m.why]);
    draw();
    $("outcome").focus();
    findCase();
  },
  error: ({ say: words, code, about }) => {
    if (code === "unknown_call") return;
    if (about === "listen" && call?.guest) forget();
    if (about === "invite_phone") phone.told(words);
    tell(words || `没有做成（${about}）。`);
  },
};

const matterNow = () => /^[a-z]+:(\d\d)/.exec(call.screen?.key ?? "")?.[1] ?? call.offer?.waiting.matter ?? "";
const label = (field) => data.fields[matterNow()]?.[field] ?? field;

const link = new Link((message) => {
  if (message.call && message.kind !== "welcome" && message.kind !== "offer" && message.call !== call?.id) return;
  HEARD[message.kind]?.(message);
}, (state) => {
  tell({ lost: "和中枢断开了，正在再连……", there: "连着中枢。", not_here: "帮办台现在在另一台中枢上。稍后再连，一直连不上就告诉管理员。", elsewhere: "这个帮办台在别的窗口打开了，这里停了。" }[state]);
});
const media = new Media((kind, parts) => { if (call) say(kind, parts); }, ({ rung, rtt, loss, kbit, frames }) => {
  $("line").textContent = `线路：${RUNG_NAMES[rung]}（来回 ${Math.round(rtt)} 毫秒，丢 ${Math.round(loss * 100)}%，${Math.round(kbit)} kbit/s）`;
  $("line").dataset.frames = String(frames);
}, trouble);
const talk = new Talk((kind, parts) => { if (call?.stage === "joined") say(kind, parts); }, data.me);
const saying = (kind, parts) => { if (call) say(kind, parts); };
const ear = new Ear(saying, trouble);
const sides = new Sides(saying, media, trouble);
const phone = new Phone(data.relations, (kind, parts) => { if (call?.stage === "joined") say(kind, parts); }, sides);
const recorder = new Recorder(sides, (words) => { $("recording").textContent = words; });
const recording = () => recorder.set(call && !call.guest && call.granted.has("recording") && call.granted.has("voice"), call?.id);
media.onSound = () => { sides.refresh(); recording(); };
const side = (m) => (call.guest ? ear.heard(m, call.guest === "clerk", data.me.user) : sides.heard(m))
  .catch((error) => trouble(`声音没有接上（${error.name}）。文字照样能用。`));
const papers = new Papers((kind, parts) => { if (call?.stage === "joined") say(kind, parts); }, data.materials);
const waiting = new Waiting(data.services);

fill("presence", ...Object.entries(data.presence).map(([state, name]) => el("button", {
  type: "button", class: "quiet", value: state, "aria-pressed": "false", onclick: () => link.say("presence", { state }) }, name)));
fill("matter", ...Object.entries(data.services).sort().map(([id, name]) => el("option", { value: id }, `${id} ${name}`)));
phrases(data.phrases, (line) => { if (call?.stage === "joined") talk.phrase(line); });
lookUps();
if (data.supervisor) liveCalls(data.services, (id) => {
  if (call) { tell("手上的帮办完了才能旁听。"); return; }
  begin(id, "joined");
  call.guest = "supervisor";
  say("listen", { on: true });
  draw();
});

const submit = (id, done) => $(id).addEventListener("submit", (event) => { event.preventDefault(); done(); });
submit("suggest", () => {
  const value = $("suggest-value").value.trim();
  const asked = askedField(call.screen);
  if (!value || !asked) return;
  call.suggestion += 1;
  say("suggest", { number: call.suggestion, field: asked.field, value });
  $("suggest-told").textContent = "建议送到了，等她自己定。";
});
$("see-value").addEventListener("click", () => {
  const asked = askedField(call.screen);
  if (asked) say("request_value", { field: asked.field });
});
submit("propose", () => { say("propose_matter", { service: $("matter").value }); tell("已建议，等她自己定。"); });
for (const id of ["to", "invite-to"]) $(id).addEventListener("focus", colleagues);
submit("invite", () => { if ($("invite-to").value) { say("invite", { to: $("invite-to").value }); tell("正在问对方来不来，来了再问她。"); } });
submit("transfer", () => {
  const [how, which] = ($("to").value || "").split(":");
  if (which) { say("transfer", { [how]: which }); tell("正在问对方接不接。"); }
});
submit("wrap", () => {
  say("wrap_up", { outcome: $("outcome").value, follow_up: $("follow-up").value, case_number: $("case-number").value.trim() });
  tell("写好了。");
  forget();
});
// The number of what she handed in while they spoke, unless the guide has written one.
async function findCase() {
  const { id } = call;
  const { number } = await (await fetch(`/desk/calls/${id}/case`)).json();
  if (call?.id === id && !$("case-number").value) $("case-number").value = number;
}
$("outcome").addEventListener("focus", () => { if (call && !call.guest) findCase(); });
$("hang-up").addEventListener("click", () => say("hang_up"));
for (const [id, what, on, off] of [["mute", "muted", "关我的话筒", "开我的话筒"], ["blind", "blind", "关我的画面", "开我的画面"]]) {
  $(id).addEventListener("click", () => {
    const now = $(id).getAttribute("aria-pressed") !== "true";
    $(id).setAttribute("aria-pressed", String(now));
    $(id).textContent = now ? off : on;
    media.quiet(what, now);
    if (what === "muted") ear.quiet(now);
  });
}
draw();
