"""Whose paper it is: the county, city or town that a paper names as its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from drafter.text.characters import compiled

UNITS = "市县区州旗镇乡"
ORGANS = (
    "(?:第[一二三四五六七八九十\\d]{1,3}届|人大|人民代表大会|委(?!员|托|派|会|屈)|人民政府|政府|政协|党委|主席团|国民经济|人民法院|人民检察院|法院|检察院"
    "|监察委员会|监委)"
)
"""What follows the name of a place that has organs of its own."""
BODY = compiled(rf"([一-龥]{{2,6}}?)(?<![州])(州市|州县|州区|[{UNITS}])(?={ORGANS})")
TITLE = compiled(rf"^(?:在|关于)?(?:中共|中国共产党)?([一-龥]{{2,4}}?)(州市|州县|州区|[{UNITS}])(?![长民级域情直])")
LEADING = compiled(
    "^.*(?:在|中共|产党|[向受的及与为于由从对给是我全本各该了到请经将让被把按]|和(?![平顺静龙政田])|按照|根据|围绕|开展|召开|组织|动员|这次|今天|关于|当选|担任|选举"
    "|决定|接受|任命|新一届|检查|审议|监督|支持|代表|领导|部署|贯彻|落实|推动|加快|促进|加强|建设|发展|开创|坚持|书记|主任|时代|这里|多次|专题|下午|上午|上半年|邀请|宣读|宣布"
    "|基层|部分|兄弟|周边|邻近|有关|上级|下级|所属|听取|要求|明确|通过|始终同|会同|连同|一同|陪同|协同|始终|坚决|主动|积极|自觉|报请|提请|征得|经过|同时|相关|[月日年届跨访告次名个位、])"
)
NOT_NAMES = compiled(
    "^(?:城市|城乡|农村|乡村|县乡|市县|省市|设区|自治|街道|社区|园区|开发|小区|工业|景区|地区|山区|牧区|库区|灾区|辖区|郊区|选区|老区|省乡|某|小城|建制|中心|贫困|示范"
    "|百强|产业|农业|旅游|文化|经济|生态|现代|美丽|幸福|重点|优秀|先进|全国|全省|人大|党委|政府|群众|干部|同志|我们|他们|你们|以|并|也|又|再|就|都|已|还|让|使|把|被|将|向|对|从|由)"
)


def trimmed(name: str) -> str:
    """Return the name of a place without the words before it; empty where no name is left."""
    name = LEADING.sub("", name)
    return name if len(name) >= 2 and not NOT_NAMES.match(name) else ""


def named_bodies(text: str) -> Iterator[tuple[str, int]]:
    """Yield the places that a text names with an organ of theirs, each with its unit, and where they begin."""
    for found in BODY.finditer(text):
        name = trimmed(found[1])
        if not name:
            continue
        start = found.end(2) - len(found[2]) - len(name)
        yield (name if name[-1] in "县市区" else name + found[2]), start  # 青山县 of 青山县乡两级


def own_place(heads: tuple[str, ...], text: str) -> str:
    """Return the place of a paper with its unit, the unit alone where no name shows, or nothing.

    What the head says (speaker, title, subtitle) goes before the text.
    """
    votes: Counter[str] = Counter()
    for where in heads:
        found = TITLE.match(where)
        name = trimmed(found[1]) if found else ""
        if found and name:
            votes[name if name[-1] == found[2] else name + found[2]] += 3
        votes.update({place: 3 for place, _ in named_bodies(where)})
    votes.update(place for place, _ in named_bodies(text[:600]))
    for place in votes:
        votes[place] += min(text.count(place), 5)
    best, count = max(votes.items(), key=lambda one: one[1], default=("", 0))
    return best if count >= 3 else _unit(heads, text)


BARE = compiled(
    rf"(?<![一-龥])[在关]?于?([{UNITS}])(?:委|人大|人民代表大会|政府|人民政府|[一二三四五六七八九十]{{1,3}}届)"
)


def _unit(heads: tuple[str, ...], text: str) -> str:
    for where in (*heads, text[:600]):
        if bare := BARE.search(where):
            return bare[1]
    own = re.findall(rf"[我全]([{UNITS}])(?!家|国|局|面|体)", "\n".join((*heads, text)))
    return max(set(own), key=own.count) if own else ""
