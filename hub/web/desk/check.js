// Before the first call: does the microphone hear, does the camera see. Nothing leaves this page.
import { $, el, fill } from "./dom.js";

let stream = null, context = null, timer = null, loudest = 0;

async function start() {
  stop();
  const pick = (id) => ($(id).value ? { deviceId: { exact: $(id).value } } : true);
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: pick("mics"), video: pick("cams") });
  } catch (error) {
    const why = { NotAllowedError: "浏览器没有允许使用话筒和摄像头。请点地址栏左边的锁，选允许。",
      NotFoundError: "没有找到话筒或摄像头。请插好再试。", NotReadableError: "话筒或摄像头正被别的程序占着。" };
    $("status").textContent = why[error.name] ?? `打不开（${error.name}）。`;
    return;
  }
  await list();
  $("picture").srcObject = stream;
  const size = stream.getVideoTracks()[0].getSettings();
  $("cam-told").textContent = `摄像头可以用：${size.width}×${size.height}。脸要亮，不要背着窗户。`;
  context = new AudioContext();
  await context.resume();
  const meter = context.createAnalyser();
  context.createMediaStreamSource(stream).connect(meter);
  const samples = new Float32Array(meter.fftSize);
  loudest = 0;
  timer = setInterval(() => {
    meter.getFloatTimeDomainData(samples);
    const level = Math.min(100, Math.round(Math.sqrt(samples.reduce((sum, x) => sum + x * x, 0) / samples.length) * 400));
    loudest = Math.max(loudest, level);
    $("level").value = level;
    if (loudest >= 8) $("mic-told").textContent = "话筒可以用，听得见您。";
  }, 100);
  $("status").textContent = "正在试。说一句话，看声音条动不动。";
}

async function list() {
  const devices = await navigator.mediaDevices.enumerateDevices();
  for (const [id, kind] of [["mics", "audioinput"], ["cams", "videoinput"]]) {
    const chosen = $(id).value;
    fill(id, ...devices.filter((one) => one.kind === kind)
      .map((one, n) => el("option", { value: one.deviceId, selected: one.deviceId === chosen }, one.label || `第 ${n + 1} 个`)));
  }
}

function stop() {
  clearInterval(timer);
  for (const track of stream?.getTracks() ?? []) track.stop();
  context?.close();
  stream = context = null;
  $("picture").srcObject = null;
  $("level").value = 0;
  $("status").textContent = "停了。话筒和摄像头都关着。";
}

$("try").addEventListener("click", start);
$("stop").addEventListener("click", stop);
for (const id of ["mics", "cams"]) $(id).addEventListener("change", start);
if (navigator.mediaDevices) list();
else $("status").textContent = "这个地址不安全，浏览器不让用话筒和摄像头。请用 https 打开。";
