"""``caratrace topics``: the topics of the log, and whether a Kafka cluster has them as they must be."""

from __future__ import annotations

import click

from deploy.codes import CLEAN, FINDINGS
from deploy.kafka import bootstrap_option, connection_of, quiet
from deploy.output import agreed, format_option, print_rows
from deploy.settings import Settings
from schemas.topics import FOR_EVER, TOPICS, Topic


@click.group()
def topics() -> None:
    """Print the topics of the log, or make a Kafka cluster have them."""


@topics.command(name="list")
@format_option
def list_topics(form: str) -> None:
    """List every topic: what it holds, its key, partitions, how long records stay."""
    columns = ("topic", "key", "partitions", "kept", "in_sync", "holds")
    print_rows(
        columns, [(t.name, t.key, t.partitions, _kept(t), f"{t.min_in_sync} of 3", t.holds) for t in TOPICS], form
    )


@topics.command()
@bootstrap_option
@click.option("--yes", is_flag=True, help="Act without asking.")
@format_option
@click.pass_obj
def apply(settings: Settings, bootstrap: str | None, yes: bool, form: str) -> int:
    """Show what a Kafka cluster has otherwise, and put it right after asking.

    Topics are made and settings are changed; nothing is ever deleted. Exit code 1 when something differs and was left.
    """
    from producers.kafka.topics import open_topics, plan

    copies = settings.kafka_copies
    quiet()
    with open_topics(connection_of(settings, bootstrap)) as cluster:
        differences = plan(TOPICS, cluster.found(topic.name for topic in TOPICS), copies)
        if differences or form != "table":
            columns = ("topic", "what", "found", "wanted", "by_hand")
            print_rows(columns, [(d.topic, d.name, d.found, d.wanted, d.by_hand) for d in differences], form)
        if not differences:
            click.echo("nothing differs", err=True)
            return CLEAN
        if not yes and not agreed("Put this right?"):
            click.echo("nothing was changed; --yes acts without asking", err=True)
            return FINDINGS
        cluster.apply(TOPICS, differences, copies)
    click.echo(f"{len(differences)} differences put right", err=True)
    return CLEAN


COMMAND = topics


def _kept(topic: Topic) -> str:
    span = "for ever" if topic.retention_ms == FOR_EVER else f"{topic.retention_ms // 86_400_000} days"
    return f"the newest of a key, all for {span}" if topic.compacted else span
