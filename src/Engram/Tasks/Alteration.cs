namespace Engram.Tasks;

/// <summary>
/// What has been done to one factor of a task: value = from + (v − from)·progress, where v is the pinned value or else the drawn one.
/// A chain of them, each factor once, so that the equality of records holds for altered tasks too.
/// </summary>
internal sealed record Alteration(string Factor, double? Pinned, double From, double Progress, Alteration? Next)
{
    public static Alteration? Find(Alteration? chain, string factor)
    {
        while (chain is not null && chain.Factor != factor)
        {
            chain = chain.Next;
        }

        return chain;
    }

    public static Alteration? Without(Alteration? chain, string factor) =>
        chain is null || chain.Factor == factor ? chain?.Next : chain with { Next = Without(chain.Next, factor) };

    public double Apply(double drawn)
    {
        var value = Pinned ?? drawn;

        // The last stage is the task as configured, bit for bit, which from + (value − from)·1 is not in floating point.
        return Progress == 1 ? value : From + ((value - From) * Progress);
    }
}
