"""Questions that every page asks, put into SQL once.

Building a query set and writing its SQL takes Django longer than the database takes to answer it. Here the query set is
built once with values in the places of what differs, and asked with others from then on: the same SQL, the same rows.
On PostgreSQL it is a prepared statement of each connection besides.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connections, models, router
from django.db.models.base import ModelState

from articles.models.prepared_statement import PreparedStatement

Row = TypeVar("Row", bound=models.Model)


class Prepared(Generic[Row]):
    """A query set of `model`, as `build` makes it from the values that differ.

    `places` has one value for each of them that stands nowhere else in the SQL. What `build` makes must not depend on
    what the values are: each is one parameter, or several, of the same SQL.
    """

    def __init__(self, model: type[Row], build: Callable[..., models.QuerySet], places: Mapping[str, Any]) -> None:
        self.model = model
        self.build = build
        self.places = places
        self.plans: dict[str, _Plan | None] = {}

    def __call__(self, **values: Any) -> list[Row]:
        using = router.db_for_read(self.model)
        if using not in self.plans:
            self.plans[using] = self._plan(using)
        plan = self.plans[using]
        return plan.rows(values) if plan else []

    def _plan(self, using: str) -> "_Plan | None":
        compiler = self.build(**self.places).using(using).query.get_compiler(using)
        try:
            sql, parameters = compiler.as_sql()
        except EmptyResultSet:
            return None
        stored = {name: _stored(value, connections[using]) for name, value in self.places.items()}
        slots = [_slot(parameter, stored) for parameter in parameters]
        unused = stored.keys() - {name for name, _ in slots}
        if unused:
            raise ValueError(f"The SQL has no place for {', '.join(sorted(unused))}.")
        return _Plan(using, compiler, PreparedStatement(sql, slots))


class _Plan:
    def __init__(self, using: str, compiler: Any, statement: PreparedStatement) -> None:
        self.using, self.statement = using, statement
        self.making = _Making(compiler.klass_info, compiler.select, using)
        # What becomes of a value that the database names otherwise than Python does: a day, JSON.
        converters = compiler.get_converters([column[0] for column in compiler.select])
        self.conversions = [(at, one, column) for at, (every, column) in converters.items() for one in every]
        self.annotations = compiler.annotation_col_map.items()

    def rows(self, values: Mapping[str, Any]) -> list[Any]:
        """As Django's ModelIterable makes them."""
        connection = connections[self.using]
        stored = {name: _stored(value, connection) for name, value in values.items()}
        with connection.cursor() as cursor:
            cursor.execute(*self.statement.asked(connection, stored))
            return [self._made(list(row), connection) for row in cursor.fetchall()]

    def _made(self, row: list[Any], connection: Any) -> Any:
        for at, converted, column in self.conversions:
            row[at] = converted(row[at], column, connection)
        made = self.making.made(row)
        for name, at in self.annotations:
            setattr(made, name, row[at])
        return made


class _Making:
    """How a row becomes an instance: what Django's `from_db` does, without asking each field if it was selected.

    Nobody is told of it: no model that is asked for here has an `__init__` of its own or listens to `post_init`.
    """

    def __init__(self, info: Mapping[str, Any], select: Sequence[Any], using: str) -> None:
        columns = info["select_fields"]
        self.model, self.using = info["model"], using
        self.columns = slice(columns[0], columns[-1] + 1)
        self.names = [column[0].target.attname for column in select[self.columns]]
        self.key = columns[self.names.index(self.model._meta.pk.attname)]
        related = [(one, _Making(one, select, using)) for one in info.get("related_klass_infos", ())]
        self.related = [(one["local_setter"], one["remote_setter"], making) for one, making in related]

    def made(self, row: Any) -> Any:
        made, state = self.model.__new__(self.model), ModelState()
        state.adding, state.db = False, self.using
        made.__dict__.update(zip(self.names, row[self.columns], strict=True), _state=state)
        for set_here, set_there, making in self.related:
            other = making.made(row) if row[making.key] is not None else None
            set_here(made, other)
            if other is not None:
                set_there(other, made)
        return made


def _slot(parameter: Any, stored: Mapping[str, Any]) -> tuple[str, Any]:
    for name, value in stored.items():
        if type(value) is type(parameter) and value == parameter:
            return name, None
    return "", parameter


def _stored(value: Any, connection: Any) -> Any:
    """A value as the database is given it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, UUID) and not connection.features.has_native_uuid_field:
        return value.hex
    return value
