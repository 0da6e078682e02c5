"""Write a template out as a Python function, and its long parts as functions that it calls.

Django parses it, so tags, filters and the words to translate are Django's. Every include and block is written in place,
every name that a template binds becomes a variable, and what depends on the language alone (texts, translations,
addresses without arguments) is joined once per language. Nodes that are not known here are refused: then Django
renders that template as ever.
"""

import linecache
import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from django.template import Context, Template
from django.template.base import TextNode, VariableNode
from django.template.defaulttags import CommentNode, IfNode, LoadNode, TemplateLiteral, URLNode
from django.template.library import SimpleNode
from django.template.loader_tags import BLOCK_CONTEXT_KEY, BlockContext, BlockNode, ExtendsNode
from django.templatetags.i18n import (
    BlockTranslateNode,
    GetCurrentLanguageBidiNode,
    GetCurrentLanguageNode,
    TranslateNode,
)
from django.templatetags.static import StaticNode
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from articles.addresses import address_if_any, address_of, address_with, around_slugs
from articles.templating import names
from articles.templating.constants import Constants, Piece, words
from articles.templating.expressions import Expressions, Given, NotKnown, Scope, literal
from articles.templating.lines import flat

Render = Callable[[dict[str, Any]], str]
# What the function calls by these names.
USED = "MISSING look place named without_missing needed shown escaped kept_safe items round_of counted".split()
SILENT = (LoadNode, CommentNode)
# A variable of a function; and so many lines of one are compiled by themselves.
VARIABLE = re.compile(r"\b(?:given|[a-z]+_\d+_)\b")
LONG = 60
# What a tag binds, by the attribute in which each keeps the name.
BINDS: dict[type, str] = {
    URLNode: "asvar",
    SimpleNode: "target_var",
    TranslateNode: "asvar",
    BlockTranslateNode: "asvar",
    StaticNode: "varname",
    GetCurrentLanguageNode: "variable",
    GetCurrentLanguageBidiNode: "variable",
}


def written_out(template: Template) -> Render:
    """Return a function that renders what `template` does, or raise `NotKnown`."""
    return _Writer(template).function()


class _Writer(Expressions):
    def __init__(self, template: Template) -> None:
        super().__init__()
        self.template = template
        self.known |= {name: getattr(names, name) for name in USED}
        self.known |= {one.__name__: one for one in (address_of, address_if_any, address_with, SafeString)}
        self.blocks: dict[str, Any] = {}
        # The templates within which this line stands, and those that hold themselves: they are functions of their own.
        self.within: list[str] = []
        self.called: dict[str, str] = {}
        self.functions: list[str] = []
        self.others: dict[str, Render | None] = {}
        self.known["included"] = self.included

    def function(self) -> Render:
        self.one("render", self._root(self.template).nodelist)
        written: set[str] = set()
        while left := [name for name in self.called if name not in written]:
            for name in left:
                self.one(self.called[name], self.template.engine.get_template(name).nodelist)
                written.add(name)
        self.known["constants"] = Constants(self.constants)
        file = f"{self.template.name}, written out"
        # For tracebacks, which ask for it with this.
        linecache.cache[file] = (lambda: "".join(self.functions),)
        above = 0
        for function in self.functions:
            # Each by itself: to compile a text, Python takes a hundred times its size.
            exec(compile("\n" * above + function, file, "exec"), self.known)  # noqa: S102
            above += function.count("\n")
        return self.known["render"]

    def one(self, name: str, nodes: Iterable[Any]) -> None:
        given = Given("given", at=[], indent="    ")
        self.lines = [f"def {name}(given):", "    K = constants()", "    w = []", given.at]
        self.nodes(nodes, Scope({}, given))
        self.flush()
        self.line("return ''.join(w)")
        self.functions.append(_text(self.lines))
        self.lines.clear()

    def part(self, nodes: Iterable[Any], scope: Scope) -> None:
        """Write the nodes in place; or, if they are long, as a function that is called with the variables it uses."""
        self.flush()
        begun = len(self.lines)
        self.nodes(nodes, scope)
        self.flush()
        lines = list(flat(self.lines[begun:]))
        if len(lines) > LONG:
            text = _text(line[4 * self.depth - 4 :] for line in lines)
            given = set(VARIABLE.findall(text)) & set(VARIABLE.findall(" ".join(scope.expressions())))
            call = f"{self.new('t')}({', '.join(['w', 'K', *sorted(given)])})"
            self.functions.append(f"def {call}:\n{text}")
            self.lines[begun:] = []
            self.line(call)

    def _root(self, template: Template) -> Template:
        """Go up to the template that extends no other, with the blocks as the lowest has them."""
        extends: list[Any] = [node for node in template.nodelist if isinstance(node, ExtendsNode)]
        nodes: list[Any] = template.nodelist.get_nodes_by_type(BlockNode)
        blocks = extends[0].blocks if extends else {node.name: node for node in nodes}
        self.blocks = {**blocks, **self.blocks}
        if not extends:
            return template
        return self._root(self.template.engine.get_template(literal(extends[0].parent_name)))

    def rendered(self, node: Any, bound: str = "") -> Piece:
        """What a node prints, or binds to a name, that takes nothing from its context."""

        def piece() -> Any:
            context = self.context({})
            said = node.render(context)
            return context[bound] if bound else said

        return piece

    def included(self, name: str, values: dict[str, Any]) -> str:
        """A template that is known only now."""
        if name not in self.others:
            try:
                self.others[name] = written_out(self.template.engine.get_template(name))
            except NotKnown:
                self.others[name] = None
        render = self.others[name]
        return render(values) if render else self.template.engine.get_template(name).render(Context(values))

    def context(self, values: dict[str, Any]) -> Context:
        """Django's context, for tags that ask for it, with the blocks of this page."""
        context = Context(values)
        context.template = self.template
        blocks = context.render_context[BLOCK_CONTEXT_KEY] = BlockContext()
        blocks.add_blocks(self.blocks)
        return context

    # --- Nodes

    def nodes(self, nodes: Iterable[Any], scope: Scope) -> None:
        """A template, a block or the body of a loop: what is bound in it ends with it."""
        nodes = list(nodes)
        bound = {}
        for name in dict.fromkeys(_bound_in(nodes)):
            bound[name] = self.new("a")
            self.flush()
            self.line(f"{bound[name]} = {self.name(name, scope)}")
        self.same_frame(nodes, scope.with_more(bound))

    def same_frame(self, nodes: Iterable[Any], scope: Scope) -> None:
        for node in nodes:
            self.node(node, scope)

    def node(self, node: Any, scope: Scope) -> None:
        if isinstance(node, TextNode):
            self.say_constant(node.s)
        elif isinstance(node, VariableNode):
            self.printed(node.filter_expression, scope)
        elif not isinstance(node, SILENT):
            write = getattr(self, f"write_{type(node).__name__}", None)
            if write is None:
                raise NotKnown(f"The tag {type(node).__name__}.")
            write(node, scope)

    def printed(self, expression: Any, scope: Scope) -> None:
        if not expression.is_var and isinstance(expression.var, Promise) and not expression.filters:
            self.say_constant(lambda: names.shown(expression.var))
        elif expression.is_var and not expression.filters:
            self.say(f"shown({self.variable(expression.var, scope)})")
        else:
            self.say(f"shown({self.value(expression, scope)})")

    def bind(self, name: str, expression: str, scope: Scope) -> None:
        self.flush()
        self.line(f"{scope.variables[name]} = {expression}")

    def say_or_bind(self, node: Any, expression: str, scope: Scope, *, printed_as: str = "escaped") -> None:
        name = getattr(node, BINDS[type(node)])
        if name:
            self.bind(name, expression, scope)
        else:
            self.say(f"{printed_as}({expression})")

    def unless_it_needs_nothing(self, node: Any, expressions: Iterable[Any], scope: Scope) -> bool:
        """Write a node that says the same wherever it stands; say whether it does not."""
        if any(expression.is_var or expression.filters for expression in expressions):
            return True
        name = getattr(node, BINDS[type(node)])
        if name:
            self.bind(name, self.constant([self.rendered(node, name)]), scope)
        else:
            self.say_constant(self.rendered(node))
        return False

    def write_IfNode(self, node: Any, scope: Scope) -> None:
        self.clauses(node.conditions_nodelists, scope)

    def clauses(self, clauses: list[Any], scope: Scope) -> None:
        (condition, nodes), rest = clauses[0], clauses[1:]
        if condition is None:
            self.same_frame(nodes, scope)
            return
        asked = self.condition(condition, scope)
        if not isinstance(condition, TemplateLiteral) or "needed(" in asked:
            # A question that cannot be answered is answered with no.
            self.flush()
            self.line(f"try: c = {asked}")
            self.line("except Exception: c = False")
            asked = "c"
        with self.deeper(f"if {asked}:"):
            self.same_frame(nodes, scope)
        if rest:
            with self.deeper("else:"):
                self.clauses(rest, scope)

    def write_ForNode(self, node: Any, scope: Scope) -> None:
        self.flush()
        values, at, loop = self.new("s"), self.new("i"), self.new("loop")
        self.line(f"{values} = items({self.value(node.sequence, scope, missing='None')})")
        variables = {name: self.new("v") for name in node.loopvars}
        names_of = ", ".join(variables.values())
        sequence = f"reversed({values})" if node.is_reversed else values
        parent = self.name("forloop", scope) if "forloop" in scope.variables else "None"
        with self.deeper(f"if len({values}):"):
            before: list[str] = []
            self.lines.append(before)
            self.depth += 1
            begun = len(self.lines)
            self.nodes(node.nodelist_loop, scope.with_more({**variables, "forloop": loop}))
            self.flush()
            self.line("pass")
            self.depth -= 1
            head, indent = f"for {names_of} in {sequence}:", "    " * self.depth
            if any(loop in line for line in flat(self.lines[begun:])):
                named = names_of if len(variables) == 1 else f"({names_of})"
                head = f"for {at}, {named} in enumerate({sequence}):"
                before.append(f"{indent}{head}")
                before.append(f"{indent}    {loop} = round_of({at}, len({values}), {parent})")
            else:
                before.append(f"{indent}{head}")
        if node.nodelist_empty:
            with self.deeper("else:"):
                self.nodes(node.nodelist_empty, scope)

    def write_WithNode(self, node: Any, scope: Scope) -> None:
        self.nodes(node.nodelist, scope.with_more(self.extra(node.extra_context, scope)))

    def extra(self, named: dict[str, Any], scope: Scope) -> dict[str, str]:
        if named:
            self.flush()
        variables = {}
        for name, expression in named.items():
            variables[name] = self.new("x")
            self.line(f"{variables[name]} = {self.value(expression, scope)}")
        return variables

    def write_IncludeNode(self, node: Any, scope: Scope) -> None:
        variables = self.extra(node.extra_context, scope)
        inner = Scope(variables) if node.isolated_context else scope.with_more(variables)
        if node.template.is_var:
            self.say(f"included({self.value(node.template, scope)}, {self.here(inner)})")
        else:
            self.template_in_place(literal(node.template), inner)

    def template_in_place(self, name: str, scope: Scope) -> None:
        if name in self.within:
            called = self.called.setdefault(name, self.new("t"))
            self.say(f"{called}({self.here(scope)})")
            return
        self.within.append(name)
        template = self.template.engine.get_template(name)
        if any(isinstance(node, ExtendsNode) for node in template.nodelist):
            raise NotKnown(f"An included template that extends another one: {name}.")
        self.part(template.nodelist, scope)
        self.within.pop()

    def write_BlockNode(self, node: Any, scope: Scope) -> None:
        self.part(self.blocks[node.name].nodelist, scope)

    def write_InclusionNode(self, node: Any, scope: Scope) -> None:
        self.flush()
        given = self.new("g")
        self.line(f"{given} = {self.call(node, scope)}")
        at: list[str] = []
        self.lines.append(at)
        self.template_in_place(node.filename, Scope({}, Given(given, at, indent="    " * self.depth)))

    def write_SimpleNode(self, node: Any, scope: Scope) -> None:
        self.say_or_bind(node, self.call(node, scope), scope)

    def call(self, node: Any, scope: Scope) -> str:
        given = [self.value(argument, scope) for argument in node.args]
        given += [f"{name}={self.value(argument, scope)}" for name, argument in node.kwargs.items()]
        if node.takes_context:
            given = [f"{self.keep(self.context)}({self.here(scope)})", *given]
        call = self.call_of(node.func, given)
        return f"{call}({', '.join(given)})"

    def here(self, scope: Scope) -> str:
        """All names at this place, for whoever takes them together."""
        variables = ", ".join(f"{name!r}: {variable}" for name, variable in scope.variables.items())
        rest = f"**{scope.rest.variable}, " if scope.rest else ""
        return f"without_missing({{{rest}{variables}}})"

    def write_URLNode(self, node: Any, scope: Scope) -> None:
        if self.unless_it_needs_nothing(node, [node.view_name, *node.args, *node.kwargs.values()], scope):
            given = [self.value(argument, scope) for argument in (node.view_name, *node.args)]
            if len(given) == 2 and not (node.kwargs or node.asvar or node.view_name.is_var or node.view_name.filters):
                around = self.constant([partial(around_slugs, literal(node.view_name), 1)])
                self.say(f"escaped(address_with({around}, {', '.join(given)}))")
                return
            given += [f"{name}={self.value(argument, scope)}" for name, argument in node.kwargs.items()]
            find = "address_if_any" if node.asvar else "address_of"
            self.say_or_bind(node, f"{find}({', '.join(given)})", scope)

    def write_StaticNode(self, node: Any, scope: Scope) -> None:
        if self.unless_it_needs_nothing(node, [node.path], scope):
            raise NotKnown("A static file with a variable name.")

    def write_TranslateNode(self, node: Any, scope: Scope) -> None:
        if node.filter_expression.filters or node.filter_expression.var.lookups is not None:
            raise NotKnown("A translated variable.")
        if self.unless_it_needs_nothing(node, [node.message_context] if node.message_context else [], scope):
            raise NotKnown("A translation in a variable sense.")

    def write_GetCurrentLanguageNode(self, node: Any, scope: Scope) -> None:
        self.unless_it_needs_nothing(node, [], scope)

    write_GetCurrentLanguageBidiNode = write_GetCurrentLanguageNode

    def write_NowNode(self, node: Any, scope: Scope) -> None:
        if node.asvar:
            raise NotKnown("A time under a name.")
        self.say(f"{self.keep(node)}.render(None)")

    def write_BlockTranslateNode(self, node: Any, scope: Scope) -> None:
        meant = literal(node.message_context) if node.message_context else None
        singular, named = node.render_token_list(node.singular)
        if not named and not node.plural and not node.extra_context:
            self.unless_it_needs_nothing(node, [], scope)
            return
        plural, more = node.render_token_list(node.plural) if node.plural else ("", [])
        # What is said once can be worked out where it is said.
        once = {name for name in node.extra_context if [*named, *more].count(name) == 1 and not node.plural}
        inner = scope.with_more(self.extra({n: e for n, e in node.extra_context.items() if n not in once}, scope))
        inner = inner.with_more({name: self.value(node.extra_context[name], scope) for name in once})
        if node.plural:
            number = self.new("x")
            self.line(f"{number} = {self.value(node.counter, inner)}")
            inner = inner.with_more({node.countervar: number})
            said = f"counted({singular!r}, {plural!r}, {number}, {meant!r}, {self.data([*named, *more], inner)})"
        else:
            said = f"{self.constant([words(singular, named, meant)])} % {self.data(named, inner)}"
        if node.asvar:
            self.bind(node.asvar, f"SafeString({said})", scope)
        else:
            self.say(said)

    def data(self, named: list[str], scope: Scope) -> str:
        return "{" + ", ".join(f"{name!r}: shown({self.name(name, scope)})" for name in dict.fromkeys(named)) + "}"


def _text(lines: Iterable[Any]) -> str:
    return "".join(f"{line}\n" for line in flat(lines))


def _bound_in(nodes: Iterable[Any]) -> Iterator[str]:
    """The names that these nodes bind for those after them."""
    for node in nodes:
        if isinstance(node, IfNode):
            yield from _bound_in(node)
        elif type(node) in BINDS and getattr(node, BINDS[type(node)]):
            yield getattr(node, BINDS[type(node)])
