"""``draft --why``: why each passage was chosen."""

from __future__ import annotations

import click

from drafter.assembly.explaining import Candidate, SlotWhy, Why

PARTS = {
    "tags": "标签",
    "focus": "重点",
    "kind": "专用",
    "level": "相近拉平",
    "turn": "轮换",
    "used": "近来用过",
    "old": "和旧稿重合",
}


def print_why(why: Why) -> None:
    """Print an explanation, slot by slot (standard output)."""
    sure = "已证明没有更好的选法" if why.exact else f"与最好的选法至多差 {why.bound - why.worth:.2f} 分"
    click.echo(f"选段：总分 {why.worth:.2f}，{sure}。")
    click.echo(f"篇幅：目标 {why.target} 字（{why.low}—{why.high}），按样例计 {why.length} 字；{_price(why.price)}。")
    for one in why.slots:
        click.echo()
        _print_slot(one)


def _price(price: float) -> str:
    if abs(price) < WORTH_TELLING:
        return "篇幅没有限制选段"
    if price > 0:
        return f"篇幅偏紧在写长：每多 100 字值 {price:.2f} 分"
    return f"篇幅偏紧在压短：每多 100 字要扣 {-price:.2f} 分"


WORTH_TELLING = 0.005


def _print_slot(one: SlotWhy) -> None:
    click.echo(click.style(f"{one.slot}（{one.asks}）", bold=True))
    if one.chosen is None:
        click.echo(f"  空着：{one.decided}")
    elif one.settled:
        click.echo(f"  {one.chosen.title}（{one.chosen.block}）：{one.decided}")
    else:
        click.echo(f"  选用 {_shown(one.chosen)}")
    if one.runner_up is not None:
        click.echo(f"  次选 {_shown(one.runner_up)}")
    if one.decided and one.chosen is not None and not one.settled:
        click.echo(f"  {one.decided}")
    if not one.settled:
        gone = "，".join(f"{name} {count}" for name, count in one.ruled_out.items())
        click.echo(f"  合用的 {one.candidates} 段；排除的：{gone}")


def _shown(one: Candidate) -> str:
    parts = "，".join(f"{PARTS[name]} {points:+.2f}" for name, points in one.parts.items())
    return f"{one.title}（{one.block}）{one.total:.2f} 分" + (f"：{parts}" if parts else "")
