using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Networks;

/// <summary>
/// Which connections of a matrix exist before learning: plastic ones, with the relative strength at which they are initialised, and fixed
/// ones. Immutable: every method returns another.
/// </summary>
internal sealed class Connectivity
{
    private readonly float[] plastic;
    private readonly float[]? fixedPart;

    /// <summary>Connections given one by one.</summary>
    /// <param name="rows">Rows: the receiving side.</param>
    /// <param name="columns">Columns: the sending side.</param>
    /// <param name="plastic">(rows × columns), the relative strength of each plastic connection, 0 where there is none.</param>
    /// <param name="fixedPart">(rows × columns), the weights that are not learned, 0 where there is none; null for none at all.</param>
    public Connectivity(int rows, int columns, float[] plastic, float[]? fixedPart = null)
    {
        var count = rows * columns;
        if (plastic.Length != count || (fixedPart ?? plastic).Length != count)
        {
            throw new UsageException($"Connectivity of a ({rows} × {columns}) matrix needs {count} values, row by row.");
        }

        Rows = rows;
        Columns = columns;
        this.plastic = [.. plastic];
        this.fixedPart = fixedPart is null ? null : [.. fixedPart];
    }

    /// <summary>Rows: the receiving side.</summary>
    public int Rows { get; }

    /// <summary>Columns: the sending side.</summary>
    public int Columns { get; }

    /// <summary>Relative strength of each plastic connection (rows × columns), 0 where there is none.</summary>
    public ReadOnlySpan<float> Plastic => plastic;

    /// <summary>Fixed weights (rows × columns); empty where there are none.</summary>
    public ReadOnlySpan<float> Fixed => fixedPart;

    /// <summary>Every connection, plastic, of strength 1.</summary>
    /// <param name="rows">Rows: the receiving side.</param>
    /// <param name="columns">Columns: the sending side.</param>
    public static Connectivity Dense(int rows, int columns)
    {
        var ones = new float[rows * columns];
        Array.Fill(ones, 1);
        return new(rows, columns, ones);
    }

    /// <summary>Only fixed weights.</summary>
    /// <param name="rows">Rows: the receiving side.</param>
    /// <param name="columns">Columns: the sending side.</param>
    /// <param name="weights">(rows × columns), row after row.</param>
    public static Connectivity AllFixed(int rows, int columns, float[] weights) => new(rows, columns, new float[rows * columns], weights);

    /// <summary>Without plastic connections from a unit to itself.</summary>
    public Connectivity WithoutAutapses() => Map((i, j, p) => i == j ? 0 : p);

    /// <summary>Without plastic connections in some columns: from some units.</summary>
    /// <param name="columns">The columns, from 0.</param>
    public Connectivity WithoutColumns(IReadOnlyCollection<int> columns) => Map((_, j, p) => columns.Contains(j) ? 0 : p);

    /// <summary>With only those columns whose sign is positive.</summary>
    /// <param name="sign">(columns), 1 or −1.</param>
    public Connectivity ExcitatoryOnly(float[] sign) => Map((_, j, p) => sign[j] > 0 ? p : 0);

    /// <summary>Without plastic connections other than those that are wanted.</summary>
    /// <param name="wanted">Of i, the receiver, and j, the sender.</param>
    public Connectivity Only(Func<int, int, bool> wanted) => Map((i, j, p) => wanted(i, j) ? p : 0);

    /// <summary>Keeps each plastic connection with a probability.</summary>
    /// <param name="probability">Of i, the receiver, and j, the sender; in [0, 1].</param>
    /// <param name="stream">One draw for every entry, present or not, row after row.</param>
    public Connectivity Thinned(Func<int, int, double> probability, RandomStream stream) =>
        Map((i, j, p) => stream.NextUniform() < probability(i, j) ? p : 0);

    /// <summary>
    /// Balanced excitation and inhibition. In row i every excitatory connection has strength 1 and every inhibitory one (number of
    /// excitatory) / (number of inhibitory), so that with equal rates the mean drive is zero; then the row is scaled to unit Euclidean
    /// norm. A row without either keeps 1.
    /// </summary>
    /// <param name="sign">(columns), 1 or −1.</param>
    public Connectivity Balanced(float[] sign)
    {
        var balanced = new float[plastic.Length];
        for (var i = 0; i < Rows; i++)
        {
            var (excitatory, inhibitory) = (0, 0);
            for (var j = 0; j < Columns; j++)
            {
                var present = plastic[(i * Columns) + j] != 0 ? 1 : 0;
                excitatory += sign[j] > 0 ? present : 0;
                inhibitory += sign[j] > 0 ? 0 : present;
            }

            var ratio = excitatory > 0 && inhibitory > 0 ? (double)excitatory / inhibitory : 1;
            var norm = Math.Sqrt(excitatory + (inhibitory * ratio * ratio));
            for (var j = 0; j < Columns; j++)
            {
                var k = (i * Columns) + j;
                balanced[k] = plastic[k] == 0 ? 0 : (float)((sign[j] > 0 ? 1 : ratio) / norm);
            }
        }

        return new(Rows, Columns, balanced, fixedPart);
    }

    /// <summary>With the fixed weights multiplied.</summary>
    /// <param name="factor">The factor.</param>
    public Connectivity ScaleFixed(double factor) =>
        fixedPart is null ? this : new(Rows, Columns, plastic, Array.ConvertAll(fixedPart, v => (float)(v * factor)));

    /// <summary>The constraint that holds these connections.</summary>
    /// <param name="sign">(columns), 1 or −1; null where columns have no sign.</param>
    /// <param name="positivity">How weights are kept from being negative.</param>
    /// <param name="trainable">Whether the plastic weights are learned.</param>
    public Constraint Constrain(float[]? sign, Positivity positivity, bool trainable)
    {
        var mask = Array.TrueForAll(plastic, p => p != 0) ? null : Array.ConvertAll(plastic, p => p != 0 ? 1f : 0f);
        return new(Rows, Columns, mask, fixedPart, sign, positivity, trainable);
    }

    private Connectivity Map(Func<int, int, float, float> strength)
    {
        var mapped = new float[plastic.Length];
        for (var k = 0; k < mapped.Length; k++)
        {
            mapped[k] = strength(k / Columns, k % Columns, plastic[k]);
        }

        return new(Rows, Columns, mapped, fixedPart);
    }
}
