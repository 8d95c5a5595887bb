using Engram.Configuration;
using Engram.Simulation;
using MathNet.Numerics.LinearAlgebra;

namespace Engram.Analysis;

/// <summary>
/// Compares the subspaces in which items are coded. The coding subspace of a factor in a period is spanned by the first k principal axes of the
/// mean rates of its values. Angles are cross-validated: one subspace is that of one half of the trials, the other that of the other half. Of two factors, each is measured with the other's means taken out, for in trials drawn at random one goes
/// along with the other a little. Random
/// subspaces for comparison are drawn in the directions in which the rates vary (Elsayed et al. 2016, doi:10.1038/ncomms13239).
/// </summary>
[Cite("10.1038/s41586-021-03390-w", "Panichello & Buschman 2021, Shared mechanisms underlie the control of working memory and attention")]
[Cite("10.1038/s41593-021-00821-9", "Libby & Buschman 2021, Rotational dynamics reduce interference between sensory and memory representations")]
public sealed record CodingSubspaces
{
    /// <summary>k; at most one less than the factor has values.</summary>
    [Range(1, 100)]
    public int Axes { get; init; } = 2;

    /// <summary>Random subspaces, and exchanges of the codes.</summary>
    [Range(1, 1_000_000)]
    public int Permutations { get; init; } = 1000;

    /// <summary>Seed of both.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Compares two codes.</summary>
    /// <param name="recording">The recording; catch trials, and those without a step in one of the periods, are left out.</param>
    /// <param name="first">
    /// What is coded first: a factor, <c>condition</c>, <c>answer</c> (the right choice), or <c>choice</c> (the one made).
    /// </param>
    /// <param name="firstPeriod">When.</param>
    /// <param name="second">What is coded second; may be the same.</param>
    /// <param name="secondPeriod">When.</param>
    /// <exception cref="UsageException">
    /// There is no such factor or period, a factor has not more values than <see cref="Axes"/>, a value has fewer than four trials, there are
    /// fewer units than axes, or a rate is not finite.
    /// </exception>
    public SubspaceAngles Compare(Recording recording, string first, string firstPeriod, string second, string secondPeriod)
    {
        ArgumentNullException.ThrowIfNull(recording);
        Settings.Check(this);
        var (a, b) = (
            ConditionSamples.Of(recording, first, firstPeriod, 4, Axes + 1), ConditionSamples.Of(recording, second, secondPeriod, 4, Axes + 1));
        if (a.Units < Axes)
        {
            throw new UsageException(FormattableString.Invariant($"`Axes` is {Axes}, but there are {a.Units} units; take fewer."));
        }

        var both = a.Trials.Intersect(b.Trials).ToHashSet();
        var (one, other) = (Kept(a, both), Kept(b, both));
        if (first != second)
        {
            (one, other) = (one with { Others = other.Labels }, other with { Others = one.Labels });
        }

        var (n, units) = (one.Labels.Length, a.Units);
        var observed = Across(one, other, units);
        var scale = Variation([.. one.Rows, .. other.Rows], units);
        var random = new double[Permutations][];
        var (aligned, rotated) = (1, 1);
        for (var draw = 0; draw < Permutations; draw++)
        {
            var stream = Resampling.Stream(Seed, draw);
            random[draw] = PrincipalAngles.Of(Random(scale, ref stream), Random(scale, ref stream));
            aligned += random[draw].Average() <= observed.Average() + 1e-9 ? 1 : 0;
            if (one.Groups == other.Groups)
            {
                var (x, y) = Exchanged(one, other, units, ref stream);
                rotated += Across(x, y, units).Average() >= observed.Average() - 1e-9 ? 1 : 0;
            }
        }

        var (withinA, withinB) = (Across(one, one, units), Across(other, other, units));
        return new(
            Axes, n, observed, withinA, withinB, [.. observed.Select((angle, axis) => Corrected(angle, withinA[axis], withinB[axis]))],
            [.. Enumerable.Range(0, Axes).Select(axis => random.Average(angles => angles[axis]))],
            (double)aligned / (1 + Permutations), one.Groups == other.Groups ? (double)rotated / (1 + Permutations) : null);
    }

    // Each trial's two activities, with their values, on either side.
    private static (Code X, Code Y) Exchanged(Code one, Code other, int units, ref Numerics.RandomStream stream)
    {
        double[] rowsX = [.. one.Rows], rowsY = [.. other.Rows];
        int[] labelsX = [.. one.Labels], labelsY = [.. other.Labels];
        for (var trial = 0; trial < labelsX.Length; trial++)
        {
            if (stream.NextInt(2) == 0)
            {
                other.Rows.AsSpan(trial * units, units).CopyTo(rowsX.AsSpan(trial * units));
                one.Rows.AsSpan(trial * units, units).CopyTo(rowsY.AsSpan(trial * units));
                (labelsX[trial], labelsY[trial]) = (labelsY[trial], labelsX[trial]);
            }
        }

        var apart = one.Others is not null;
        return (new(rowsX, labelsX, one.Groups, apart ? labelsY : null), new(rowsY, labelsY, other.Groups, apart ? labelsX : null));
    }

    private static double Corrected(double angle, double first, double second)
    {
        const double Degree = Math.PI / 180;
        var most = Math.Sqrt(Math.Cos(first * Degree) * Math.Cos(second * Degree));
        return Math.Cos(angle * Degree) >= most ? 0 : Math.Acos(Math.Cos(angle * Degree) / most) / Degree;
    }

    private static Code Kept(ConditionSamples samples, HashSet<int> trials)
    {
        int[] kept = [.. Enumerable.Range(0, samples.Trials.Length).Where(k => trials.Contains(samples.Trials[k]))];
        return new(
            [.. kept.SelectMany(k => samples.Rows.AsSpan(k * samples.Units, samples.Units).ToArray())], [.. kept.Select(k => samples.Labels[k])],
            samples.Names.Length, null);
    }

    // One half of the trials on one side, the other on the other, both ways.
    private double[] Across(Code one, Code other, int units)
    {
        var half = TrialHalves.Balanced(one.Labels, other.Labels);
        var forth = PrincipalAngles.Of(Space(one, units, k => half[k]), Space(other, units, k => !half[k]));
        var back = PrincipalAngles.Of(Space(one, units, k => !half[k]), Space(other, units, k => half[k]));
        return [.. forth.Zip(back, (x, y) => (x + y) / 2)];
    }

    private Matrix<double> Space(Code code, int units, Func<int, bool> chosen)
    {
        int[] trials = [.. Enumerable.Range(0, code.Labels.Length).Where(chosen)];
        double[] rows = [.. trials.SelectMany(k => code.Rows.AsSpan(k * units, units).ToArray())];
        if (code.Others is { } others)
        {
            foreach (var group in Enumerable.Range(0, trials.Length).GroupBy(k => others[trials[k]]))
            {
                int[] members = [.. group];
                var mean = DenseRows.Mean(rows, units, members);
                foreach (var k in members)
                {
                    Numerics.Rows.AddScaled(rows.AsSpan(k * units, units), -1, mean);
                }
            }
        }

        int[] present = [.. trials.Select(k => code.Labels[k]).Distinct().Order()];
        var means = ConditionSamples.Means(
            rows, units, [.. trials.Select(k => Array.IndexOf(present, code.Labels[k]))], present.Length, _ => true);
        var matrix = Matrix<double>.Build.Dense(units, present.Length, (unit, group) => means[(group * units) + unit]);
        var centre = matrix.RowSums() / present.Length;
        var centred = Matrix<double>.Build.Dense(units, present.Length, (unit, group) => matrix[unit, group] - centre[unit]);

        // X = means less their mean (N × K): axes u = X v/√λ with XᵀX v = λ v.
        var eigen = centred.TransposeThisAndMultiply(centred).Evd(Symmetricity.Symmetric);
        int[] order = [.. Enumerable.Range(0, present.Length).OrderByDescending(k => eigen.EigenValues[k].Real)];
        if (present.Length <= Axes || eigen.EigenValues[order[Axes - 1]].Real <= 1e-12 * Math.Max(double.Epsilon, eigen.EigenValues[order[0]].Real))
        {
            throw new UsageException(FormattableString.Invariant(
                $"`Axes` is {Axes}, but the mean rates of the values vary along fewer axes in one half of the trials; take fewer, or record more trials."));
        }

        return Matrix<double>.Build.DenseOfColumnVectors(
            order.Take(Axes).Select(k => centred * eigen.EigenVectors.Column(k) / Math.Sqrt(eigen.EigenValues[k].Real)));
    }

    // Directions of the rates' variation, each as long as its standard deviation.
    private static Matrix<double> Variation(double[] rows, int units)
    {
        var components = PrincipalComponents.Of(rows, units);
        return Matrix<double>.Build.Dense(
            units, units, (unit, k) => components.Components[(k * units) + unit] * Math.Sqrt(components.Variances[k]));
    }

    private Matrix<double> Random(Matrix<double> scale, ref Numerics.RandomStream stream)
    {
        var draws = Matrix<double>.Build.Dense(scale.ColumnCount, Axes);
        for (var row = 0; row < scale.ColumnCount; row++)
        {
            for (var column = 0; column < Axes; column++)
            {
                draws[row, column] = stream.NextNormal();
            }
        }

        return (scale * draws).QR(MathNet.Numerics.LinearAlgebra.Factorization.QRMethod.Thin).Q;
    }

    // Activities (n × N), their values, how many values there are, and those of the other factor; null for none.
    private sealed record Code(double[] Rows, int[] Labels, int Groups, int[]? Others);
}
