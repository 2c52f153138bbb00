"""The command line: a module for each command, imported on demand.

The module of a command has ``add_arguments(parser)`` and ``run(arguments) -> int``. Imports of torch belong inside ``run``,
so that ``crfill --help`` answers immediately. Exit status: 0 done; 1 a fault of the program; 2 bad input or usage;
130 interrupted.
"""

from __future__ import annotations

import argparse
import os
import sys
import traceback
import warnings
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

from crfill_core import __version__
from crfill_core.base.memory import is_out_of_memory, require_numpy
from crfill_core.base.messages import Message
from crfill_core.cli.terminal import complain, discard_output, output_error, output_failure, prepare_streams
from crfill_core.errors import CrfillError
from crfill_core.progress import Cancelled

COMMANDS = {
    "fill": "fill the hole in a photo, or in every photo of a folder",
    "references": "show which known patches the features select for a hole",
    "mask": "propose a mask of the dust and scratches in a photo",
    "replay": "repeat the fills of a recipe on the same photo",
    "weights": "list, show, verify or import weights",
    "data": "check photos before training on them",
    "train": "train a network from a recipe",
    "ablate": "train variants of a recipe with the same budget and compare them",
    "evaluate": "score a method on images with holes",
    "bench": "measure time and memory of the network at several sizes",
    "study": "make a blind comparison of methods, and count its votes",
    "gui": "open the editor",
}
"""Name of a command and of its module → what it does."""

TRACEBACK_VARIABLE = "CRFILL_TRACEBACK"
"""If this is set in the environment, faults of the program print a traceback."""


class UsageError(CrfillError):
    """The command line is wrong."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message}; see `{self.prog} --help`.")


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status. An error is reported in one line on stderr."""
    if not sys.warnoptions:
        # Warnings are for developers, while stderr is for users.
        warnings.simplefilter("ignore")
    prepare_streams()
    status = _status(list(sys.argv[1:] if argv is None else argv))
    failure = output_failure()
    if failure is None:
        return status
    discard_output()  # otherwise the interpreter would report the failure again at exit
    if isinstance(failure, BrokenPipeError):  # the program that read the output has ended: not an error
        return status or 1
    complain(output_error(failure).message)
    return status or 2


def _status(argv: list[str]) -> int:
    try:
        return _run(argv)
    except SystemExit as exit_:  # argparse after --help and --version
        return int(exit_.code or 0)
    except CrfillError as error:
        complain(error.message)
        return 2
    except (KeyboardInterrupt, Cancelled):
        return 130
    except Exception as error:
        if isinstance(error, OSError) and output_failure():
            return 0  # main reports it
        if is_out_of_memory(error):
            complain(
                Message("There is not enough memory for this; close other programs or use a smaller photo.")
            )
            return 2
        if os.environ.get(TRACEBACK_VARIABLE):
            traceback.print_exc()
        complain(
            Message(
                "This is a fault of the program, not yours ({kind}: {error}); please report it with what it prints "
                "when {variable}=1 is set.",
                kind=type(error).__name__,
                error=error,
                variable=TRACEBACK_VARIABLE,
            )
        )
        return 1


def _run(argv: list[str]) -> int:
    parser = _Parser(prog="crfill", description="Remove things from photos.", allow_abbrev=False)
    parser.add_argument("--version", action="version", version=f"crfill {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    chosen = argv[0] if argv else None
    for name, summary in COMMANDS.items():
        command = commands.add_parser(name, help=summary, description=f"{summary[0].upper()}{summary[1:]}.")
        if name == chosen:
            require_numpy()
            import_module(f"{__name__}.{name}").add_arguments(command)
    arguments = parser.parse_args(argv)
    status: int = import_module(f"{__name__}.{arguments.command}").run(arguments)
    return status
