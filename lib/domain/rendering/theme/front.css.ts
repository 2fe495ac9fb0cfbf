/** Fronts: nameplate in the middle, the lead, its seconds and the latest side by side, then blocks by section. */
export const front = `
.home .mast{text-align:center}
.home .mast ul{justify-content:center}
.home .name{font-size:clamp(2.375rem,.9rem + 6.4vw,5.75rem)}
.home .folio{margin-inline-start:0;clip-path:none}
.home .folio>*{display:block;padding:0}
.home .folio ::before{content:none}
.top{display:grid;grid:auto/minmax(0,1fr);gap:var(--b) var(--g);padding-top:var(--d)}
.head+.top{padding-top:var(--q)}
.lead figure{margin-top:var(--d)}
.lead .tall img{aspect-ratio:1;max-height:none}
.sec>*{border-top:var(--hair);padding-block:var(--h) var(--d);break-inside:avoid}
.sec h2,:is(.cols,.flow) h3{margin-block:2px var(--q)}
:is(.sec,.cols,.flow,.river) .sf{font-size:1.0625rem;line-height:1.45;color:var(--soft)}
.late li{break-inside:avoid;align-items:baseline;display:grid;grid:auto/3.5rem 1fr;gap:.25rem}
.late .past time{color:var(--soft);font-weight:400;text-transform:none;letter-spacing:0}
:is(.cols,.flow) h3{font-size:1.25rem}
.row .list{margin-top:var(--h)}
:is(.sec,.flow,.row) figure{margin-bottom:var(--h)}
:is(.sec,.flow,.row,.river) img{aspect-ratio:3/2}
/* Columns that fill from top to bottom: what is short is followed by the next, not by paper */
.flow{columns:var(--n,4) 16rem;column-gap:var(--g);column-rule:var(--hair)}
.flow>*{break-inside:avoid;padding-bottom:calc(var(--b)*1.25)}
.lab+.flow>*{border-top:var(--hair);padding-block:var(--h) var(--d)}
.op{padding-inline:var(--h)}
.op .lab{border:0}
.op h3{font-weight:400;font-style:italic}
.op :is(:lang(ar),:lang(fa),:lang(ur),:lang(he),:lang(ja),:lang(zh),:lang(ko)) h3{font-weight:700}
.river{max-width:56rem}
.river>li{border-top:var(--hair);padding-block:var(--h) var(--d);display:grid;gap:var(--h) var(--g)}
.river h2{margin-block:2px var(--q)}
@container (width >= 34rem){
  :is(.sec,.late ol){columns:2;column-gap:var(--g)}
  .sec{column-rule:var(--hair)}
  .row{display:block;columns:2;column-gap:var(--g);column-rule:var(--hair)}
  .row>*{break-inside:avoid}
  .row>*+*::before{content:none}
  .river>li:has(figure){grid:auto/minmax(0,1fr) 12rem}
}
@container (width >= 60rem){
  .home .mast{grid:auto/1fr auto 1fr;align-items:end}
  .home .folio{display:contents}
  .home .folio *{grid-area:1/1;text-align:start;padding:var(--q) 0}
  .home .folio *+*{grid-column:3;text-align:end}
  .home .name{grid-area:1/2;padding-bottom:var(--q)}
  .top{grid:auto/minmax(0,2fr) minmax(0,1fr) minmax(0,.85fr)}
  .top:not(:has(.late)){grid:auto/minmax(0,2fr) minmax(0,1fr)}
  .top>*{position:relative}
  .row{display:grid}
  .row>*+*::before{content:""}
  .top>:only-child{grid-column:1/-1}
  /* A paper of one story sets it beside its picture */
  .lead:only-child:has(figure){display:grid;grid:repeat(4,auto) 1fr/minmax(0,1fr) minmax(0,2fr);column-gap:var(--g)}
  .lead:only-child figure{grid-area:1/2/span 5;margin:0}
  .top:not(.text) .sec,.late ol{columns:auto}
  .top:not(.text) .sec>:first-child{border:0;padding-top:0}
  .top.text{grid:auto 1fr/minmax(0,2.6fr) minmax(0,1fr)}
  .text>.sec{grid-area:2/1}
  .text>.sec::before{content:none}
  /* Its one picture fills a column, the other stories stand beside it */
  .text>.sec:has(figure){display:grid;grid:repeat(8,auto) 1fr/1fr 1fr;gap:0 var(--g)}
  .text>.sec:has(figure)>*{grid-column:2}
  .text>.sec>:has(figure){grid-area:1/1/span 9}
  .text>.late{grid-area:1/2/span 2}
  .text:not(:has(.late))>*{grid-column:1/-1}
  .text:not(:has(.late))>.sec{display:grid;grid:auto/repeat(auto-fit,minmax(22rem,1fr));gap:0 var(--g)}
  .text:not(:has(.late))>.sec>*{grid-area:auto}
  .text:not(:has(.late))>.sec>:has(figure){grid-row:span 2}
}
`;
