"""What an item is about, what it does, and whose speech it is: by the library's own texts as examples.

A theme is scored by the pairs of characters of the heading and of the text that the blocks of that theme have more
often than all blocks; a few words say more than any statistics (cues), and a point leans towards its section.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from drafter.corpus.language import Language, pairs
from drafter.model.speech import Item, Speech

HEADING_WEIGHT, TEXT_WEIGHT, SECTION_WEIGHT = 1.0, 1.6, 0.7
SHORT = 10
"""Characters of a heading that tells little by itself (体现高质量): without a cue it leans on its section."""
ALONE = 3.0
CUE = 4.0
"""A cue counts as much as so many telling pairs of the heading."""
TEXT_READ = 280
"""Characters of an item's text that are looked at."""
EDGES = frozenset({"opening", "closing"})
"""Themes of the head and the end of a speech; no point is about them."""
CUES: tuple[tuple[str, str], ...] = (
    (
        "significance",
        r"(?:重大|重要|深远|深刻)意义|充分认识|深刻认识|提高认识|新(?:的)?要求$|(?:必然|本质|迫切|客观|现实)(?:要求|需要)|重要保证$|根本保证$|地位不容|作用日益突出|优势$",
    ),
    (
        "party-leadership",
        r"党对人大工作的(?:全面)?领导|党委(?:要|应)?(?:高度)?重视|党委领导|加强和改(?:善|进)(?:党)?对人大|领导方式|摆上.{0,14}(?:日程|位置)|依法执政|支持(?:和保证)?人大(?:及其常委会)?依法(?:履职|行使)",
    ),
    (
        "support-and-safeguards",
        r"保障人大(?:依法)?履职|人大履职保障|(?:工作|履职|良好|外部)(?:条件|环境)$|支持人大履职|配[足齐强].{0,6}人员|经费",
    ),
    (
        "deputy-work",
        r"人?大?代表(?:的)?(?:主体)?作用|与(?:人大)?代表(?:和人民群众)?的?联系|与人大代表|密切(?:同|与)?[^，]{0,8}联系|信访|代表(?:建议|履职|小组|活动|联络|工作|培训|议案|联系)|联系(?:人民)?群众|群众观念|群众路线|选民",
    ),
    ("peoples-democracy", r"全过程人民民主|人民民主|民意表达|政治参与|人民当家作主"),
    ("major-decisions", r"重大事项|决定权"),
    ("appointments", r"任免|选举|换届|宪法宣誓|任前"),
    ("legislation", r"立法|法规|备案审查|“小切口”"),
    ("supervision", r"监督(?!管理)|执法检查|专题询问|审议意见|预算|审计|司法公正|督办|民生改善|生态(?:建设|环境)"),
    (
        "self-building",
        r"自身建设|队伍建设|人大队伍|干部队伍|作风建设|制度(?:机制)?建设|能力(?:和水平|建设)|素质|理论学习|“四个机关”|履职(?:能力|水平|基础)|精神状态|责任观念|创新观念|制度创新|人才",
    ),
    (
        "party-building",
        r"党建|党支部|党组织(?:建设|作用)|机关党|党风廉政|从严治党|主体责任|“三会一课”|党内政治生活|党员(?!代表的)|战斗堡垒|党的建设|警示教育|责任链条",
    ),
    ("publicity", r"宣传|理论研究|“?人大故事|舆论|媒体"),
    (
        "political-direction",
        r"政治(?:方向|建设|引领|站位|机关|纪律|生态|自觉)|理论武装|党性观念|接受党的领导|坚持(?:和依靠)?党的(?:全面)?领导|思想引领|学习贯彻|“两个维护”",
    ),
    (
        "problems-and-plans",
        r"(?:存在|主要|突出|面临)(?:的)?(?:困难(?:和|与)?)?问题|问题(?:和|与|不足|$)|(?<!找准)问题(?=分析|清单)|短板|不足|差距|困难|打算|下一步|今后工作|谋划未来|未来发展|下一阶段",
    ),
    ("achievements", r"成绩|成效|回顾|总结|亮点|一年来|五年来"),
    (
        "serving-the-overall-situation",
        r"(?:服务|围绕|紧扣)(?:中心|大局)|中心(?:大局|任务|工作)|第一要务|大局(?:观念|意识)|发展(?:意识|大局)|高质量发展|经济|脱贫攻坚|乡村振兴|项目|产业|投资|就业|招商",
    ),
)
"""Theme → what a heading says of it."""
POWER = re.compile(r"监督|决定权|重大事项|任免")
POWERS = ("supervision", "major-decisions", "appointments")
"""支持人大依法行使监督权 is about supervision, though a party committee supports."""
COMPILED = tuple((theme, re.compile(pattern)) for theme, pattern in CUES)


class Reason(msgspec.Struct, frozen=True):
    """Why an item got its theme: what `corpus outline --why` prints."""

    theme: str
    score: float
    cues: tuple[str, ...]
    words: tuple[str, ...]
    """The pairs that told most."""
    runner_up: str


def tagged(speech: Speech, language: Language) -> Speech:
    """Return the speech with theme, tags and act of each item, and with its kind, level and act."""
    sections = tuple(_tagged(item, "", language) for item in speech.sections)
    points = tuple(_tagged(item, "", language) for item in speech.points)
    made = msgspec.structs.replace(speech, sections=sections, points=points)
    act = _main_act(made) or "require"
    return msgspec.structs.replace(
        made,
        sections=tuple(_with_act(item, act) for item in sections),
        points=tuple(_with_act(item, act) for item in points),
        kind=kind_of(made),
        level=level_of(made),
        act=act,
    )


def _with_act(item: Item, act: str) -> Item:
    """Return an item and its points with the act of the whole speech where their own texts do not tell."""
    points = tuple(_with_act(point, act) for point in item.points)
    return msgspec.structs.replace(item, act=item.act or act, points=points)


def _tagged(item: Item, above: str, language: Language) -> Item:
    reason = theme_of(item, above, language)
    points = tuple(_tagged(point, reason.theme, language) for point in item.points)
    return msgspec.structs.replace(
        item,
        theme=reason.theme,
        tags=_tags(item, language),
        act=act_of(" ".join(item.text) or item.heading),
        points=points,
    )


def theme_of(item: Item, above: str, language: Language) -> Reason:
    """Return the theme of an item; `above` is that of the section it lies in."""
    text = "".join(item.text)[:TEXT_READ] + "".join(point.heading for point in item.points)
    scores = _statistics(item.heading, text, language)
    found = {theme: _cues(pattern, item.heading) for theme, pattern in COMPILED}
    if any(POWER.search(cue) for theme in POWERS for cue in found[theme]):
        found["party-leadership"] = found["support-and-safeguards"] = ()
    for theme, cues in found.items():
        scores[theme] += CUE * bool(cues)
    if above:
        scores[above] += SECTION_WEIGHT + ALONE * (len(item.heading) <= SHORT and not any(found.values()))
    ranked = sorted(scores, key=lambda theme: (-scores[theme], theme))
    best = ranked[0]
    return Reason(best, round(scores[best], 2), found.get(best, ()), _telling(item.heading, best, language), ranked[1])


def _statistics(heading: str, text: str, language: Language) -> Counter[str]:
    """Return the score of each theme by the pairs of a heading and of its text, both for their length."""
    by_heading, by_text = language.scores(heading), language.scores(text)
    sizes = max(len(heading) - 1, 4), max(len(text) - 1, 20)
    return Counter(
        {
            theme: 6 * (HEADING_WEIGHT * by_heading[number] / sizes[0] + TEXT_WEIGHT * by_text[number] / sizes[1])
            for number, theme in enumerate(language.themes)
            if theme not in EDGES
        }
    )


def _telling(heading: str, theme: str, language: Language) -> tuple[str, ...]:
    """Return the pairs of a heading that speak most for a theme."""
    number = language.themes.index(theme)
    weights = {
        pair: weight for pair in pairs(heading) for one, weight in language.weights.get(pair, ()) if one == number
    }
    return tuple(sorted((pair for pair in weights if weights[pair] > 0.5), key=lambda pair: -weights[pair])[:4])


def says_theme(heading: str, theme: str) -> bool:
    """Return whether a heading holds a cue of a theme."""
    return any(one == theme and pattern.search(heading) for one, pattern in COMPILED)


def _cues(pattern: re.Pattern[str], text: str) -> tuple[str, ...]:
    return tuple(hit[0] for hit in pattern.finditer(text))


def _tags(item: Item, language: Language) -> tuple[str, ...]:
    """Return the topic tags of the library that the item names: in its heading, or twice in its text."""
    text = "".join(item.text)
    known = [tag for pair in dict.fromkeys(pairs(item.heading + text)) for tag in language.tags.get(pair, ())]
    found = [tag for tag in known if tag in item.heading or text.count(tag) >= 2]
    return tuple(sorted(found, key=lambda tag: (tag not in item.heading, -len(tag), tag))[:6])


# ── acts

ACTS: tuple[tuple[str, str], ...] = (
    ("require", r"(?:^|[。；，])(?:[^。；，]{0,12})?(?:要(?!求|素|点)|必须|务必|应当)|一定要|希望大家|请(?:大家|各)"),
    ("report", r"\d+(?:次|件|人|项|期|个|条|份|名|场|余)|了[^。；]{0,12}[。；，]|年内|一年来|先后|累计|取得|完成"),
    (
        "reason",
        r"是[^。；，]{2,30}(?:要求|保证|保障|需要|体现|途径|基础|标志|意义|关键|根本)|关系到|事关|只有[^。]{2,40}才能",
    ),
    ("concede", r"不够|不足|差距|短板|薄弱|还存在|不到位|不强|不高|有待"),
    ("plan", r"将(?!军|来)|下一步|计划|拟|打算|今后"),
    ("pledge", r"我们一定|我将|决不|坚决做到|请[^。]{0,10}放心|我们将"),
    ("thank", r"感谢|致谢|敬意|慰问|问候"),
    ("praise", r"市委是满意|充分肯定|值得肯定|成绩的取得|发挥了(?:重要|积极)作用|作出了(?:重要|积极)贡献"),
    ("request", r"恳请|请求|建议(?:县|市|区|政府|党委|上级)"),
)
ACT_PATTERNS = tuple((act, re.compile(pattern)) for act, pattern in ACTS)


def act_of(text: str) -> str:
    """Return what a text does, by the turns that it uses most; nothing where it uses none."""
    if not text:
        return ""
    counts = {act: len(pattern.findall(text[:1500])) for act, pattern in ACT_PATTERNS}
    counts["concede"] *= 2
    counts["plan"] -= counts["pledge"]
    best = max(counts, key=lambda act: counts[act])
    return best if counts[best] > 0 else ""


def _main_act(speech: Speech) -> str:
    whole = "".join(paragraph for item in _walk(speech.sections) for paragraph in item.text)
    return act_of(whole or "".join(speech.opening))


def _walk(items: Iterable[Item]) -> Iterator[Item]:
    for item in items:
        yield item
        yield from _walk(item.points)


# ── the speech as a whole

KINDS: tuple[tuple[str, str], ...] = (
    ("conference-script", r"主持词(?!.*座谈)"),
    ("symposium-script", r"座谈会.*主持词"),
    ("law-check-mobilisation", r"执法检查.*(?:动员|启动|部署)"),
    ("law-check-summary", r"执法检查.*(?:总结|反馈|汇报会)"),
    ("suggestions-handover", r"建议.*交办"),
    ("suggestions-drive", r"建议.*(?:督办|推进)"),
    ("deputy-training-speech", r"代表.*(?:培训|学习)班|培训班"),
    ("new-year-message", r"新年(?:献词|贺词|致辞|寄语)"),
    ("congress-session-opening", r"(?:人民代表大会|人代会).*(?:开幕|预备会)"),
    ("congress-session-closing", r"(?:人民代表大会|人代会).*(?:闭幕)"),
    ("presidium-report", r"主席团(?:的)?工作报告|主席团.*报告"),
    ("standing-committee-report", r"常务?委员?会(?:的)?工作(?:的)?报告|人大工作报告"),
    ("election-conference-speech", r"换届选举"),
    ("strict-governance-report", r"从严治党"),
    ("party-lecture", r"党课"),
    ("duty-report", r"履职报告|述职|述责|个人"),
    ("pledge-statement", r"表态"),
    ("study-statement", r"研讨|中心组|学习体会|心得"),
    ("oath-speech", r"宪法宣誓|颁发任命书|任命"),
    ("inquiry-speech", r"专题询问"),
    ("constitution-day-speech", r"宪法日|宪法宣传"),
    ("inspection-symposium-speech", r"视察.*(?:座谈|讲话)|座谈会上的讲话"),
    ("experience-report", r"经验(?:交流|介绍)|交流汇报"),
    ("party-building-report", r"党建|机关党的建设"),
    ("party-group-meeting", r"党组.*会"),
    ("exchange-speech", r"交流发言|发言"),
    ("work-conference-speech", r"人大工作会议"),
    ("standing-committee-speech", r"常委会.*会议.*讲话"),
)
KIND_PATTERNS = tuple((kind, re.compile(pattern)) for kind, pattern in KINDS)
LEVELS: tuple[tuple[str, str], ...] = (
    ("township", r"(?:全|我|本|各)?[乡镇](?:人大|党委|政府|主席团|人民代表大会)|我[乡镇]|全[乡镇](?!村)|街道"),
    ("county", r"我[县区旗]|全[县区旗](?!域)|[县区旗](?:委|人大|政府|人民代表大会)"),
    ("city", r"我[市州]|全[市州]|[市州](?:委|人大|政府|人民代表大会)|地市级"),
    ("province", r"我省|全省|省委书记|省人大常委会工作报告"),
    ("central", r"国务院总理|全国人大常委会工作报告"),
)
LEVEL_PATTERNS = tuple((level, re.compile(pattern)) for level, pattern in LEVELS)


def kind_of(speech: Speech) -> str:
    """Return the kind of a speech: by its title, else by its subtitle or its opening."""
    for text in (speech.title, speech.subtitle, "".join(speech.opening)[:200]):
        for kind, pattern in KIND_PATTERNS:
            if pattern.search(text):
                return kind
    return "other"


def level_of(speech: Speech) -> str | None:
    """Return whose congress or party committee speaks: by the title, else by what the text calls its own."""
    head = f"{speech.title} {speech.subtitle} {speech.speaker}"
    for level, pattern in LEVEL_PATTERNS:
        if pattern.search(head):
            return level
    body = "".join([*speech.opening, *(one for item in speech.sections for one in item.text)])[:6000]
    counts = {level: len(pattern.findall(body)) for level, pattern in LEVEL_PATTERNS}
    best = max(counts, key=lambda level: counts[level])
    return best if counts[best] else None


def explain(items: Sequence[Item], language: Language) -> Mapping[str, Reason]:
    """Return why each item has its theme, by heading."""
    return {item.heading: theme_of(item, "", language) for item in items}
