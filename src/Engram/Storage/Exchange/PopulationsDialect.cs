using Engram.Cells;

namespace Engram.Storage;

/// <summary>
/// Networks of Dubreuil et al. 2022 whose vectors are made of a Gaussian basis: in each population, which the rows of <c>supports</c> mark,
/// a = Σ_b A[p, b] g[b] + ā[p]. There is no 1/N in them. What is imported are the vectors.
/// </summary>
/// <remarks>Source: <see href="https://doi.org/10.1038/s41593-022-01088-4"/> and its code.</remarks>
internal sealed class PopulationsDialect : WeightDialect
{
    private const string Basis = "gaussian_basis", Supports = "supports";

    /// <inheritdoc/>
    public override int Order => 3;

    /// <inheritdoc/>
    public override bool Recognises(ForeignFile file, ImportRequest request) => request is { Map: null, Convention: null } && file.Has(Basis) && file.Has(Supports);

    /// <inheritdoc/>
    public override ForeignNetwork Read(ForeignFile file, ImportRequest request)
    {
        var (width, units) = file.Shape(Basis, 2) is var basis ? (basis[0], basis[1]) : default;
        var populations = file.Shape(Supports, 2)[0];
        var g = file.Numbers(Basis, width, units);
        var members = file.Numbers(Supports, populations, units);

        // (columns × units)
        ForeignArray Columns(string vector)
        {
            var (name, means) = ($"{vector}_weights", $"{vector}_biases");
            var columns = file.Shape(name, 3)[0];
            var a = file.Numbers(name, columns, populations, width);
            var mean = file.Has(means) ? file.Numbers(means, columns, populations) : new double[columns * populations];
            var made = new double[columns * units];
            for (var k = 0; k < made.Length; k++)
            {
                var (column, unit) = int.DivRem(k, units);
                for (var p = 0; p < populations; p++)
                {
                    var sum = mean[(column * populations) + p];
                    for (var b = 0; b < width; b++)
                    {
                        sum += a[(((column * populations) + p) * width) + b] * g[(b * units) + unit];
                    }

                    made[k] += members[(p * units) + unit] * sum;
                }
            }

            return new(name, [columns, units], made);
        }

        var m = Columns("m").Transposed();
        return new(
            new LowRankCell { Rank = m.Columns },
            new() { ["m"] = m, ["n"] = Columns("n").Times(units), ["w_in"] = Columns("wi").Transposed(), ["w_out"] = Columns("wo") },
            "dubreuil2022, populations")
        {
            Notes = ["The vectors are those that the basis in the file makes; populations are found again by `engram analyse low-rank`."],
        };
    }
}
