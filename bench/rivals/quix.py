"""quixstreams' own PostgreSQL sink on the prepared table; run by the environment of `bench.rivals.setup`, as a plain script.

`python quix.py BOOTSTRAP HOST PORT USER DATABASE TOPIC SCHEMA TABLE`
"""

import sys
import tempfile

from quixstreams import Application
from quixstreams.sinks.community.postgresql import PostgreSQLSink

ROWS = 20_000


def main(
    state: str, bootstrap: str, host: str, port: str, user: str, database: str, topic: str, schema: str, table: str
) -> None:
    app = Application(
        broker_address=bootstrap,
        consumer_group=topic,
        auto_offset_reset="earliest",
        commit_interval=1.0,
        commit_every=ROWS,
        use_changelog_topics=False,
        loglevel="WARNING",
        state_dir=state,
    )
    sink = PostgreSQLSink(
        host=host,
        port=int(port),
        dbname=database,
        user=user,
        password="",
        table_name=table,
        schema_name=schema,
        schema_auto_update=False,
        on_conflict_do_nothing=True,
        include_metadata=False,
    )
    app.dataframe(app.topic(topic, value_deserializer="json")).sink(sink)
    app.run()


with tempfile.TemporaryDirectory() as folder:  # else it leaves one where we stand
    main(folder, *sys.argv[1:])
