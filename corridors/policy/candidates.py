"""Names that look like places or departments but have no record: shown, never dropped in silence."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from corridors.policy.fold import fold
from corridors.policy.gazetteer import Gazetteer
from corridors.vocabulary import Kind

# Endings of names, and what they would be names of; the longest of those that end at one place counts.
ENDINGS: dict[Kind, str] = {
    Kind.ZONE: "经贸合作区|经济合作区|产业合作区|合作园区|工业园区|产业园区|工业园|产业园|经济特区|"
    "自由贸易试验区|自贸试验区|自贸区|开发区|合作区",
    Kind.BONDED: "综合保税区|保税物流中心|保税港区|保税区|保税仓库",
    Kind.CROSSING: "口岸|边境站",
    Kind.PORT: "国际机场|机场|港区|新港|港",
    Kind.STRAIT: "海峡|运河|海湾|航道",
    Kind.MARKET: "商品市场|商贸城|批发市场",
    Kind.COUNTRY: "共和国|国",
}
ENDING = re.compile("|".join(f"(?P<{kind}>{words})" for kind, words in ENDINGS.items()))
# Tags of jieba's dictionary: names of places, organisations, people and others; not in the dictionary.
PLACE_TAGS = frozenset({"ns", "nsf", "nst"})
NAME_TAGS = PLACE_TAGS | {"nz", "nt", "nr", "nrt", "x"}
UNKNOWN_TAGS = frozenset({"nr", "nrt", "x"})
HOME_PLACES = re.compile(
    "(?:北京|天津|上海|重庆|河北|山西|内蒙古|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|"
    "四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆|台湾|香港|澳门|亚洲|美洲|大洋洲|[太大]西?平?洋|印度洋|北冰洋)[省市]?"
)
# What the dictionary tags as places although it names none in particular.
GENERAL = re.compile(
    "[东西南北中华]{1,3}[部方亚欧非美]?(?:地区|洲)?|[三四五六七]中|内河|外国|[大中小]*城市|远东(?:地区)?|海关|[陆江]海|[两三四五六][国关]|关联|.治化|[南北]极|中[密道断路建]度?|"
    "[沿边内]?[边海江河陆]|(?:沿海|内陆|边境|沿边|沿江|沿线)(?:港口|地区|城市|口岸|省市|国家)|[北连]连"
)
# Words that stand before an ending without making a name of it.
COMMON = re.compile(
    "[境国省内外全我他本该出回两三多各跨邻大强祖爱建港]|[境国省]内|[境国]外|各类|(?:国际|国家|省|市|世界|亿吨)级?|海关|特殊|监管|"
    "[沿边内]?[边海江陆]|边境|主要|重[点要]|[有相]关|[进出]{1,2}[境口]|指定|现代|特色|新型|高新|高新技术|经济|经济技术|产业|"
    "[水陆]运|航空|铁路|公路|开放|自由|贸易|传统|综合|保税|发达|发展中|合作|[农工]业|物流|商品|专业|科技|成员|缔约|东道|"
    "所在|目的|原产|港口|枢纽|中心|智慧|绿色|高端|示范|一批|若干|部分|其他|这些|上述"
)
TRANSLITERATION = re.compile(
    "[阿埃艾爱安奥巴班邦保贝本比彼别宾波伯博卜布察达戴丹道得德登迪蒂丁杜顿多俄厄恩尔法凡菲费芬佛弗福夫盖冈戈格古圭哈海汉赫"
    "胡霍基吉加贾捷金卡坎康考科克肯库拉莱兰朗勒雷黎里利列林卢鲁路伦罗洛马玛迈麦曼毛梅蒙米密缅摩莫墨姆木穆纳奈南内尼涅纽努诺"
    "帕潘佩彭皮平普齐奇恰切钦琼丘热日若撒萨塞桑沙舍什圣施士斯苏索塔泰坦汤特腾提图吐托瓦万威韦维魏温翁沃乌武西希锡夏谢辛休叙"
    "亚扬耶叶伊因英尤约扎詹泽珠兹佐]{3,}"
)
LONGEST_NAME = 8


class Candidate(NamedTuple):
    """A name without a record: ``clause_text[start:end] == text``.

    ``kind`` is what its ending or the dictionary suggests; ``why`` says in Chinese what it was
    recognised by.
    """

    text: str
    start: int
    end: int
    why: str
    kind: Kind


class _Token(NamedTuple):
    text: str
    tag: str
    start: int
    end: int


def candidates(text: str, gazetteer: Gazetteer) -> list[Candidate]:
    """Names in ``text`` that look like places and that no record and no phrase covers.

    Parameters
    ----------
    text : str
        A clause.
    gazetteer : Gazetteer
        Whose names are known.

    Returns
    -------
    list of Candidate
        By place in the text, each name once, none overlapping a known name.
    """
    taken = gazetteer.covered(text)
    tokens = _tokens(fold(text))
    found: dict[tuple[int, int], Candidate] = {}
    for start, end, why, kind in (*_by_ending(tokens), *_by_word(tokens)):
        free = not any(start < stop and first < end for first, stop in taken)
        nested = any(start < stop and first < end for first, stop in found)
        if free and not nested:
            found[start, end] = Candidate(text[start:end], start, end, why, kind)
    first_of: dict[str, Candidate] = {}
    for candidate in sorted(found.values(), key=lambda one: one.start):
        first_of.setdefault(candidate.text, candidate)
    return list(first_of.values())


def _tokens(text: str) -> list[_Token]:
    import rjieba  # noqa: PLC0415 - see gazetteer.Words.of

    tokens = []
    at = 0
    for word, tag in rjieba.tag(text, True):
        tokens.append(_Token(word, tag, at, at + len(word)))
        at += len(word)
    return tokens


def _by_ending(tokens: list[_Token]) -> Iterator[tuple[int, int, str, Kind]]:
    text = "".join(token.text for token in tokens)
    ends = {token.end: index for index, token in enumerate(tokens)}
    for found in ENDING.finditer(text):
        if found.end() not in ends or found.lastgroup is None:
            continue
        index = ends[found.end()]
        while index >= 0 and tokens[index].start > found.start():
            index -= 1
        start = _name_start(tokens, index, found.start())
        if start < found.start():
            yield start, found.end(), f"以“{found[0]}”结尾", Kind(found.lastgroup)


def _name_start(tokens: list[_Token], index: int, ending: int) -> int:
    """Where the proper words before an ending begin; ``ending`` itself if there are none."""
    token = tokens[index]
    if token.start < ending:
        stem = token.text[: ending - token.start]
        return token.start if token.tag in NAME_TAGS and not COMMON.fullmatch(stem) else ending
    start = ending
    for before in reversed(tokens[:index]):
        is_name = before.tag in NAME_TAGS and before.text.isalpha() and not COMMON.fullmatch(before.text)
        if not is_name or ending - before.start > LONGEST_NAME:
            break
        start = before.start
    return start


def _by_word(tokens: list[_Token]) -> Iterator[tuple[int, int, str, Kind]]:
    for token in tokens:
        if len(token.text) < 2 or HOME_PLACES.fullmatch(token.text) or GENERAL.fullmatch(token.text):
            continue
        if token.tag in PLACE_TAGS:
            yield token.start, token.end, "词典里的地名", Kind.CITY
        elif token.tag in UNKNOWN_TAGS and TRANSLITERATION.fullmatch(token.text):
            yield token.start, token.end, "像外国译名", Kind.CITY
