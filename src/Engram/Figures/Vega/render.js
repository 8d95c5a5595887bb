// Runs in Node after Vega and Vega-Lite: draws `specification` and writes {svg, warnings} or {fault} to standard output.
const warnings = [];
const faults = [];
const logger = {
  level(value) { return value === undefined ? vega.Warn : logger; },
  error(...words) { faults.push(words.join(' ')); return logger; },
  warn(...words) { warnings.push(words.join(' ')); return logger; },
  info() { return logger; },
  debug() { return logger; },
};

// Without a canvas Vega takes a letter to be 0.8 of the font's size wide, and leaves holes beside labels.
vega.textMetrics.width = (item, text) =>
  0.58 * (item.fontSize ?? 11) * Math.max(...[text ?? ''].flat().map(line => String(line).length));

// A figure holds its data. To Vega a file that cannot be loaded is no more than a warning.
const loader = vega.loader();
loader.load = uri => {
  faults.push(`its data are at '${uri}'; write them into the specification`);
  return Promise.reject(new Error('not in the specification'));
};

async function draw() {
  const compiled = vegaLite.compile(specification, { logger }).spec;
  const view = new vega.View(vega.parse(compiled), { renderer: 'none', logger, loader });
  await view.runAsync();
  const svg = await view.toSVG();
  if (faults.length > 0) throw new Error(faults.join('; '));
  return { svg, warnings };
}

draw().catch(fault => ({ fault: String(fault.message ?? fault) }))
  .then(answer => process.stdout.write(JSON.stringify(answer)));
