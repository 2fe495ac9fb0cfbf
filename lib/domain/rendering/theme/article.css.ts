/** The article: a rail for byline and caption, the text, and a margin where short quotations hang. */
export const article = `
.head .meta{margin-top:var(--h)}
.art>:not(.head){margin-bottom:var(--b)}
.art>.meta{border-top:var(--hair);padding-top:var(--h);margin:0 0 var(--d)}
.art>.meta>*+*{margin-top:4px}
.art>.meta time{white-space:normal}
.body{display:flow-root}
.body:is(:lang(ja),:lang(zh))>p{text-align:justify}
.body>p,.body li{hyphens:auto;hyphenate-limit-chars:9 4 4;font-variant-numeric:oldstyle-nums}
.body>*+*{margin-top:var(--d)}
.body>h2{margin-block:calc(var(--b)*1.75) calc(var(--q)*-1)}
.body>:first-child{margin-top:0}
.body :is(h3,h4){font:700 var(--t)/var(--b) var(--head);margin-block:var(--b) calc(var(--h)*-1)}
.body>p:last-child::after{content:"■"/"";margin-inline-start:.4em;font-size:.8em;color:var(--red)}
.body :is(ul,ol,dd){padding-inline-start:1.5em}
.body ul{list-style:"–\\2003"}
.body li+li{margin-top:var(--q)}
::marker{font-weight:700;color:var(--red)}
.body pre{white-space:pre-wrap;font-size:.875em}
.body hr{border:0;border-top:1px solid;width:25%;margin-block:var(--b)}
.body>:is(figure,.wide,.quote){margin-block:var(--b)}
.body blockquote{padding-inline-start:var(--d);border-inline-start:4px solid}
.body blockquote>*+*{margin-top:var(--h)}
.body .quote{border:solid;border-width:4px 0 1px;padding:var(--h) 0;clear:both;font:700 calc(var(--t)*1.2)/1.3 var(--head);letter-spacing:var(--tight);text-wrap:balance}
.quote :is(cite,p+p){display:block;letter-spacing:0;font:.875rem/1.25rem var(--ui);color:var(--soft)}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font:.9375rem/1.3rem var(--ui)}
caption{text-align:start;border-top:var(--bar);padding-block:var(--h);font-weight:700}
caption:has(b){font-weight:400}
caption b{display:block;font:700 1.1875rem/1.4 var(--head)}
td b{color:var(--red)}
th,td{text-align:start;vertical-align:baseline;padding:.45rem 0;padding-inline-end:1rem;border-bottom:var(--hair);font-variant-numeric:lining-nums tabular-nums}
:is(th,td):last-child{padding-inline-end:0}
thead th{font-size:var(--s);color:var(--soft);border-color:var(--ink)}
.box{border:1px solid var(--stone);padding:var(--h) var(--d);font:.9375rem/1.5 var(--ui);max-width:37.5rem}
.box h2{font:700 1.1875rem/1.4 var(--head)}
.box li+li{margin-top:var(--q)}
.topics,.also{font-size:.9375rem;line-height:1.75rem}
*+.topics{margin-top:var(--b)}
.tall img{width:auto;max-width:100%;max-height:42rem}
@container (width >= 46rem){
  .art{display:grid;grid:auto/11rem minmax(0,calc(var(--t)*30)) minmax(0,1fr);gap:0 2rem}
  .art>*{grid-column:2}
  .art>.head{grid-column:1/-1}
  .art>.meta{grid-area:2/1}
  .art>figure{grid-area:2/2/auto/-1}
}
@container (width >= 60rem){
  .art>.head{display:grid;grid:auto/minmax(0,2fr) minmax(0,1fr);column-gap:3rem}
  .head>*{grid-column:1/-1}
  .head>.big:has(+.sf){grid-column:1}
  .head>.sf{grid-column:2;align-self:end;margin-bottom:var(--h)}
  .art{grid-template-columns:14rem minmax(0,calc(var(--t)*30)) minmax(0,1fr);column-gap:3rem}
  .art>figure{grid-area:2/1/auto/-1;display:grid;grid-template-columns:subgrid}
  .art>figure img{grid-area:1/2/auto/-1}
  .art>figure figcaption{grid-area:1/1;align-self:end}
}
@media screen{@container (width >= 60rem){
  /* A portrait stands beside the text, where quotations would hang */
  .art>.tall{display:block;grid-area:2/3/span 2;align-self:start}
  .art>.tall img{max-height:none}
  .art>.tall~.meta{grid-row:2/span 2}
  .art>.tall~.body{grid-row:2}
  .art:not(:has(>.tall))>.body>.quote{float:inline-end;width:15.5rem;margin:var(--q);margin-inline:2rem max(-18.5rem,17rem + var(--t)*30 - 100cqi)}
}}
`;
