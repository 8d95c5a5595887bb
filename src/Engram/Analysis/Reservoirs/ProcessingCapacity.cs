namespace Engram.Analysis;

/// <summary>
/// What a linear readout of the rates can compute of the past inputs, by degree: the information processing capacity of Dambre et al. (2012), <see
/// href="https://doi.org/10.1038/srep00514"/>. Each product of Legendre polynomials of inputs at different delays counts with r², the squared correlation with its
/// estimate. These products are orthogonal, so that all of them together have at most N, the number of units.
/// </summary>
/// <remarks>
/// Degree 1 is linear memory, with the delay 0 of the input that has just been seen, which <see cref="MemoryCapacity"/> leaves out. A readout is fitted to one half of the
/// sequences, and r² is that of the other; what chance reaches once in 10 000 times counts as 0, so that many small capacities may be missing.
/// </remarks>
/// <param name="ByDegree">For each degree, from 1, and each delay, from 0, the sum over the products whose oldest input is that of so many steps ago.</param>
public sealed record ProcessingCapacity(IReadOnlyList<IReadOnlyList<double>> ByDegree)
{
    /// <summary>The sum over all degrees.</summary>
    public double Total => ByDegree.Sum(byDelay => byDelay.Sum());

    /// <summary>The capacity of one degree.</summary>
    /// <param name="degree">The degree, from 1.</param>
    public double Of(int degree) => ByDegree[degree - 1].Sum();

    /// <summary>The capacity for one input.</summary>
    /// <param name="inputs">u (T × B), uniform between −1 and 1.</param>
    /// <param name="rates">r after each step (T × B × N).</param>
    /// <param name="trials">B.</param>
    /// <param name="units">N.</param>
    /// <param name="delays">For each degree, how many delays, from 0.</param>
    /// <param name="skip">Steps at the beginning of each trial that do not count.</param>
    /// <param name="noise">Deviation of the noise on each rate, relative to the root mean variance of the units.</param>
    internal static ProcessingCapacity Of(double[] inputs, double[] rates, int trials, int units, IReadOnlyList<int> delays, int skip, double noise)
    {
        var products = delays.SelectMany((most, d) => Products(d + 1, most)).ToList();
        var (longest, degrees) = (delays.Max(), delays.Count);
        var values = new double[longest * (degrees + 1)];
        var squared = LinearEstimates.Squared(rates, units, inputs.Length / trials, trials, skip + longest - 1, products.Count, noise * noise, isNoise: true, Write);
        double[][] found = [.. delays.Select(most => new double[most])];
        foreach (var (product, value) in products.Zip(squared))
        {
            found[product.Sum(factor => factor.Degree) - 1][product[0].Delay] += value;
        }

        return new(found);

        void Write(int sample, double[] targets)
        {
            for (var k = 0; k < longest; k++)
            {
                Legendre(inputs[sample - (k * trials)], values.AsSpan(k * (degrees + 1), degrees + 1));
            }

            for (var p = 0; p < targets.Length; p++)
            {
                var value = 1.0;
                foreach (var (delay, degree) in products[p])
                {
                    value *= values[(delay * (degrees + 1)) + degree];
                }

                targets[p] = value;
            }
        }
    }

    // All products of a degree of the inputs of the last so many steps, the oldest factor first.
    private static IEnumerable<(int Delay, int Degree)[]> Products(int degree, int delays)
    {
        for (var delay = 0; delay < delays; delay++)
        {
            for (var power = 1; power < degree; power++)
            {
                foreach (var newer in Products(degree - power, delay))
                {
                    yield return [(delay, power), .. newer];
                }
            }

            yield return [(delay, degree)];
        }
    }

    // (n + 1) Pₙ₊₁ = (2n + 1) x Pₙ − n Pₙ₋₁
    private static void Legendre(double x, Span<double> values)
    {
        (values[0], values[1]) = (1, x);
        for (var n = 1; n + 1 < values.Length; n++)
        {
            values[n + 1] = ((((2 * n) + 1) * x * values[n]) - (n * values[n - 1])) / (n + 1);
        }
    }
}
