"""A trained classifier in a folder: the model (skops, never pickle), its card for people and for programs.

In and out: a ``Trained`` classifier and ``DIR/model.skops``, ``DIR/card.json``, ``DIR/card.md``. Loading builds only
types of scikit-learn, numpy, scipy and our own; a file that names any other is refused before anything of it runs. The
same classifier always makes the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import json
import platform
import re
import warnings
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import skops.io

from lexicons.errors import EncuadreError
from nlp.classifiers.calibration import TemperatureScaling
from nlp.classifiers.card import write_card
from nlp.classifiers.estimators import ArticleClassifier, CrossFittedClassifier
from nlp.classifiers.features import ArticleFeatures

MODEL, CARD = "model.skops", "card.json"
OUR_TYPES = frozenset(
    f"{kind.__module__}.{kind.__qualname__}"
    for kind in (ArticleClassifier, ArticleFeatures, CrossFittedClassifier, TemperatureScaling)
)
# What a saved model depends on; another version may give other answers.
LIBRARIES = ("encuadre", "scikit-learn", "numpy", "scipy", "skops")
_LONGEST_NAME = 64
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # a zip must date its members


@dataclass(frozen=True)
class Trained:
    """A classifier with its card. ``model``: the name under which its predictions are kept."""

    classifier: ArticleClassifier
    card: Mapping[str, Any]

    @property
    def question(self) -> str:
        """What it answers."""
        return str(self.card["question"])

    @property
    def model(self) -> str:
        """Its name and the digest of its file: another training is another model."""
        name = re.sub(r"[^A-Za-z0-9._-]+", "-", str(self.card["name"]))[:_LONGEST_NAME]
        return f"{name}-{str(self.card['sha256'])[:12]}"


def library_versions() -> dict[str, str]:
    """The versions that a model is saved with."""
    return {"python": platform.python_version(), **{name: version(name) for name in LIBRARIES}}


def save(classifier: ArticleClassifier, card: Mapping[str, Any], folder: Path) -> Trained:
    """Write the folder. Raises E470 where it holds something else."""
    if folder.exists() and (not folder.is_dir() or (any(folder.iterdir()) and not (folder / CARD).is_file())):
        raise EncuadreError("E470", folder=folder)
    folder.mkdir(parents=True, exist_ok=True)
    data = to_bytes(classifier)
    trained = Trained(classifier, {**card, "sha256": hashlib.sha256(data).hexdigest(), "versions": library_versions()})
    (folder / MODEL).write_bytes(data)
    (folder / CARD).write_text(json.dumps(trained.card, ensure_ascii=False, indent=1) + "\n", "utf-8")
    (folder / "card.md").write_text(write_card(trained.card, trained.model), "utf-8")
    return trained


def load(folder: Path, *, embeddings: str | None = None) -> tuple[Trained, list[str]]:
    """The classifier of a folder, and a sentence for each version that differs from the one it was trained with.

    ``embeddings``: the folder of the sentence model, which is never taken from the file. Raises E471 (no model), E472
    (damaged), E473 (holds types that are not built).
    """
    try:
        data, card = (folder / MODEL).read_bytes(), json.loads((folder / CARD).read_text("utf-8"))
    except FileNotFoundError as error:
        raise EncuadreError("E471", folder=folder) from error
    except ValueError as error:
        raise EncuadreError("E472", path=folder / CARD, problem="it is not JSON") from error
    classifier = from_bytes(data, folder / MODEL, embeddings)
    needed = ("question", "name", "sha256", "versions")
    lacking = [name for name in needed if not isinstance(card, dict) or name not in card]
    if lacking or card["sha256"] != hashlib.sha256(data).hexdigest():
        problem = f"it lacks '{lacking[0]}'" if lacking else "it is the card of another model"
        raise EncuadreError("E472", path=folder / CARD, problem=problem)
    return Trained(classifier, card), _differences(card["versions"])


def _set_embeddings(classifier: ArticleClassifier, folder: str | None) -> None:
    classifier.embeddings = folder
    for pipeline in (classifier.model_.estimator, classifier.model_.estimator_):
        pipeline.named_steps["features"].embeddings = folder


def _differences(kept: Mapping[str, str]) -> list[str]:
    return [
        f"the model was trained with {name} {kept.get(name, 'unknown')}, this is {now}"
        for name, now in library_versions().items()
        if kept.get(name) != now
    ]


def to_bytes(classifier: ArticleClassifier) -> bytes:
    """The classifier as skops writes it, with what changes from run to run (addresses, dates) made constant."""
    folder = classifier.embeddings
    _set_embeddings(classifier, None)  # a folder of this computer is nobody else's business
    kept = zipfile.ZipFile(io.BytesIO(skops.io.dumps(classifier)))
    _set_embeddings(classifier, folder)
    schema = kept.read("schema.json").decode()
    numbers: dict[str, str] = {}

    def constant(found: re.Match[str]) -> str:
        return found[1] + numbers.setdefault(found[2], str(len(numbers) + 1))

    schema = re.sub(r'("__id__": )(\d+)', constant, schema)
    schema = re.sub(r'("file": ")(\d+)(?=\.)', constant, schema)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        members = {numbers.get(Path(name).stem, Path(name).stem) + Path(name).suffix: name for name in kept.namelist()}
        for name in sorted(members):
            content = schema.encode() if members[name] == "schema.json" else kept.read(members[name])
            target.writestr(zipfile.ZipInfo(name, _EARLIEST), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def from_bytes(data: bytes, path: Path, embeddings: str | None = None) -> ArticleClassifier:
    """The classifier of a file's bytes. Raises E472 or E473."""
    try:
        strange = sorted(set(skops.io.get_untrusted_types(data=data)) - OUR_TYPES)
        if strange:
            raise EncuadreError("E473", path=path, types=", ".join(strange[:3]))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # other versions are reported in words of ours
            loaded = skops.io.loads(data, trusted=sorted(OUR_TYPES))
        if not isinstance(loaded, ArticleClassifier):
            raise EncuadreError("E472", path=path, problem="it holds no trained classifier of articles")
        # A path in a stranger's file could lead to another stranger's file.
        _set_embeddings(loaded, embeddings)
    except EncuadreError:
        raise
    except Exception as error:  # a damaged or hostile file may break skops anywhere
        raise EncuadreError("E472", path=path, problem=f"{type(error).__name__}: {error}") from error
    return loaded
