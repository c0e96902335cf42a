"""Where a card disagrees with itself. Historic errors are printed on real cards, so a doubt never blocks anybody."""

from datetime import date

_WEIGHTS = tuple(pow(2, 17 - at, 11) for at in range(17))
_CHECK_DIGITS = "10X98765432"


def check_digit(first17: str) -> str:
    """Last character of a citizen number (GB 11643-1999, ISO 7064 MOD 11-2) from its first 17 digits."""
    return _CHECK_DIGITS[sum(int(digit) * weight for digit, weight in zip(first17, _WEIGHTS, strict=True)) % 11]


def number_doubts(id_number: str, sex: str, birth: date | None) -> tuple[str, ...]:
    """Chinese sentences for staff about an 18-character number; empty when all agrees.

    Type Y numbers (beginning with 9) follow the same rules except that places 2 to 6 are no region.
    """
    first, last = id_number[:17], id_number[17:]
    if len(id_number) != 18 or not (first.isascii() and first.isdecimal()):
        return ("证件号码不是18位，请核对。",)
    doubts = []
    if check_digit(first) != last:
        doubts.append("证件号码最后一位校验不符，请核对。")
    if birth is not None and first[6:14] != f"{birth:%Y%m%d}":
        doubts.append("证件号码与出生日期不一致，请核对。")
    if sex in ("男", "女") and (int(first[16]) % 2 == 1) != (sex == "男"):
        doubts.append("证件号码与性别不一致，请核对。")
    return tuple(doubts)
