"""Cards of people who do not exist, for the dock, the demonstration and the stories.

Every name begins with 测试 or TEST; numbers have right check digits and invented contents.
"""

from dataclasses import replace
from datetime import date

from hardware.card_reader.doubts import check_digit
from kiosk.core.person import LONG_TERM, CardType, IdCard

PHOTO = bytes(at % 251 for at in range(1024))
"""As long as a real photo, and no picture."""


def _number(first17: str) -> str:
    return first17 + check_digit(first17)


GUILAN = IdCard(
    CardType.RESIDENT, "测试桂兰", "女", "汉", date(1944, 3, 12), "河北省秦皇岛市海港区测试路8号1栋102",
    _number("13030219440312002"), "秦皇岛市公安局海港分局", date(2006, 5, 1), LONG_TERM, photo=PHOTO,
)  # fmt: skip
"""An 82-year-old woman (in November 2026) whose card never expires."""

JIANGUO = IdCard(
    CardType.RESIDENT, "测试建国", "男", "汉", date(1969, 10, 1), "河北省秦皇岛市海港区测试路8号1栋102",
    _number("13030219691001003"), "秦皇岛市公安局海港分局", date(2015, 10, 8), date(2035, 10, 8), photo=PHOTO,
)  # fmt: skip
"""Her son, who may act for her."""

FUNING = IdCard(
    CardType.RESIDENT, "测试抚宁", "男", "满", date(1950, 7, 20), "河北省秦皇岛市抚宁区测试镇测试村3号",
    _number("13032319500720001"), "秦皇岛市公安局抚宁分局", date(2008, 1, 1), LONG_TERM, photo=PHOTO,
    new_address="河北省秦皇岛市抚宁区测试街道新居5号",
)  # fmt: skip
"""From 抚宁, with the county's old code 130323 and a newer address on the card."""

RARE_NAME = IdCard(
    CardType.RESIDENT, "测试𬱖㐂", "女", "汉", date(1952, 2, 29), "河北省秦皇岛市海港区测试路9号",
    _number("13030219520229004"), "秦皇岛市公安局海港分局", date(2010, 6, 1), LONG_TERM, photo=PHOTO,
)  # fmt: skip
"""A name with a character outside the basic plane and one outside GBK."""

HMT_GUEST = IdCard(
    CardType.HMT, "測試丙", "女", "", date(1987, 1, 2), "河北省秦皇岛市海港区测试路10号", "810000198701020029",
    "秦皇岛市公安局", date(2024, 1, 2), date(2029, 1, 2), permit_number="H12345678", photo=PHOTO,
)  # fmt: skip
"""Residence permit, type J."""

FOREIGN_GUEST = IdCard(
    CardType.FOREIGNER_2023, "测试戊", "男", "", date(1987, 1, 2), "", "911124198701020011", "", date(2023, 12, 1),
    date(2033, 12, 1), english_name="TEST PERSON WITH A VERY LONG ENGLISH NAME XYZ", nationality="CAN", photo=PHOTO,
)  # fmt: skip
"""Permanent resident card of 2023, type Y, with a name in two parts."""

EXPIRED = replace(
    JIANGUO, name="测试过期", id_number=_number("13030219780505005"), birth=date(1978, 5, 5),
    valid_from=date(2004, 5, 5), valid_to=date(2024, 5, 5),
)  # fmt: skip
"""A card that ran out."""

PEOPLE: dict[str, IdCard] = {
    "guilan": GUILAN,
    "jianguo": JIANGUO,
    "funing": FUNING,
    "rare_name": RARE_NAME,
    "hmt": HMT_GUEST,
    "foreigner": FOREIGN_GUEST,
    "expired": EXPIRED,
}
"""By short name, for `kiosk sim` and the dock."""
