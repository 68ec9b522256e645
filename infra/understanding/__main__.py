"""Makes the data that messages are understood with: ``make models``.

In this order, each from what was made before: language profiles, general
lexicons, the weights of the model. The same files come out whenever it is run.
"""

import signal

from infra.understanding import head, languages, lexicons

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends it without a traceback
    for made in (languages, lexicons, head):
        print(f"{made.__name__}: {(made.__doc__ or '').splitlines()[0]}")
        made.write()
