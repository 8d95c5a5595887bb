namespace Engram.Studies;

/// <summary>Values without an order: the k-th of K, k = 0, 1, …, has the u from k/K to (k + 1)/K.</summary>
/// <param name="name">Name of the setting.</param>
/// <param name="values">The values.</param>
internal sealed class ChoiceDimension(string name, IReadOnlyList<string> values) : SearchDimension(name)
{
    public override int Choices => values.Count;

    /// <summary>The values in the order given.</summary>
    public IReadOnlyList<string> Values => values;

    public override string Text(double u) => values[IndexOf(u, values.Count)];

    public override double Number(string text) => values.Index().First(one => one.Item == text).Index;

    public override double Place(string text) => (Number(text) + 0.5) / values.Count;

    /// <summary>Which of some values u stands for.</summary>
    public static int IndexOf(double u, int count) => Math.Clamp((int)(u * count), 0, count - 1);
}
