"""The looks of the survey page: large targets, light and dark, no fonts to fetch."""

# Text has a contrast of 4.5 or more to what it stands on, borders and marks have 3
# (WCAG 2.2, 1.4.3 and 1.4.11); a test measures it.
LIGHT = {
    "paper": "#fbfaf8",
    "ink": "#1c1b1a",
    "quiet": "#5d5850",
    "border": "#7b756c",
    "accent": "#1f5f8b",
    "on-accent": "#ffffff",
    "error": "#a3241b",
}
DARK = {
    "paper": "#16181b",
    "ink": "#e9e6e1",
    "quiet": "#b0aaa1",
    "border": "#8b857c",
    "accent": "#8cc3ea",
    "on-accent": "#10151a",
    "error": "#ff9d92",
}


def _variables(palette: dict[str, str]) -> str:
    return "".join(f"--{name}:{colour};" for name, colour in palette.items())


_PAGE = """
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);
font:1.0625rem/1.5 system-ui,"Segoe UI",Roboto,"Helvetica Neue",Arial,"DejaVu Sans",
sans-serif;-webkit-text-size-adjust:100%;overflow-wrap:break-word}
main{max-width:38rem;margin:0 auto;padding:clamp(1.25rem,6vh,4rem) 1.25rem 3rem}
h1{font-size:1rem;font-weight:600;color:var(--quiet);margin:0 0 1.25rem}
.notice h1{font-size:1.5rem;color:var(--ink);margin:0 0 0.5rem}
p{margin:0}
fieldset{border:0;margin:0 0 1.75rem;padding:0;min-width:0}
legend{padding:0;margin:0 0 1.25rem;font-size:1.375rem;line-height:1.35;
font-weight:600;text-wrap:balance}
.error{color:var(--error);font-weight:600;margin:0 0 0.75rem}
.scores{display:grid;gap:0.5rem;grid-template-columns:repeat(var(--row),minmax(0,1fr))}
.five{--row:5}
.eleven{--row:6}
@media(min-width:40rem){.eleven{--row:11}}
.scores label{display:flex;flex-direction:column;align-items:center;gap:0.375rem;
min-height:4rem;padding:0.625rem 0;border:1px solid var(--border);border-radius:0.5rem;
cursor:pointer;font-weight:600;font-variant-numeric:tabular-nums}
.scores label:has(:checked){border-color:var(--accent);
box-shadow:inset 0 0 0 1px var(--accent)}
input{width:1.25rem;height:1.25rem;margin:0;accent-color:var(--accent)}
.comment{margin:0 0 1.75rem}
.comment label{display:block;margin:0 0 0.5rem}
textarea{display:block;width:100%;padding:0.625rem 0.75rem;font:inherit;
color:var(--ink);background:var(--paper);border:1px solid var(--border);
border-radius:0.5rem;resize:vertical}
button{min-height:3rem;padding:0.5rem 2rem;font:inherit;font-weight:600;
color:var(--on-accent);background:var(--accent);border:0;border-radius:0.5rem;
cursor:pointer}
:focus-visible{outline:3px solid var(--accent);outline-offset:3px}
.scores label:focus-within{outline:3px solid var(--accent);outline-offset:2px}
.scores input:focus-visible{outline:0}
@media(max-width:30rem){button{width:100%}}
@media(forced-colors:active){button{border:1px solid}}
"""
CSS = (
    f":root{{color-scheme:light dark;{_variables(LIGHT)}}}"
    f"@media(prefers-color-scheme:dark){{:root{{{_variables(DARK)}}}}}"
    f"{_PAGE}"
)
