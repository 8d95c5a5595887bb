using Engram.Numerics;

namespace Engram.Equations;

/// <summary>Which connections of a matrix there are, and their weights, as a cell wants them. Two that draw the same are equal.</summary>
internal abstract record Wiring
{
    /// <summary>Draws the weights.</summary>
    /// <param name="name">Name of the matrix.</param>
    /// <param name="units">N, its rows and columns.</param>
    /// <param name="stream">Where the randomness comes from, by purpose and by the name of what is drawn.</param>
    /// <param name="weights">Receives W (N × N), row after row; 0 where there is no connection.</param>
    public abstract void Draw(string name, int units, Func<Purpose, string, RandomStream> stream, Span<float> weights);
}
