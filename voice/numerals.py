"""Numbers as Mandarin says them."""

DIGITS = "零一二三四五六七八九"
SPELLED = "零幺二三四五六七八九"
"""One is 幺 in telephone, identity and case numbers, where 一 is easily heard as 七."""

_UNITS = ("", "十", "百", "千")
_MYRIADS = ("", "万", "亿")


def cardinal(number: int) -> str:
    """86 -> 八十六, 105 -> 一百零五, 20000 -> 二万. For 0 <= number < 10**12."""
    if number == 0:
        return DIGITS[0]
    said = ""
    gap = False
    for power in (2, 1, 0):
        part = number // 10 ** (4 * power) % 10_000
        if not part:
            gap = bool(said)
            continue
        if said and (gap or part < 1000):
            said += DIGITS[0]
        said += _below_myriad(part) + _MYRIADS[power]
        gap = False
    return said.removeprefix("一") if said.startswith("一十") else said


def _below_myriad(number: int) -> str:
    said = ""
    gap = False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if not digit:
            gap = bool(said)
            continue
        said += (DIGITS[0] if gap else "") + DIGITS[digit] + _UNITS[power]
        gap = False
    return said


def spell(digits: str) -> str:
    """Digit by digit as numbers are read out: 13800 -> 幺三八零零."""
    return "".join(SPELLED[int(digit)] for digit in digits)


def year(digits: str) -> str:
    """2026 -> 二零二六."""
    return "".join(DIGITS[int(digit)] for digit in digits)


def decimal(text: str) -> str:
    """3.50 -> 三点五零; a whole number is a cardinal."""
    whole, _, fraction = text.partition(".")
    said = cardinal(int(whole))
    return f"{said}点{year(fraction)}" if fraction else said


def yuan(text: str) -> str:
    """86.50 -> 八十六元五角, 86.05 -> 八十六元零五分, 2 -> 两元, 0.30 -> 三角. At most two decimals."""
    whole, _, fraction = text.partition(".")
    tenths, hundredths = (int(digit) for digit in fraction.ljust(2, "0"))
    said = f"{'两' if int(whole) == 2 else cardinal(int(whole))}元" if int(whole) or not (tenths or hundredths) else ""
    if tenths:
        said += f"{DIGITS[tenths]}角"
    elif hundredths and said:
        said += DIGITS[0]
    return said + (f"{DIGITS[hundredths]}分" if hundredths else "")
