"""Print the lowest versions that pyproject.toml allows, one requirement a line: what a row of `.ci/run` installs."""

import re
import sys
import tomllib
from pathlib import Path

project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text("utf-8"))["project"]
wanted = [*project["dependencies"], *(x for extra in sys.argv[1:] for x in project["optional-dependencies"][extra])]
sys.stdout.write("\n".join(re.sub(r"\s*>=\s*", "==", requirement) for requirement in wanted) + "\n")
