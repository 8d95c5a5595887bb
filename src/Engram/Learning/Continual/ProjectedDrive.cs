using System.Globalization;
using Engram.Configuration;
using Engram.Equations;
using Engram.Networks;
using Engram.Numerics;

namespace Engram.Learning;

/// <summary>The projections of one drive y = W z.</summary>
internal sealed class ProjectedDrive
{
    // 64 M values are half a gigabyte.
    private const long Most = 1 << 26;

    private readonly (int Start, int Columns, int First)[] parts;
    private readonly int rows, columns;
    private readonly double[]? left;
    private readonly double[] right, update, turned, row;
    private readonly int[][] absent;
    private readonly double[][] repairs;

    public ProjectedDrive(ParameterSet parameters, DriveGroup group, ActivityMoment moment, double strength, bool bothSides)
    {
        (rows, columns) = (group.Rows, group.Columns);
        var first = 0;
        var laid = new List<(int, int, int)>();
        var plastic = new bool[rows * columns];
        foreach (var shape in group.Shapes)
        {
            laid.Add((parameters.Offset(shape.Name), shape.Columns, first));
            var constraint = parameters.Constraint(shape.Name);
            for (var k = 0; k < shape.Count; k++)
            {
                plastic[(k / shape.Columns * columns) + first + (k % shape.Columns)] =
                    constraint.Trainable && (constraint.Mask.IsEmpty || constraint.Mask[k] != 0);
            }

            first += shape.Columns;
        }

        parts = [.. laid];
        bool[] never = [.. Enumerable.Range(0, columns).Select(j => Enumerable.Range(0, rows).All(i => !plastic[(i * columns) + j]))];
        right = Inverse(moment.Inputs, columns, strength, never);
        left = bothSides ? Inverse(moment.Outputs, rows, strength, new bool[rows]) : null;
        absent = [.. Enumerable.Range(0, rows).Select(i => Enumerable.Range(0, columns)
            .Where(j => !never[j] && !plastic[(i * columns) + j]).ToArray())];
        var needed = absent.Sum(places => (long)places.Length * columns);
        if (needed > Most)
        {
            throw new UsageException(string.Create(
                CultureInfo.InvariantCulture,
                $"`Protection` is a projection, which would need {needed * 8e-9:0.0} GB for the connections that {group.Terms[0].Weights.Name} lacks; "
                + $"set `Protection = ewc`, fewer `Units`, or denser connections."));
        }

        repairs = [.. absent.Select(places => Repair(places))];
        (update, turned, row) = (new double[rows * columns], new double[rows * columns], new double[columns]);
    }

    public void Keep(float[] before, float[] slope, Span<float> theta)
    {
        foreach (var (start, width, first) in parts)
        {
            for (var k = 0; k < rows * width; k++)
            {
                update[(k / width * columns) + first + (k % width)] = slope[start + k] * ((double)theta[start + k] - before[start + k]);
            }
        }

        if (left is not null)
        {
            Multiply(left, update, turned, rows, rows, columns);
            turned.CopyTo(update, 0);
        }

        for (var i = 0; i < rows; i++)
        {
            foreach (var j in absent[i])
            {
                update[(i * columns) + j] = 0;
            }
        }

        Multiply(update, right, turned, rows, columns, columns);
        for (var i = 0; i < rows; i++)
        {
            // ΔW_i ← ΔW⁰_i P − (ΔW⁰_i P)_E (P_EE)⁻¹ P_E·, E the weights that are absent
            for (var e = 0; e < absent[i].Length; e++)
            {
                row[e] = turned[(i * columns) + absent[i][e]];
            }

            for (var e = 0; e < absent[i].Length; e++)
            {
                Rows.AddScaled(turned.AsSpan(i * columns, columns), -row[e], repairs[i].AsSpan(e * columns, columns));
            }
        }

        foreach (var (start, width, first) in parts)
        {
            for (var k = 0; k < rows * width; k++)
            {
                var moved = slope[start + k] * turned[(k / width * columns) + first + (k % width)];
                theta[start + k] = (float)(before[start + k] + moved);
            }
        }
    }

    // (1 + λ S)⁻¹ over the places that count, 0 elsewhere
    private static double[] Inverse(double[] moment, int size, double strength, bool[] outside)
    {
        int[] inside = [.. Enumerable.Range(0, size).Where(k => !outside[k])];
        var count = inside.Length;
        var k = new double[count * count];
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < count; j++)
            {
                k[(i * count) + j] = (i == j ? 1 : 0) + (strength * moment[(inside[i] * size) + inside[j]]);
            }
        }

        // K = L⁻¹ with L Lᵀ = 1 + λ S, and (1 + λ S)⁻¹ = Kᵀ K
        LowerTriangle.Whiten(k, count);
        var inverse = new double[size * size];
        for (var m = 0; m < count; m++)
        {
            for (var i = 0; i <= m; i++)
            {
                for (var j = 0; j <= m; j++)
                {
                    inverse[(inside[i] * size) + inside[j]] += k[(m * count) + i] * k[(m * count) + j];
                }
            }
        }

        return inverse;
    }

    // (P_EE)⁻¹ P_E·
    private double[] Repair(int[] places)
    {
        var count = places.Length;
        var k = new double[count * count];
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < count; j++)
            {
                k[(i * count) + j] = right[(places[i] * columns) + places[j]];
            }
        }

        LowerTriangle.Whiten(k, count);
        var (half, repair) = (new double[columns], new double[count * columns]);
        for (var m = 0; m < count; m++)
        {
            Array.Clear(half);
            for (var j = 0; j <= m; j++)
            {
                Rows.AddScaled(half, k[(m * count) + j], right.AsSpan(places[j] * columns, columns));
            }

            for (var i = 0; i <= m; i++)
            {
                Rows.AddScaled(repair.AsSpan(i * columns, columns), k[(m * count) + i], half);
            }
        }

        return repair;
    }

    // C = A B, (n × m) (m × p)
    private static void Multiply(double[] a, double[] b, double[] c, int n, int m, int p)
    {
        for (var i = 0; i < n; i++)
        {
            var target = c.AsSpan(i * p, p);
            target.Clear();
            for (var k = 0; k < m; k++)
            {
                if (a[(i * m) + k] != 0)
                {
                    Rows.AddScaled(target, a[(i * m) + k], b.AsSpan(k * p, p));
                }
            }
        }
    }
}
