"""The looks of the report: a quiet page like a newspaper's, light, dark and printed.

Only fonts that are there, nothing that moves, and no meaning in colour alone:
of two things side by side one is hatched or hollow, and every number is said.
"""

# Paper, ink and what is drawn: text has a contrast of 4.5 or more to its paper,
# lines and bars have 3 (WCAG 2.2, 1.4.3 and 1.4.11); a test measures it.
LIGHT = {
    "paper": "#fcfbf8",
    "tint": "#f3f0e9",
    "ink": "#1d1b18",
    "quiet": "#625c52",
    "rule": "#d9d3c6",
    "drawn": "#2c5777",
    "second": "#8a7d66",
    "worse": "#9c2b20",
}
DARK = {
    "paper": "#171613",
    "tint": "#211f1b",
    "ink": "#ebe7de",
    "quiet": "#aea799",
    "rule": "#3b3832",
    "drawn": "#78a9cb",
    "second": "#a3977f",
    "worse": "#f0978c",
}
TEXT, DRAWN = ("ink", "quiet", "worse"), ("drawn", "second")


def _variables(palette: dict[str, str]) -> str:
    return "".join(f"--{name}:{colour};" for name, colour in palette.items())


_PAGE = """
*{box-sizing:border-box}
body{margin:0 auto;max-width:75rem;padding:1.25rem 1.25rem 3rem;background:var(--paper);
color:var(--ink);font:0.875rem/1.45 system-ui,"Segoe UI",Roboto,"Helvetica Neue",Arial,
"DejaVu Sans",sans-serif;font-variant-numeric:lining-nums tabular-nums;
-webkit-text-size-adjust:100%;overflow-wrap:break-word}
h1,h2,.lede,.big{font-family:"Iowan Old Style","Palatino Linotype",Palatino,Georgia,
"Noto Serif","DejaVu Serif",serif;font-weight:normal;text-wrap:balance}
h1{font-size:clamp(1.75rem,6vw,2.75rem);line-height:1.1;margin:0.35rem 0 0.5rem;
letter-spacing:-0.01em}
h2{font-size:1.1875rem;line-height:1.2;margin:0 0 0.5rem}
p{margin:0 0 0.5rem}
.quiet,.note{color:var(--quiet)}
.note{font-size:0.8125rem}
.worse{color:var(--worse)}
table+.note,figure+.note{margin-top:0.375rem}
header{border-top:3px double var(--ink);border-bottom:1px solid var(--ink);
padding:0.5rem 0 0.75rem;margin-bottom:1.25rem;text-align:center}
header .quiet{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 1rem;
margin:0;font-size:0.8125rem}
.lede{font-size:1.125rem;line-height:1.4;max-width:46rem;margin:0 auto 0.25rem;
text-wrap:pretty}
svg{display:block;overflow:visible}
"""
_TILES = """
.tiles{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));column-gap:1.25rem;
margin:0 0 1.25rem;border-top:1px solid var(--rule)}
@media(min-width:36rem){.tiles{grid-template-columns:repeat(3,minmax(0,1fr))}}
@media(min-width:48rem){.tiles{grid-template-columns:repeat(4,minmax(0,1fr))}}
@media(min-width:64rem){.tiles{grid-template-columns:repeat(6,minmax(0,1fr))}}
.tile{display:grid;grid-row:span 4;grid-template-rows:subgrid;row-gap:0;
padding:0.625rem 0 0.75rem;border-bottom:1px solid var(--rule);min-width:0}
.tile dt{align-self:end;font-weight:600;font-size:0.8125rem;line-height:1.25}
.tile dd{margin:0}
.tile .big{font-size:clamp(1.25rem,6.2vw,1.75rem);line-height:1.25;white-space:nowrap}
.tile .note{line-height:1.3}
.tile svg{margin:0.375rem 0.5rem 0 0;width:calc(100% - 0.5rem)}
"""
_SECTIONS = """
.columns{columns:21rem;column-gap:2.5rem;column-rule:1px solid var(--rule)}
section{break-inside:avoid;border-top:1px solid var(--ink);padding:0.5rem 0 1.25rem}
.wide section{break-inside:auto}
table{border-collapse:collapse;width:100%;font-size:0.8125rem;line-height:1.35}
caption{text-align:left;color:var(--quiet);padding:0.25rem 0}
th,td{padding:0.1875rem 0 0.1875rem 0.625rem;text-align:right;font-weight:normal;
vertical-align:baseline}
th:first-child,td:first-child{text-align:left;padding-left:0;overflow-wrap:anywhere}
thead th{color:var(--quiet);font-size:0.75rem;vertical-align:bottom;line-height:1.2}
tbody tr{border-top:1px solid var(--rule)}
td:not(:first-child){white-space:nowrap}
table.bars th:first-child{min-width:6.25rem}
table.bars td.chart{width:40%;min-width:4.5rem;vertical-align:middle;
padding-left:0.75rem}
table.bars thead th:not(:first-child){white-space:nowrap}
table.bars tbody tr{border:0}
@media(max-width:26rem){table.bars :is(th,td){padding-left:0.375rem}
table.bars th:first-child{min-width:4.5rem;padding-left:0}
table.bars td.chart{width:30%;min-width:3.5rem}}
table.bars tfoot td{padding-bottom:0}
.scroll{overflow-x:auto}
.scroll th:first-child{min-width:7rem}
details{margin:0.25rem 0 1rem}
section>details{margin-bottom:0}
summary{color:var(--quiet);font-size:0.8125rem;cursor:pointer}
figure{margin:0.25rem 0}
.facts{display:flex;flex-wrap:wrap;gap:0.125rem 1.5rem;margin:0 0 0.5rem}
.facts div{display:flex;flex-direction:column-reverse}
.facts dt{color:var(--quiet);font-size:0.75rem}
.facts dd{margin:0;font-size:1.125rem}
.attention{margin-bottom:1.25rem}
.attention section{border:0;border-left:3px solid var(--drawn);
background:var(--tint);padding:0.625rem 1rem 0.75rem}
.attention h2{margin-bottom:0.25rem}
.attention ul{margin:0;padding:0;list-style:none;font-size:0.9375rem}
.attention li{padding:0.125rem 0}
.attention .note{margin:0}
footer{border-top:3px double var(--ink);padding-top:0.5rem;color:var(--quiet);
font-size:0.8125rem;columns:21rem;column-gap:2.5rem}
footer p{break-inside:avoid}
"""
_CHARTS = """
.drawn{fill:var(--drawn)}
.hatched{fill:url(#hatch);stroke:var(--second);stroke-width:1}
.hatch{stroke:var(--second);stroke-width:1.5}
.track{fill:var(--tint)}
.line{fill:none;stroke:var(--drawn);stroke-width:1.5;stroke-linejoin:round;
vector-effect:non-scaling-stroke}
.area{fill:var(--drawn);fill-opacity:0.12}
.usual{stroke:var(--quiet);stroke-width:1;stroke-dasharray:2 3}
.grid{stroke:var(--rule);stroke-width:1}
.axis{stroke:var(--quiet);stroke-width:1}
.mark{stroke:var(--ink);stroke-width:2}
.halo{stroke:var(--paper);stroke-width:5}
.span{stroke:var(--ink);stroke-width:2}
.hollow{fill:var(--paper);stroke:var(--drawn);stroke-width:1.5}
.link{stroke:var(--drawn);stroke-width:1.5}
svg text{fill:var(--quiet);font-size:0.6875rem}
.key{display:inline-block;width:0.75rem;height:0.75rem;vertical-align:-0.0625rem;
margin-right:0.25rem}
.legend{display:flex;flex-wrap:wrap;gap:0 1rem;font-size:0.8125rem;color:var(--quiet);
margin:0 0 0.25rem}
.patterns{position:absolute}
"""
_PRINT = """
@page{size:A4;margin:14mm 13mm}
@media print{
:root{--paper:#fff;--tint:#f0eee9}
html{font-size:11.5px}
body{padding:0;max-width:none;print-color-adjust:exact;-webkit-print-color-adjust:exact}
.tiles{grid-template-columns:repeat(6,1fr)}
.tile .big{font-size:1.5rem}
.columns,footer{columns:2;column-gap:8mm}
.scroll{overflow:visible}
details{display:none}
tr,.tile{break-inside:avoid}
h2{break-after:avoid}
}
"""
CSS = (
    f":root{{color-scheme:light dark;{_variables(LIGHT)}}}"
    f"@media screen and (prefers-color-scheme:dark){{:root{{{_variables(DARK)}}}}}"
    f"{_PAGE}{_TILES}{_SECTIONS}{_CHARTS}{_PRINT}"
)
