using Engram.Equations;

namespace Engram.Networks;

/// <summary>Entry i, in population p, of column c: s (Σ_b A[p, c, b] g[i, b] + a[p, c]).</summary>
internal sealed class DerivedSupport(string name, SupportDerivation support) : Derived
{
    /// <inheritdoc/>
    public override void Apply<T>(ParameterSet set, Span<T> effective)
    {
        var layout = new Layout(set, name, support);
        var weights = set.Of(name, effective);
        var means = set.Of(support.Means, effective);
        var basis = set.Of(support.Basis, effective);
        var target = set.Of(support.Target, effective);
        var scale = T.CreateChecked(support.Scale);
        foreach (var (p, first, end) in layout.Populations)
        {
            for (var c = 0; c < layout.Columns; c++)
            {
                var row = weights.Slice(((p * layout.Columns) + c) * layout.Width, layout.Width);
                for (var i = first; i < end; i++)
                {
                    var sum = means[(p * layout.Columns) + c];
                    var g = basis.Slice(i * layout.Width, layout.Width);
                    for (var b = 0; b < row.Length; b++)
                    {
                        sum += row[b] * g[b];
                    }

                    target[layout.At(i, c)] = scale * sum;
                }
            }
        }
    }

    // dL/dA[p, c, b] = s Σ_{i in p} dL/dW[i, c] g[i, b],  dL/da[p, c] = s Σ_{i in p} dL/dW[i, c]
    /// <inheritdoc/>
    public override void Pull<T>(ParameterSet set, ReadOnlySpan<T> raw, Span<T> gradient)
    {
        var layout = new Layout(set, name, support);
        var weights = set.Of(name, gradient);
        var means = set.Of(support.Means, gradient);
        var basis = set.Of(support.Basis, raw);
        var target = set.Of(support.Target, gradient);
        var scale = T.CreateChecked(support.Scale);
        weights.Clear();
        means.Clear();
        foreach (var (p, first, end) in layout.Populations)
        {
            for (var c = 0; c < layout.Columns; c++)
            {
                var row = weights.Slice(((p * layout.Columns) + c) * layout.Width, layout.Width);
                for (var i = first; i < end; i++)
                {
                    var g = basis.Slice(i * layout.Width, layout.Width);
                    var d = scale * target[layout.At(i, c)];
                    means[(p * layout.Columns) + c] += d;
                    for (var b = 0; b < row.Length; b++)
                    {
                        row[b] += d * g[b];
                    }
                }
            }
        }
    }

    private readonly struct Layout(ParameterSet set, string name, SupportDerivation support)
    {
        private readonly int units = set.Shape(support.Basis).Rows;

        public int Width { get; } = set.Shape(name).Columns;

        public int Columns { get; } = set.Shape(name).Rows / support.Sizes.Count;

        public Parts Populations => new(support.Sizes);

        public int At(int unit, int column) => support.Transposed ? (column * units) + unit : (unit * Columns) + column;
    }

    // Allocates nothing, as an update must not.
    private struct Parts(IReadOnlyList<int> sizes)
    {
        private int index = -1, end;

        public readonly Parts GetEnumerator() => this;

        public readonly (int Index, int First, int End) Current => (index, end - sizes[index], end);

        public bool MoveNext()
        {
            if (++index >= sizes.Count)
            {
                return false;
            }

            end += sizes[index];
            return true;
        }
    }
}
