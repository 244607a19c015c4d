"""What alembic runs: the migrations, on the connection and in the transaction that corpus.storage.database opened."""

from alembic import context

from corpus.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
