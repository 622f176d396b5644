"""Path models by partial least squares (PLS-SEM): `fit(load_model(text), data)` gives a Result.

Pure functions over arrays, without database or clock; docs/measures/paths.en.md explains every number.
"""

from livefair.value.paths.diagram import diagram
from livefair.value.paths.fitting import Options, fit
from livefair.value.paths.model import Construct, Interaction, Model, load_model
from livefair.value.paths.report import html, markdown
from livefair.value.paths.result import Result, from_json, to_json
from livefair.value.paths.sample import Data
from livefair.value.paths.scoring import score

__all__ = [
    "Construct",
    "Data",
    "Interaction",
    "Model",
    "Options",
    "Result",
    "diagram",
    "fit",
    "from_json",
    "html",
    "load_model",
    "markdown",
    "score",
    "to_json",
]
