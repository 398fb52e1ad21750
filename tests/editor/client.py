"""Speaks with `quipu lsp` as an editor does, through pygls, which nobody here wrote.

    python tests/editor/client.py QUIPU

Makes a publication with `quipu init`, opens a brief, types, and asks. Prints `N passed, N failed`.
"""

import asyncio
import subprocess
import sys
import tempfile
from pathlib import Path

from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient

WAIT = 60  # seconds; a server that is silent for so long does not answer


class Editor:
    """An editor with one publication open."""

    def __init__(self, root):
        self.root = root
        self.client = LanguageClient("test", "1")
        self.problems = {}
        self.heard = asyncio.Event()
        self.client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(lambda told: self.hear(told))
        self.client.feature(lsp.WORKSPACE_INLAY_HINT_REFRESH)(lambda _: None)
        self.version = 0

    def hear(self, told):
        self.problems[told.uri] = told.diagnostics
        self.heard.set()

    async def start(self, quipu):
        await self.client.start_io(str(Path(quipu).resolve()), "lsp")
        folder = lsp.WorkspaceFolder(uri=self.root.as_uri(), name="publication")
        opened = await self.client.initialize_async(
            lsp.InitializeParams(capabilities=lsp.ClientCapabilities(), workspace_folders=[folder])
        )
        self.client.initialized(lsp.InitializedParams())
        return opened

    def uri(self, path):
        return (self.root / path).as_uri()

    def open(self, path):
        text = (self.root / path).read_text(encoding="utf-8")
        document = lsp.TextDocumentItem(uri=self.uri(path), language_id="markdown", version=0, text=text)
        self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(text_document=document))
        return text

    def type(self, path, text):
        self.version += 1
        self.client.text_document_did_change(
            lsp.DidChangeTextDocumentParams(
                text_document=lsp.VersionedTextDocumentIdentifier(uri=self.uri(path), version=self.version),
                content_changes=[lsp.TextDocumentContentChangeWholeDocument(text=text)],
            )
        )

    async def until(self, path, holds):
        """Waits until what is wrong in a file is as `holds` asks."""
        async with asyncio.timeout(WAIT):
            while True:
                self.heard.clear()
                found = self.problems.get(self.uri(path), [])
                if holds(found):
                    return found
                await self.heard.wait()


def at(text, needle, within=0):
    """Returns the position of `needle` in `text`, in units of UTF-16."""
    offset = text.index(needle) + within
    before = text[:offset]
    line = before.split("\n")[-1]
    return lsp.Position(line=before.count("\n"), character=len(line.encode("utf-16-le")) // 2)


def errors(found):
    return [problem for problem in found if problem.severity == lsp.DiagnosticSeverity.Error]


async def talk(quipu, root):
    """Yields what is tried, and whether it held."""
    editor = Editor(root)
    opened = await editor.start(quipu)
    client = editor.client
    yield "says what it can", bool(opened.capabilities.hover_provider)

    brief = next(path.relative_to(root) for path in sorted(root.glob("content/briefs/**/*.md")) if "{{" in path.read_text())
    text = editor.open(brief)
    document = lsp.TextDocumentIdentifier(uri=editor.uri(brief))
    number = text[text.index("{{"): text.index("}}") + 2]
    inside = at(text, number, 3)

    async def ask(method, parameters):
        async with asyncio.timeout(WAIT):
            return await method(parameters)

    hover = await ask(client.text_document_hover_async, lsp.HoverParams(text_document=document, position=inside))
    card = hover.contents.value if hover else ""
    yield "a number shows its value, cell and source", "**" in card and "[" in card and "—" in card

    whole = lsp.Range(start=lsp.Position(0, 0), end=lsp.Position(10_000, 0))
    hints = await ask(client.text_document_inlay_hint_async, lsp.InlayHintParams(text_document=document, range=whole))
    written = text.count("{{")
    yield "every number in the text has its value behind it", len(hints or []) == written > 0

    places = await ask(client.text_document_definition_async, lsp.DefinitionParams(text_document=document, position=inside))
    yield "a number leads to its cell", bool(places) and "/content/data/" in places[0].uri
    back = await ask(
        client.text_document_references_async,
        lsp.ReferenceParams(
            text_document=lsp.TextDocumentIdentifier(uri=places[0].uri),
            position=places[0].range.start,
            context=lsp.ReferenceContext(include_declaration=False),
        ),
    )
    yield "a cell leads to the texts that use it", any(place.uri == document.uri for place in back or [])

    name = number.strip("{} ").split("[")[0].split("(")[-1]
    wrong = text.replace(number, "{{ " + name[:-1] + "x[a, b] }}", 1)
    editor.type(brief, wrong)
    found = await editor.until(brief, errors)
    yield "a mistake is shown while it is typed", errors(found)[0].code.startswith("Q")
    actions = await ask(
        client.text_document_code_action_async,
        lsp.CodeActionParams(text_document=document, range=errors(found)[0].range, context=lsp.CodeActionContext(diagnostics=found)),
    )
    edits = [edit for action in actions or [] for edits in action.edit.changes.values() for edit in edits]
    yield "what was meant is offered", any(edit.new_text == name for edit in edits)

    async def offered(typed, behind):
        editor.type(brief, typed)
        listed = await ask(
            client.text_document_completion_async,
            lsp.CompletionParams(text_document=document, position=at(typed, behind, len(behind))),
        )
        return {item.label for item in (listed or [])}

    yield "datasets are offered in a number", name in await offered(text + "\nnow {{ ", "now {{ ")
    yield "rows are offered in a selector", len(await offered(text + "\nnow {{ " + name + "[", "now {{ " + name + "[")) > 0
    yield "columns are offered behind a comma", len(await offered(text + f"\nnow {{{{ {name}[x, ", f"now {{{{ {name}[x, ")) > 0
    yield "sources are offered behind an at sign", len(await offered(text + "\nsays [@", "says [@")) > 0
    front = text.replace("---\n", "---\nke", 1)
    yield "keys of the front matter are offered", "key_messages" in await offered(front, "---\nke")

    editor.type(brief, text)
    yield "a mistake that is mended is gone", not errors(await editor.until(brief, lambda found: not errors(found)))

    settings = (root / "quipu.yaml").read_text(encoding="utf-8")
    editor.open(Path("quipu.yaml"))
    editor.type(Path("quipu.yaml"), "title: [\n")
    await editor.until(Path("quipu.yaml"), errors)
    editor.type(Path("quipu.yaml"), settings)
    yield "broken settings are survived", not errors(await editor.until(Path("quipu.yaml"), lambda found: not errors(found)))

    unchanged = (root / brief).read_text(encoding="utf-8") == text
    yield "nothing is written", unchanged
    async with asyncio.timeout(WAIT):
        await client.shutdown_async(None)
        client.exit(None)
        await client.stop()


async def main(quipu):
    passed, failed = 0, 0
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve() / "water"
        subprocess.run([quipu, "init", str(root)], check=True, stdout=subprocess.DEVNULL)
        async for what, held in talk(quipu, root):
            passed, failed = passed + held, failed + (not held)
            print(f"{'ok' if held else 'FAILED'}: {what}")
    print(f"{passed} passed, {failed} failed")
    return failed


if __name__ == "__main__":
    sys.exit(1 if asyncio.run(main(sys.argv[1])) else 0)
