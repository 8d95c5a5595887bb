using System.Buffers;
using System.Numerics;
using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Tasks;

/// <summary>Place cells, whose fields have centres anywhere in the room, each place equally likely.</summary>
[Cite("10.1038/s41586-018-0102-6", "Banino et al. 2018, Vector-based navigation using grid-like representations in artificial agents")]
[Cite("10.1016/j.neuron.2022.10.003", "Sorscher, Mel, Ocko, Giocomo & Ganguli 2023, A unified theory for the computational and mechanistic origins of grid cells")]
public sealed record PlaceTargets : SpatialCells
{
    /// <summary>σ, the width of a field, in metres.</summary>
    [Range(0, 1000, Above = true)]
    public double Width { get; init; } = 0.12;

    /// <summary>The profile of a field.</summary>
    public PlaceProfile Profile { get; init; } = PlaceProfile.Softmax;

    /// <summary>s, the ratio of the squared widths of the surround and of the field, where the profile has a surround.</summary>
    [Range(1, 1000, Above = true)]
    public double Surround { get; init; } = 2;

    /// <inheritdoc cref="SpatialCells.In"/>
    public new PlaceTuning In(Arena arena) => (PlaceTuning)base.In(arena);

    /// <inheritdoc/>
    private protected override SpatialTuning Placed(Arena arena)
    {
        var (random, centres) = (new RandomStream(new StreamKey(Seed, Purpose.Tuning), 0), new (double X, double Y)[Count]);
        foreach (ref var centre in centres.AsSpan())
        {
            do
            {
                centre = (random.NextUniform(arena.Left, arena.Right), random.NextUniform(arena.Bottom, arena.Top));
            }
            while (!arena.Contains(centre.X, centre.Y));
        }

        return new PlaceTuning(this, centres);
    }
}

/// <summary>Place cells in a room.</summary>
public sealed class PlaceTuning : SpatialTuning
{
    private const int MostAsked = 64;
    private const double Nothing = 40;
    private readonly PlaceTargets cells;
    private readonly (double X, double Y)[] centres;

    internal PlaceTuning(PlaceTargets cells, (double X, double Y)[] centres)
        : base(centres.Length) => (this.cells, this.centres) = (cells, centres);

    /// <summary>The centres of the fields (N).</summary>
    public IReadOnlyList<(double X, double Y)> Centres => centres;

    /// <inheritdoc/>
    public override void Activity(double x, double y, double heading, Span<double> activity)
    {
        var (narrow, wide) = (1 / (2 * cells.Width * cells.Width), 1 / (2 * cells.Surround * cells.Width * cells.Width));
        var least = double.PositiveInfinity;
        for (var i = 0; i < centres.Length; i++)
        {
            var (dx, dy) = (x - centres[i].X, y - centres[i].Y);
            activity[i] = (dx * dx) + (dy * dy);
            least = Math.Min(least, activity[i]);
        }

        if (cells.Profile is PlaceProfile.Softmax or PlaceProfile.DifferenceOfSoftmaxes)
        {
            Softmaxes(activity[..centres.Length], least, narrow, wide);
        }
        else
        {
            foreach (ref var value in activity[..centres.Length])
            {
                value = Decayed(value * narrow) - (cells.Profile == PlaceProfile.Gaussian ? 0 : Decayed(value * wide) / cells.Surround);
            }
        }

        if (cells.Profile is PlaceProfile.DifferenceOfSoftmaxes or PlaceProfile.DifferenceOfGaussians)
        {
            Raise(activity[..centres.Length]);
        }
    }

    /// <summary>Where the animal is by the activity: the mean of the centres of the most active cells.</summary>
    /// <typeparam name="T">What numbers they are.</typeparam>
    /// <param name="activity">The activity, or anything that grows with it, such as logits (N).</param>
    /// <param name="cells">How many cells are asked.</param>
    /// <exception cref="UsageException">There are not so many cells, or the activity is not of all.</exception>
    public (double X, double Y) Decode<T>(ReadOnlySpan<T> activity, int cells = 3)
        where T : unmanaged, INumber<T>
    {
        if (cells < 1 || cells > Math.Min(Count, MostAsked) || activity.Length != Count)
        {
            throw new UsageException(FormattableString.Invariant(
                $"`activity` is of {activity.Length} cells and `cells` is {cells}, but there are {Count}; give the activity of all, and a number from 1 to {Math.Min(Count, MostAsked)}."));
        }

        // The most active so far, in order.
        Span<int> most = stackalloc int[cells];
        var found = 0;
        for (var i = 0; i < activity.Length; i++)
        {
            var place = found;
            while (place > 0 && activity[i] > activity[most[place - 1]])
            {
                place--;
            }

            if (place < cells)
            {
                found = Math.Min(found + 1, cells);
                most[place..(found - 1)].CopyTo(most[(place + 1)..]);
                most[place] = i;
            }
        }

        var (x, y) = (0.0, 0.0);
        foreach (var i in most)
        {
            (x, y) = (x + (centres[i].X / cells), y + (centres[i].Y / cells));
        }

        return (x, y);
    }

    // Softmaxes do not change when the least distance is taken off all.
    private void Softmaxes(Span<double> distances, double least, double narrow, double wide)
    {
        var (sum, around, surround) = (0.0, 0.0, ArrayPool<double>.Shared.Rent(distances.Length));
        for (var i = 0; i < distances.Length; i++)
        {
            var further = distances[i] - least;
            distances[i] = Decayed(further * narrow);
            surround[i] = cells.Profile == PlaceProfile.Softmax ? 0 : Decayed(further * wide);
            (sum, around) = (sum + distances[i], around + surround[i]);
        }

        for (var i = 0; i < distances.Length; i++)
        {
            distances[i] = (distances[i] / sum) - (around > 0 ? surround[i] / around : 0);
        }

        ArrayPool<double>.Shared.Return(surround);
    }

    // e^−x; nothing where it is too small to change a sum of numbers of which one is 1.
    private static double Decayed(double x) => x < Nothing ? Math.Exp(-x) : 0;

    private static void Raise(Span<double> activity)
    {
        var (least, sum) = (double.PositiveInfinity, 0.0);
        foreach (var value in activity)
        {
            least = Math.Min(least, value);
            sum += value;
        }

        sum -= activity.Length * least;
        for (var i = 0; i < activity.Length; i++)
        {
            activity[i] = sum > 0 ? (activity[i] - least) / sum : 1.0 / activity.Length;
        }
    }
}
