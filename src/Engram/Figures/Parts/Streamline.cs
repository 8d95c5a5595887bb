namespace Engram.Figures;

/// <summary>A line along a flow.</summary>
/// <param name="X">Its points along x, in the direction of the flow.</param>
/// <param name="Y">As many along y.</param>
internal sealed record Streamline(IReadOnlyList<double> X, IReadOnlyList<double> Y)
{
    private const double Step = 0.004;
    private const int Kept = 4;
    private const double Shortest = 0.1;

    /// <summary>Lines that fill a rectangle evenly: no two run through the same cell of a coarse grid.</summary>
    /// <param name="flow">The flow.</param>
    /// <param name="cells">Cells of the coarse grid along each side: the greater, the denser the lines.</param>
    public static IReadOnlyList<Streamline> Fill(FlowGrid flow, int cells = 22)
    {
        ArgumentNullException.ThrowIfNull(flow);
        var (owner, lines) = (new int[cells, cells], new List<Streamline>());

        // From cells far apart one after the other, so that early lines do not crowd one side.
        var (count, stride) = (cells * cells, (int)(cells * cells * 0.618));
        while (Common(count, stride) > 1)
        {
            stride++;
        }

        for (int k = 0, place = 0; k < count; k++, place = (place + stride) % count)
        {
            var (row, column) = Math.DivRem(place, cells);
            if (owner[row, column] != 0)
            {
                continue;
            }

            var start = (X: (column + 0.5) / cells, Y: (row + 0.5) / cells);
            var trial = (int[,])owner.Clone();
            trial[row, column] = k + 1;
            var points = Trace(flow, start, -1, trial, k + 1);
            points.Reverse();
            points.Add(start);
            points.AddRange(Trace(flow, start, 1, trial, k + 1));
            if ((points.Count - 1) * Step >= Shortest)
            {
                owner = trial;
                var kept = points.Where((_, i) => i % Kept == 0 || i == points.Count - 1).ToList();
                lines.Add(new(
                    [.. kept.Select(p => flow.Left + (p.X * flow.Width))], [.. kept.Select(p => flow.Bottom + (p.Y * flow.Height))]));
            }
        }

        return lines;
    }

    // dp/ds = v/|v| in units of the rectangle's sides, by the midpoint rule, until it leaves, stands still, or meets a line or itself.
    private static List<(double X, double Y)> Trace(FlowGrid flow, (double X, double Y) from, int sign, int[,] owner, int own)
    {
        var cells = owner.GetLength(0);
        var (points, at) = (new List<(double X, double Y)>(), from);
        var cell = (Row: (int)(at.Y * cells), Column: (int)(at.X * cells));
        while (points.Count < 4 / Step)
        {
            var first = Direction(at);
            var next = Direction((at.X + (0.5 * Step * first.X), at.Y + (0.5 * Step * first.Y)));
            at = (at.X + (Step * next.X), at.Y + (Step * next.Y));
            if (!(at.X >= 0 && at.X < 1 && at.Y >= 0 && at.Y < 1) || (next.X == 0 && next.Y == 0))
            {
                break;
            }

            var entered = (Row: (int)(at.Y * cells), Column: (int)(at.X * cells));
            if (entered != cell && owner[entered.Row, entered.Column] != 0)
            {
                break;
            }

            // Around a fixed point a line would go to and fro within one cell.
            if (first.X * next.X + first.Y * next.Y <= 0)
            {
                break;
            }

            cell = entered;
            owner[cell.Row, cell.Column] = own;
            points.Add(at);
        }

        return points;

        (double X, double Y) Direction((double X, double Y) p)
        {
            var (dx, dy) = flow.At(flow.Left + (Math.Clamp(p.X, 0, 1) * flow.Width), flow.Bottom + (Math.Clamp(p.Y, 0, 1) * flow.Height));
            var (x, y) = (sign * dx / flow.Width, sign * dy / flow.Height);
            var length = double.Hypot(x, y);
            return length > 0 && double.IsFinite(length) ? (x / length, y / length) : (0, 0);
        }
    }

    private static int Common(int a, int b) => b == 0 ? a : Common(b, a % b);
}
