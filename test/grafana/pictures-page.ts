import { readFileSync } from 'node:fs'
import type { Dashboard, Panel } from '../support/migration-panels.ts'
import type { Window } from '../support/migration-recorded.ts'
import {
  barsHtml,
  drawnOf,
  escaped,
  type Given,
  nothing,
  statHtml,
  tableHtml,
  timelineHtml,
} from './pictures-panels.ts'

/** Grafana's grid: 24 columns, and rows of 30 pixels with 8 between them. */
const [COLUMNS, UNIT] = [24, 34]
export const WIDTH = 1_200
const COLUMN = WIDTH / COLUMNS
const HEADING = 26

/** A mark across every chart: something was changed then, epoch milliseconds. */
export type Marks = readonly number[]

/** Writes the page of a dashboard: everything stands in it but the charts, which uPlot draws when it is opened. */
export function pageOf(
  dashboard: Dashboard,
  given: readonly Given[],
  when: { readonly window: Window; readonly marks: Marks },
): string {
  const charts = given.filter(
    ({ panel, over }) => isChart(panel) && over.some(({ lines }) => lines.length > 0),
  )
  const panels = given.map(each => panelHtml(each, charts.indexOf(each), when.window))
  const headings = dashboard.headings.map(
    ({ title, gridPos }) => `<h2 style="${placed({ ...gridPos, h: 1 })}">${escaped(title)}</h2>`,
  )
  const height =
    Math.max(...dashboard.panels.map(({ gridPos: { y, h } }) => y + h)) * UNIT + HEADING + 8
  const specs = charts.map(each => specOf(each, when))
  return [
    `<!doctype html><meta charset="utf-8"><style>${readFileSync('node_modules/uplot/dist/uPlot.min.css', 'utf8')}${STYLE}</style>`,
    `<body style="width:${WIDTH}px;height:${height}px"><h1>${escaped(dashboard.title)}</h1>`,
    ...headings,
    ...panels,
    `<script>${readFileSync('node_modules/uplot/dist/uPlot.iife.min.js', 'utf8')}</script>`,
    `<script>${DRAW}draw(${JSON.stringify(specs)})</script>`,
  ].join('')
}

const isChart = ({ type }: Panel): boolean => type === 'timeseries'

const placed = ({ x, y, w, h }: Panel['gridPos']): string =>
  `left:${x * COLUMN + 3}px;top:${y * UNIT + HEADING}px;width:${w * COLUMN - 6}px;height:${h * UNIT - 6}px`

function panelHtml(given: Given, chart: number, window: Window): string {
  const { panel } = given
  const inside = {
    stat: () => statHtml(given),
    bargauge: () => barsHtml(given),
    table: () => tableHtml(given),
    'state-timeline': () => timelineHtml(given, window),
    timeseries: () =>
      chart < 0
        ? nothing(panel.fieldConfig.defaults)
        : `<div id="chart-${chart}"></div>${legendHtml(given)}`,
  }[panel.type]
  if (inside === undefined) throw new Error(`nobody draws a ${panel.type}`)
  return `<section style="${placed(panel.gridPos)}"><h3>${escaped(panel.title)}</h3><div class="in">${inside()}</div></section>`
}

const legendHtml = (given: Given): string =>
  `<p>${drawnOf(given)
    .map(({ name, colour }) => `<span><i style="background:${colour}"></i>${escaped(name)}</span>`)
    .join('')}</p>`

/** What the page's own script needs to draw one chart. */
function specOf(
  given: Given,
  { window, marks }: { readonly window: Window; readonly marks: Marks },
) {
  const { panel } = given
  const drawn = drawnOf(given)
  const { min, max, unit = 'none' } = panel.fieldConfig.defaults
  const moments = [...new Set(drawn.flatMap(({ points }) => points.map(([at]) => at)))].sort(
    (a, b) => a - b,
  )
  const values = drawn.map(({ points }) => {
    const at = new Map(points)
    return moments.map(moment => {
      const value = at.get(moment)
      return value === undefined || !Number.isFinite(value) ? null : value
    })
  })
  return {
    ...{ moments, values, unit, min, max, marks: marks.map(mark => mark / 1_000) },
    series: drawn.map(({ colour, width, isDashed }) => ({ colour, width, isDashed })),
    width: panel.gridPos.w * COLUMN - 18,
    height: panel.gridPos.h * UNIT - 62,
    from: window.from / 1_000,
    to: window.to / 1_000,
    isBars: panel.fieldConfig.defaults.custom?.['drawStyle'] === 'bars',
    isLog:
      (panel.fieldConfig.defaults.custom?.['scaleDistribution'] as { type?: string } | undefined)
        ?.type === 'log', // as the file has it
    isStacked:
      (panel.fieldConfig.defaults.custom?.['stacking'] as { mode?: string } | undefined)?.mode ===
      'normal', // as the file has it
  }
}

const STYLE = `
*{box-sizing:border-box;margin:0}body{position:relative;background:#f4f5f5;font:11px/1.35 sans-serif;color:#24292e}
h1{font-size:15px;padding:4px 6px}h2{position:absolute;font-size:12px;padding:9px 4px;color:#444}
section{position:absolute;background:#fff;border:1px solid #ddd;overflow:hidden;display:flex;flex-direction:column}
h3{font-size:11px;padding:4px 6px;font-weight:600;white-space:nowrap}.in{flex:1;min-height:0;padding:0 6px 4px;overflow:hidden}
.stat{height:100%;display:flex;align-items:center;justify-content:center;font-size:26px;font-weight:600;border-radius:2px}
.nothing{height:100%;display:flex;align-items:center;justify-content:center;color:#888}
p{line-height:1.2;max-height:27px;overflow:hidden}p span{margin-right:9px;white-space:nowrap}p i{display:inline-block;width:9px;height:3px;margin:0 4px 2px 0}
table{width:100%;border-collapse:collapse}td,th{text-align:left;padding:2px 5px;border-bottom:1px solid #eee;white-space:nowrap;max-width:330px;overflow:hidden;text-overflow:ellipsis}.number{text-align:right}
.bar,.line{display:flex;align-items:center;margin:5px 0}.bar b,.line b{width:90px;font-weight:400;overflow:hidden;text-overflow:ellipsis}.bar span,.line span{flex:1;height:16px;background:#eee;position:relative}.bar i{display:block;height:100%}.bar em{width:60px;text-align:right;font-style:normal}
.line span{height:20px}.line i{position:absolute;top:0;height:100%;overflow:hidden;font-style:normal;font-size:10px;padding:3px;color:#111}
`

/** Runs in the page, where nothing of ours is. Areas of a stack are sums from below. */
const DRAW = String.raw`
const SI=(v,b,n)=>{let i=0;while(Math.abs(v)>=b&&i<n.length-1){v/=b;i++}return +v.toPrecision(3)+n[i]}
const time=v=>v===0?'0':v>=60?+(v/60).toPrecision(3)+' min':v>=1?+v.toPrecision(3)+' s':v>=.001?+(v*1e3).toPrecision(3)+' ms':+(v*1e6).toPrecision(3)+' µs'
const UNIT={percentunit:v=>+(v*100).toPrecision(3)+'%',percent:v=>+v.toPrecision(3)+'%',s:time,bytes:v=>SI(v,1024,[' B',' KiB',' MiB',' GiB']),Bps:v=>SI(v,1024,[' B/s',' KiB/s',' MiB/s']),reqps:v=>SI(v,1e3,['','K'])+'/s',cps:v=>SI(v,1e3,['','K'])+'/s',ops:v=>SI(v,1e3,['','K'])+'/s'}
function draw(specs){specs.forEach((s,n)=>{
const say=UNIT[s.unit]||(v=>SI(v,1e3,['',' K',' Mil']))
let values=s.values
if(s.isStacked){const sum=s.moments.map(()=>0);values=values.map(vs=>vs.map((v,i)=>v===null?null:(sum[i]+=v)))}
const order=s.isStacked?values.map((_,i)=>values.length-1-i):values.map((_,i)=>i)
const most=Math.max(...values.flat().filter(v=>v!==null),0)
const dark={stroke:'#555',grid:{stroke:'#eee',width:1},ticks:{show:false},font:'10px sans-serif'}
new uPlot({width:s.width,height:s.height,legend:{show:false},cursor:{show:false},tzDate:t=>uPlot.tzDate(new Date(t*1e3),'Etc/UTC'),
scales:{x:{range:[s.from,s.to]},y:s.isLog?{distr:3,range:(u,lo,hi)=>[s.min||lo||.01,Math.max(s.max??hi,1)]}:{range:(u,lo,hi)=>[s.min??Math.min(lo,0),s.max??(most>0?most*1.08:1)]}},
axes:[{...dark,size:22,values:(u,t)=>t.map(v=>new Date(v*1e3).toISOString().slice(11,16))},{...dark,size:58,values:(u,t)=>t.map(v=>v===null?'':say(v))}],
series:[{},...order.map(i=>({stroke:s.series[i].colour,width:s.series[i].width,dash:s.series[i].isDashed?[6,4]:undefined,fill:s.isStacked||s.isBars?s.series[i].colour+'66':undefined,paths:s.isBars?uPlot.paths.bars({size:[.9,12]}):undefined,points:{show:false},spanGaps:false}))],
hooks:{draw:[u=>{u.ctx.save();u.ctx.strokeStyle='#B877D9';u.ctx.lineWidth=1;u.ctx.setLineDash([3,3]);for(const m of s.marks){const x=u.valToPos(m,'x',true);u.ctx.beginPath();u.ctx.moveTo(x,u.bbox.top);u.ctx.lineTo(x,u.bbox.top+u.bbox.height);u.ctx.stroke()}u.ctx.restore()}]}},
[s.moments,...order.map(i=>values[i])],document.getElementById('chart-'+n))})}
`
