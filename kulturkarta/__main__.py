"""`python3 -m kulturkarta run` and `python3 -m kulturkarta test`: the two commands of the README.

They need Python and pip and nothing else. This file keeps to words that old Pythons understand, so that they can say
what is wrong.
"""

from __future__ import annotations

import sys

OLDEST = (3, 11)

USAGE = """usage: python3 -m kulturkarta run [--port N] [options of `streamlit run`]
       python3 -m kulturkarta test [options of pytest]
       python3 -m kulturkarta measure [FIGURES] | screenshots
       python3 -m kulturkarta check | info | new-region | ... (each explains itself with --help)
"""


def main(arguments):
    # type: (list[str]) -> int
    """Run the command that `arguments` name; the exit code. 2 for none, and for a Python that is too old."""
    if sys.version_info < OLDEST:
        here = ".".join(str(part) for part in sys.version_info[:3])
        sys.stderr.write("Kulturkarta needs Python 3.11 or newer; this is Python " + here + ". ")
        sys.stderr.write("Start it with a newer one, for example: python3.11 -m kulturkarta run\n")
        return 2
    if not arguments or arguments[0] in ("-h", "--help"):
        sys.stderr.write(USAGE)
        return 0 if arguments else 2

    from kulturkarta.errors import KulturkartaError
    from kulturkarta.launch import commands

    known = {
        "run": commands.run,
        "test": commands.check_everything,
        "measure": commands.measure,
        "screenshots": commands.take_screenshots,
    }
    try:
        if arguments[0] in known:
            return known[arguments[0]](arguments[1:])
        return commands.pass_on(arguments)
    except KulturkartaError as error:
        sys.stderr.write(str(error) + "\n")
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
