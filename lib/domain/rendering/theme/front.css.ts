/** Fronts: nameplate in the middle, the lead, its seconds and the latest side by side, then blocks by section. */
export const front = `
.home .mast{text-align:center}
.home .mast ul{justify-content:center}
.home .name{font-size:clamp(2.375rem,.9rem + 6.4vw,5.75rem)}
.top{display:grid;grid:auto/minmax(0,1fr);gap:var(--b) var(--g);padding-top:var(--d)}
.lead figure{margin-top:var(--d)}
.lead .list{margin-top:var(--h)}
.sec>*{border-top:var(--hair);padding-block:var(--h) var(--d)}
.sec h2,.cols h3{margin-block:2px var(--q)}
:is(.sec,.cols,.river) .sf{font-size:1.0625rem;line-height:1.45;color:var(--soft)}
.late li{break-inside:avoid;align-items:baseline;display:grid;grid:auto/3.5rem 1fr;gap:.25rem}
.cols h3{font-size:1.25rem}
.cols .list{margin-top:var(--h)}
.cols figure{margin-bottom:var(--h)}
.cols figure img,.sec img,.river img{aspect-ratio:3/2}
.op{padding-inline:var(--h)}
.op .lab{border:0}
.op h3{font-weight:400;font-style:italic}
.op h3:is(:lang(ar),:lang(fa),:lang(ur),:lang(he),:lang(ja),:lang(zh),:lang(ko)){font-weight:700}
.river{max-width:56rem}
.river>li{border-top:var(--hair);padding-block:var(--h) var(--d);display:grid;gap:var(--h) var(--g)}
.river h2{margin-block:2px var(--q)}
@container (width >= 34rem){
  .late ol{columns:2;column-gap:var(--g)}
  .sec{display:grid;grid:auto/1fr 1fr;gap:0 var(--g);align-content:start}
  .river>li:has(figure){grid:auto/minmax(0,1fr) 12rem}
}
@container (34rem <= width < 60rem){
  /* The lone block of a last row takes the whole of it */
  .blk>section:last-child:nth-child(odd){grid-column:1/-1;display:grid;grid:auto/1fr 1fr;gap:0 var(--g);align-content:start}
  .blk>section:last-child:nth-child(odd)>.lab,.blk>section:not(:has(figure)):last-child:nth-child(odd)>.list{grid-column:1/-1}
  .blk>section:has(figure):last-child:nth-child(odd)>figure{grid-row:2/span 9}
  .blk>section:has(figure):last-child:nth-child(odd)>:not(.lab,figure){grid-column:2}
}
@container (width >= 60rem){
  .home .mast{grid:auto/1fr auto 1fr;align-items:end}
  .home .folio{display:contents}
  .home .folio *{grid-area:1/1;text-align:start;padding-block:var(--q)}
  .home .folio *+*{grid-column:3;text-align:end}
  .home .folio ::before{display:none}
  .home .name{grid-area:1/2;padding-bottom:var(--q)}
  .top{grid:auto/minmax(0,2fr) minmax(0,1fr)}
  .top:has(.late){grid:auto/minmax(0,2fr) minmax(0,1fr) minmax(0,.85fr)}
  .top>:only-child{grid-column:1/-1}
  /* Under a lead without a picture stand more stories, not paper */
  .top:has(.under){grid-template-rows:auto 1fr}
  .top:has(.under)>:is(.sec,.late){grid-row:1/span 2}
  .under{grid-area:2/1;--n:2;border-top:var(--hair);padding-top:var(--h)}
  .top>.under::before{content:none}
  .top>*{position:relative}
  .sec,.late ol{display:block;columns:auto}
  .sec>:first-child{border:0;padding-top:0}
}
`;
