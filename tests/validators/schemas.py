"""Validates every YAML file and front matter of publications against the schemas of `quipu schema`.

    python schemas.py SCHEMAS PUBLICATION...

A folder counts as a publication if it has `content/`. Prints what does not fit, then how many
files were read; exits with 1 if anything does not fit, or nothing was read.
"""

import json
import sys
from fnmatch import fnmatch
from pathlib import Path

import yaml
from jsonschema import Draft7Validator

KINDS = [
    ("settings", "quipu.yaml"),
    ("dataset", "content/data/*.yaml"),
    ("register", "content/registers/*.yaml"),
    ("audience", "content/audiences/*.yaml"),
    ("entities", "content/entities.yaml"),
    ("glossary", "content/glossary.yaml"),
    ("audit", "content/audit.yaml"),
    ("theme", "themes/*/theme.yaml"),
    ("manuscript", "content/briefs/*.md"),
    ("manuscript", "content/pages/*.md"),
    ("report", "content/reports/*.md"),
]


class Loader(yaml.SafeLoader):
    """YAML 1.2 as editors read it: a date is a text, and so is `yes`."""


Loader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag != "tag:yaml.org,2002:timestamp" and (tag != "tag:yaml.org,2002:bool" or first in "tTfF")
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def named(value):
    """Keys are texts to a schema, also those that look like years."""
    if isinstance(value, dict):
        return {str(key): named(item) for key, item in value.items()}
    if isinstance(value, list):
        return [named(item) for item in value]
    return value


def read(path):
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".md":
        text = text.split("\n---\n", 1)[0].removeprefix("---\n")
    return named(yaml.load(text, Loader) or {})


def main(schemas, publications):
    validators = {}
    for kind, _ in KINDS:
        schema = json.loads((Path(schemas) / f"{kind}.schema.json").read_text(encoding="utf-8"))
        Draft7Validator.check_schema(schema)
        validators[kind] = Draft7Validator(schema)
    count = faults = 0
    for root in map(Path, publications):
        for path in sorted(path for path in root.rglob("*") if path.suffix in (".yaml", ".md")):
            name = path.relative_to(root).as_posix()
            kind = next((kind for kind, pattern in KINDS if fnmatch(name, pattern)), None)
            if kind is None:
                continue
            # What one profile of a text has of its own has no front matter.
            if path.suffix == ".md" and not path.read_text(encoding="utf-8").startswith("---"):
                continue
            count += 1
            for error in validators[kind].iter_errors(read(path)):
                faults += 1
                place = "/".join(map(str, error.absolute_path))
                print(f"{path}: {place}: {error.message[:200]}")
    print(f"{count} files read, {faults} faults")
    return 1 if faults or not count else 0


sys.exit(main(sys.argv[1], sys.argv[2:]))
