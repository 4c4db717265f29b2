"""Making a workspace: the files of `drafter init`, as text."""

from __future__ import annotations

from collections.abc import Mapping

from drafter.library.yamlwriter import scalar

FOLDERS = ("sections", "templates/structures", "drafts")
GUIDE = """\
这是一个 drafter 工作区，有 drafter.yaml 的文件夹就是工作区。

drafter.yaml            单位档案，填一次：地名、机构全称、领导、届次、奋斗目标
sections/<主题>/        自己的段落；路径和自带的段落相同，就盖过自带的
templates/structures/   自己的结构
drafts/                 稿子和稿单放在这里

常用的命令
  drafter structures list                     看有哪些结构
  drafter facts 结构 -o drafts/要素.yaml       写出要填的要素表
  drafter draft 结构 --facts drafts/要素.yaml -o drafts/讲话.docx
  drafter sections search 预算 绩效            按词找段落
  drafter sections edit 段落                   改一段；自带的先复制到这里，改的是自己的
  drafter sections check                      检查自己写的段落
  drafter sections outdated                   哪些段落的提法失效了、快失效了
  drafter absorb drafts/讲话.docx              把人改过的稿子收回来：填的要素、改好的话
  drafter undo                                撤销最近一次改动
  drafter doctor                              看哪些文件在起作用，哪里有错
  drafter terms on 2026-12-10                 看某一天各组提法该怎样写
"""


def workspace_file(answers: Mapping[str, str]) -> str:
    """Return drafter.yaml with `answers` (place, level, province, deputies_total, leaders …) filled in."""

    def value(name: str) -> str:
        return scalar(answers[name]) if answers.get(name) else ""

    return f"""\
# 单位档案：填一次，以后每份稿子都用。不知道的空着或删掉，稿中会标为【待补】。
profile:
  地名: {value("place")}
  level: {value("level")}                 # city 市、州；county 县、县级市、区、旗；township 乡镇
  所在省（自治区、直辖市）: {value("province")}
  本级代表人数: {value("deputies_total")}
# 机构全称，一字不差。
bodies: {{}}
#  party_committee: 中共青山县委员会
#  congress: 青山县人民代表大会
#  standing_body: 青山县人民代表大会常务委员会
#  government: 青山县人民政府
#  supervisory_commission: 青山县监察委员会
#  court: 青山县人民法院
#  procuratorate: 青山县人民检察院
# 专门委员会和工作机构全称，按排列次序。
committees: []
# 领导：按排名次序。role 是讲话人身份（party-secretary、congress-chair …），用来填讲话人；also 是兼任的职务。
leaders:{_leader(answers)}
# 下辖乡镇（街道），按排列次序。
towns: []
# 届次：第几届第几次会议，哪天到哪天。会次只从这里查，不推算。
sessions: []
#  - {{term: 18, session: 5, from: 2026-01-12, until: 2026-01-15}}
# 奋斗目标：照党委正式文件的表述，写明文件和日期。
slogans: []
#  - {{text: 建设山水宜居现代化青山, document: 县委工作报告, date: 2026-01-05}}
# 年度工作安排。
plans: []
"""


def _leader(answers: Mapping[str, str]) -> str:
    name, place = answers.get("party_secretary", ""), answers.get("place", "")
    if not name:
        return " []\n#  - {name: 林清平, post: 中共青山县委书记, role: party-secretary, rank: 1, from: 2024-01-01}"
    post = f"中共{place}{'党委' if place.endswith(('镇', '乡')) else '委'}书记" if place else "党委书记"
    return f"\n  - {{name: {scalar(name)}, post: {scalar(post)}, role: party-secretary, rank: 1}}"
