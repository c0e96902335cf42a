"""Chinese text without typing skill: pinyin with candidates, place names first, nothing learnt and nothing kept."""

from ui.input.decoder import DecoderMissing, PinyinDecoder, open_decoder
from ui.input.pinyin_input import PinyinInput

__all__ = ["DecoderMissing", "PinyinDecoder", "PinyinInput", "open_decoder"]
