// Draws the figures of the page. Everything they need is in the page: nothing is asked of a network.
(() => {
  const save = (name, type, text) => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };

  const button = (figure, words, action) => {
    const made = document.createElement('button');
    made.type = 'button';
    made.textContent = words;
    made.addEventListener('click', action);
    figure.querySelector('.save').append(made);
  };

  const draw = async figure => {
    const { name } = figure.dataset;
    const plot = figure.querySelector('.plot');
    const elsewhere = [];
    const loader = vega.loader();
    loader.load = uri => {
      elsewhere.push(uri);
      return Promise.reject(new Error('not in the specification'));
    };
    try {
      const text = document.getElementById(`spec-${name}`).textContent;
      const compiled = vegaLite.compile(JSON.parse(text)).spec;
      const view = new vega.View(vega.parse(compiled), { renderer: 'svg', container: plot, loader });
      await view.runAsync();
      if (elsewhere.length > 0) throw new Error(`its data are elsewhere: ${elsewhere.join(', ')}`);
      button(figure, 'Save SVG', async () => save(`${name}.svg`, 'image/svg+xml', await view.toSVG()));
      button(figure, 'Save Vega-Lite specification', () => save(`${name}.vl.json`, 'application/json', text));
    } catch (fault) {
      plot.classList.add('failed');
      plot.textContent = `This figure cannot be drawn: ${fault.message ?? fault}`;
      console.error(`figure ${name}: ${fault.message ?? fault}`);
    }
  };

  const drawAll = async () => {
    for (const figure of document.querySelectorAll('figure[data-name]')) {
      await draw(figure);
    }
    document.documentElement.dataset.drawn = 'true';
  };

  drawAll();
})();
