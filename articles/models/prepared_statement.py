"""SQL that PostgreSQL reads and plans once for each connection. Each time anew, that takes it longer than to answer."""

from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any
from weakref import WeakSet

_numbers = count(1)


class PreparedStatement:
    """`sql`; each of its `slots` has the name of a value, or none and the parameter that is always the same."""

    def __init__(self, sql: str, slots: Sequence[tuple[str, Any]]) -> None:
        self.sql, self.slots = sql, slots
        self.name = f"healthcms_{next(_numbers)}"
        self.names = [name for name, _ in slots if name]
        places = f" ({', '.join(['%s'] * len(self.names))})" if self.names else ""
        self.by_name = f"EXECUTE {self.name}{places}"
        # A connection forgets its statements when it ends.
        self.known_to: WeakSet[Any] = WeakSet()

    def asked(self, connection: Any, values: Mapping[str, Any]) -> tuple[str, tuple[Any, ...]]:
        """Return the SQL, with its parameters, that asks it over `connection`, where it is known from now on.

        A cursor must be open: it sees to it that no other connection is opened before this is asked.
        """
        if not _keeps_statements(connection):
            return self.sql, tuple(values[name] if name else always for name, always in self.slots)
        if connection.connection not in self.known_to:
            self._prepare(connection)
            self.known_to.add(connection.connection)
        return self.by_name, tuple([values[name] for name in self.names])

    def _prepare(self, connection: Any) -> None:
        numbers, quoted = count(1), connection.ops.compose_sql
        places = tuple(f"${next(numbers)}" if name else quoted("%s", [always]) for name, always in self.slots)
        with connection.wrap_database_errors, connection.connection.cursor() as cursor:
            cursor.execute(f"PREPARE {self.name} AS {self.sql % places}")


def _keeps_statements(connection: Any) -> bool:
    """Whether what was prepared is there the next time: not behind a pooler that deals out connections as it likes."""
    # Who has one tells Django so, for its cursors: see docs/deployment.md.
    return connection.vendor == "postgresql" and not connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS")
