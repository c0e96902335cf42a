"""A picture that says when it was drawn: the wall's milliseconds as black and white fields, read from any copy."""

import time
from typing import Any

from benchmarks.busy import Busy
from kiosk.media.sources import FRAMES_S, SIZE, paced

BITS, SIDE = 20, 32
"""2^20 ms is a quarter of an hour; each bit is a field of 32 x 32 pixels in the top row of 640 x 480."""
WRAP = 1 << BITS


class Coded(Busy):
    """In place of a camera."""

    async def recv(self) -> Any:
        self._begun = await paced(self, self._begun, self._n / FRAMES_S)
        self._n += 1
        picture = self.picture(self._n).to_ndarray(format="rgb24")
        write(picture, now_ms())
        return type(self.picture(0)).from_ndarray(picture, format="rgb24")


def now_ms() -> int:
    return int(time.time() * 1000) % WRAP


def write(picture: Any, ms: int) -> None:
    for bit in range(BITS):
        picture[:SIDE, bit * SIDE : (bit + 1) * SIDE] = 235 if ms >> bit & 1 else 20


def read(picture: Any) -> int:
    """The milliseconds in a picture, of whatever size."""
    scale = picture.shape[1] / SIZE[0]
    middle = [round((bit + 0.5) * SIDE * scale) for bit in range(BITS)]
    row = picture[round(SIDE / 2 * scale), middle].mean(axis=1)
    return sum(1 << bit for bit, light in enumerate(row) if light > 128)


def age_ms(picture: Any) -> int:
    """How long ago it was drawn."""
    return (now_ms() - read(picture)) % WRAP


PAGE = """
<video id=v autoplay playsinline muted></video><canvas id=c width=640 height=480></canvas><script>
const BITS = 20, SIDE = 32, WRAP = 2 ** 20, ink = c.getContext('2d');
let n = 0;
setInterval(() => {
  const ms = Date.now() % WRAP;
  for (let y = 32; y < 480; y += 32) for (let x = 0; x < 640; x += 32) {
    ink.fillStyle = `hsl(${(x * 7 + y * 13 + n * 3) % 360} 50% 50%)`; ink.fillRect(x, y, 32, 32);
  }
  for (let bit = 0; bit < BITS; bit++) {
    ink.fillStyle = Math.floor(ms / 2 ** bit) % 2 ? '#ebebeb' : '#141414'; ink.fillRect(bit * SIDE, 0, SIDE, SIDE);
  }
  n++;
}, 50);
const ages = [], sounds = [];
const copy = new OffscreenCanvas(640, 480).getContext('2d', { willReadFrequently: true });
function look() {
  copy.drawImage(v, 0, 0, 640, SIDE, 0, 0, 640, SIDE);
  const row = copy.getImageData(0, SIDE / 2, 640, 1).data;
  let ms = 0;
  for (let bit = 0; bit < BITS; bit++) if (row[(bit * SIDE + SIDE / 2) * 4] > 128) ms += 2 ** bit;
  ages.push((Date.now() % WRAP - ms + WRAP) % WRAP);
  v.requestVideoFrameCallback(look);
}
window.answer = async (sdp) => {
  const pc = new RTCPeerConnection();
  const audio = new AudioContext(), tone = audio.createOscillator(), out = audio.createMediaStreamDestination();
  tone.connect(out); tone.start();
  for (const track of [...c.captureStream(20).getTracks(), ...out.stream.getTracks()]) pc.addTrack(track);
  const stream = new MediaStream();
  pc.ontrack = ({ track }) => {
    stream.addTrack(track); v.srcObject = stream;
    if (track.kind === 'video') v.requestVideoFrameCallback(look);
    else {
      const heard = audio.createAnalyser(), wave = new Float32Array(1024);
      audio.createMediaStreamSource(new MediaStream([track])).connect(heard);
      const until = setInterval(() => { heard.getFloatTimeDomainData(wave);
        if (Math.max(...wave) > 0.02) { window.heardAt = Date.now(); clearInterval(until); } }, 5);
    }
  };
  await pc.setRemoteDescription({ type: 'offer', sdp });
  await pc.setLocalDescription(await pc.createAnswer());
  if (pc.iceGatheringState !== 'complete')
    await new Promise((done) => {
      pc.onicegatheringstatechange = () => pc.iceGatheringState === 'complete' && done();
    });
  return pc.localDescription.sdp;
};
window.ages = () => ages.splice(0);
</script>
"""
