"""The command line. ``main`` is the one place where a mistake becomes a sentence and an exit code."""

from __future__ import annotations

import os
import sys

from lexicons.errors import EncuadreError, Exit

STOPPED = "stopped; type the same command again to go on."


def main() -> None:
    """Run one command and leave with a documented exit code. Never shows a traceback for a user's mistake."""
    # --debug may stand anywhere, so that it can be added to the end of the command that went wrong.
    debug = "--debug" in sys.argv
    sys.argv = [word for word in sys.argv if word != "--debug"]
    try:
        # Loaded here, so that Ctrl-C while libraries load is met too.
        from encuadre.cli.app import app

        # Not alone: what cannot be typed is told here, in one sentence like any other mistake.
        code = app(standalone_mode=False)
        sys.exit(code if isinstance(code, int) else Exit.OK)
    except EncuadreError as error:
        _leave(f"{error} [{error.code}]", error.exit_code)
    except KeyboardInterrupt:
        _leave(STOPPED, Exit.INTERRUPTED)
    except SystemExit as end:
        if end.code == Exit.INTERRUPTED:
            _leave(STOPPED, Exit.INTERRUPTED)
        raise
    except BrokenPipeError:
        # The reader of our output has gone (for example `| head`): nothing is wrong, and nobody is left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(Exit.OK)
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        _leave(
            f"{error.strerror or error}{where}; nothing stored so far is lost, mend it and type the command again.",
            Exit.BAD_INPUT,
        )
    except Exception as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            # No mistake: nothing was typed, so the help is the answer.
            print(getattr(error, "message", ""), file=sys.stderr)
            sys.exit(Exit.USAGE)
        if sentence := _mistyped(error):
            _leave(sentence, Exit.USAGE)
        if debug:
            raise
        import traceback

        last = traceback.extract_tb(error.__traceback__)[-1]
        _leave(
            f"this is a mistake in encuadre, not yours: {type(error).__name__}: {error} "
            f"({last.filename}:{last.lineno}); type the command again with --debug and report what it prints.",
            1,
        )


def _mistyped(error: Exception) -> str:
    """The sentence on a command that cannot be read; nothing where the error is another."""
    told, context = getattr(error, "format_message", None), getattr(error, "ctx", None)
    if told is None:
        return ""
    sentence = str(told()).replace("Value error, ", "").replace("\n", " ").rstrip(" .")
    command = context.command_path if context is not None else "encuadre"
    return f"{sentence}; '{command} -h' shows what can be typed."


def _leave(sentence: str, code: int) -> None:
    print(f"encuadre: {sentence}", file=sys.stderr)
    sys.exit(int(code))
