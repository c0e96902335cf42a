// What the line still carries: a pure function of what is measured, slow to climb and quick to come down.
export const RUNGS = ["video", "low_video", "voice_stills", "text_pointer", "ticket"];
export const RUNG_NAMES = {
  video: "画面和声音", low_video: "小画面和声音", voice_stills: "声音，画面隔几秒一张", text_pointer: "只有文字和指点", ticket: "断了，改回电话",
};
const DOWN_AFTER = 2;
const UP_AFTER = 5;

// What one measurement alone would allow. rtt in ms, loss 0 to 1, kbit that really arrived.
export function bearable({ rtt, loss }) {
  if (loss > 0.35 || rtt > 3000) return 3;
  if (loss > 0.15 || rtt > 1200) return 2;
  if (loss > 0.05 || rtt > 600) return 1;
  return 0;
}

export function step(state, sample) {
  const could = bearable(sample);
  if (could > state.rung) {
    const worse = state.worse + 1;
    return worse >= DOWN_AFTER ? { rung: state.rung + 1, worse: 0, better: 0 } : { ...state, worse, better: 0 };
  }
  if (could < state.rung) {
    const better = state.better + 1;
    return better >= UP_AFTER ? { rung: state.rung - 1, worse: 0, better: 0 } : { ...state, better, worse: 0 };
  }
  return { ...state, worse: 0, better: 0 };
}

export const begin = () => ({ rung: 0, worse: 0, better: 0 });
