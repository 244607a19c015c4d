"""``python -m encuadre``: the command line where the script is not on the path."""

from encuadre.cli import main

main()
