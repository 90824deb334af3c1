"""How findings and lineages look to a person."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rich.markup import escape
from rich.tree import Tree

from deploy.output import as_text, console
from schemas.measures import carats_text
from schemas.ports import RowStore, Value
from sinks.queries import load_queries

Node = Mapping[str, Value]


def finding_text(store: RowStore, found: Node) -> str:
    """A finding (a row of ``open_findings``) as a short paragraph with the events that prove it."""
    hold = " - hold the goods" if found["blocking"] else ""
    lines = [
        f"{as_text(found['severity'])} {as_text(found['rule'])} on {as_text(found['subject'])}{hold}",
        f"  {as_text(found['title'])}",
        *(f"  {name:<9} {as_text(found[name])}" for name in ("got", "expected", "law")),
        f"  dated     {as_text(found['dated_at'])}",
        *(f"  evidence  {line}" for line in _evidence(store, as_text(found["finding_id"]))),
    ]
    return "\n".join(lines)


def _evidence(store: RowStore, finding: str) -> list[str]:
    """One line for each event that proves a finding: what happened, when, where, who says so."""
    lines = []
    for proof in load_queries()["evidence_of_finding"].run(store, finding=finding).dicts():
        what, when, place, who, event_id = (
            as_text(proof[name]) for name in ("body_kind", "occurred_at", "country", "emitter", "event_id")
        )
        since = "" if proof["counts"] else ", declared in error since"
        lines.append(f"{what} at {when}{f' in {place}' if place else ''}, says {who} ({event_id}){since}")
    return lines


def print_trace(store: RowStore, lot: str) -> bool:
    """Print a lot's way back to its mines and forward to its ends as two trees; False when nothing is known of it."""
    queries = load_queries()
    back = queries["trace_back"].run(store, lot=lot).dicts()
    forward = queries["trace_forward"].run(store, lot=lot).dicts()
    if not any(node["born_by"] or node["custodian"] for node in back):
        return False
    console().print(_tree(f"{lot}: back to its mines", lot, back, "made_into", _origin))
    console().print(_tree(f"{lot}: forward to its ends", lot, forward, "made_of", _whereabouts))
    if any(node["cut"] for node in back + forward):
        console().print("the walk was cut: the lots run in a circle, or the chain is very long")
    return True


def _tree(title: str, root: str, nodes: list[dict[str, Value]], link: str, describe: Callable[[Node], str]) -> Tree:
    """Nodes as a tree below ``root``; ``link`` names the column that says which nodes one hangs from."""
    by_id = {str(node["lot_id"]): node for node in nodes}
    below: dict[str, list[str]] = {}
    for lot_id, node in by_id.items():
        parents = node[link]
        for parent in parents if isinstance(parents, list | tuple) else ():
            below.setdefault(str(parent), []).append(lot_id)
    tree = Tree(escape(title), guide_style="dim")
    shown: set[str] = set()

    def hang(branch: Tree, lot_id: str) -> None:
        again = lot_id in shown
        twig = branch.add(escape(describe(by_id[lot_id]) + (" (shown above)" if again else "")))
        shown.add(lot_id)
        for child in () if again else below.get(lot_id, ()):
            hang(twig, child)

    hang(tree, root)
    return tree


def _weight(node: Node) -> str:
    carats = node["carats"]
    return carats_text(carats) if isinstance(carats, int) else "weight unknown"


def _origin(node: Node) -> str:
    born = {"LotRegistered": "registered", "LotsTransformed": "made"}.get(str(node["born_kind"]), "birth unknown")
    place = f" at {as_text(node['born_at_site'])}" if node["born_at_site"] else ""
    when, origins = as_text(node["born_at"]), as_text(node["origins"])
    return f"{as_text(node['lot_id'])}  {_weight(node)}  {born}{place} {when}  origins {origins}"


def _whereabouts(node: Node) -> str:
    if node["ended_by"]:
        state = f"ended {as_text(node['ended_at'])}: {as_text(node['end_reason'])}"
    elif node["in_transit_to"]:
        state = f"on its way from {as_text(node['custodian'])} to {as_text(node['in_transit_to'])}"
    else:
        state = f"held by {as_text(node['custodian']) or 'nobody known'}"
    return f"{as_text(node['lot_id'])}  {_weight(node)}  {state}"
