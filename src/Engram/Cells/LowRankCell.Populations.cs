using Engram.Configuration;
using Engram.Equations;

namespace Engram.Cells;

/// <content>
/// Columns that are drawn from a mixture of Gaussians whose parameters are learned in place of the columns: in population p,
/// aᵢ = Σ_b A[p, a, b] g[i, b] + ā[p, a] for each column a of m, n, W_in and w.
/// </content>
public sealed partial record LowRankCell
{
    private const string BasisName = "basis";

    /// <summary>
    /// P, the number of populations of which the weights of a Gaussian basis are learned, not the columns themselves; 0 learns the columns.
    /// </summary>
    [Range(0, 1000)]
    public int Populations { get; init; }

    /// <summary>Share of the units in each population; none for equal ones.</summary>
    public IReadOnlyList<double>? PopulationWeights { get; init; }

    /// <summary>B, the number of Gaussian numbers a unit has; 0 for one a column.</summary>
    [Range(0, 10_000)]
    public int Basis { get; init; }

    /// <summary>Whether the Gaussian numbers are drawn anew before every update, so that what is learned holds for the mixture.</summary>
    public bool RedrawBasis { get; init; }

    /// <summary>Whether the means of the columns in each population are learned. They begin at 0.</summary>
    public bool TrainMeans { get; init; }

    private bool Mixed => Populations > 0;

    private void CheckSettings()
    {
        var faults = new List<string>();
        if (Rank > Units)
        {
            faults.Add(FormattableString.Invariant(
                $"`Rank` is {Rank}, but there are only {Units} units; set `Rank` to at most {Units}, or more `Units`."));
        }

        void Needs(bool given, string setting)
        {
            if (given && !Mixed)
            {
                faults.Add($"`{setting}` is given, but `Populations` is 0; set `Populations = 2`, or leave `{setting}` out.");
            }
        }

        Needs(PopulationWeights is not null, nameof(PopulationWeights));
        Needs(Basis > 0, nameof(Basis));
        Needs(RedrawBasis, nameof(RedrawBasis));
        Needs(TrainMeans, nameof(TrainMeans));
        if (Mixed && PopulationWeights is { } weights && weights.Count != Populations)
        {
            faults.Add($"`PopulationWeights` has {weights.Count} values, but there are {Populations} populations; give one value per population.");
        }

        if (Mixed && TrainGains)
        {
            faults.Add("`TrainGains` is true, but a network with populations has no gains: it learns the weights of the populations; set `TrainGains = false`.");
        }

        if (Mixed && TrainTau)
        {
            faults.Add("`TrainTau` is true, but with `Populations` only the weights of the populations are learned, and the units of one differ in nothing else; "
                + "set `TrainTau = false`, or `Populations = 0`.");
        }

        if (Mixed && Layers is not null)
        {
            faults.Add("`Layers` cannot be used with `Populations`, where the readout is made of the Gaussian basis of the units; leave one of the two out.");
        }

        if (faults.Count > 0)
        {
            throw new UsageException(faults);
        }
    }

    private void DefinePopulations(Step step)
    {
        var sizes = PopulationSizes.Of(PopulationWeights ?? [.. Enumerable.Repeat(1.0, Populations)], Units);
        var inputs = step.Input.Width;
        var width = Basis > 0 ? Basis : (2 * Rank) + inputs + step.Outputs;
        void Columns(string target, int columns, bool transposed, double scale, double deviation, bool trained, string? along = null)
        {
            var (name, means) = (Short(target), $"mean_{target}");
            // Sums of B products have the deviation that the columns are to have.
            var begins = new Prescription
            {
                Deviation = deviation / Math.Sqrt(width), Held = !trained, Along = along is null ? null : Short(along),
                Overlap = along is null ? 0 : Overlap,
            };
            step.Aside(new(name, ParameterRole.Support, Populations * columns, width)
            {
                Prescribed = begins,
                Derivation = new SupportDerivation(target, BasisName, means, sizes, transposed, scale),
            });
            step.Aside(new(means, ParameterRole.SupportMean, Populations, columns)
            {
                Prescribed = new() { Held = !TrainMeans || !trained },
            });
        }

        Columns(M, Rank, false, 1, 1, TrainM);
        Columns(N, Rank, true, 1, 1, TrainN, M);
        Columns(In, inputs, false, 1, InputDeviation, true);
        Columns(Out, step.Outputs, true, 1.0 / Units, ReadoutDeviation, true);
        step.Aside(new(BasisName, ParameterRole.Basis, Units, width)
        {
            Prescribed = new() { Deviation = 1, Held = true, Redrawn = RedrawBasis },
        });
    }

    private static string Short(string target) => $"support_{target}";
}
