using Engram.Configuration;
using Engram.Studies.DynamicWorkingMemory;

namespace Engram.Tests.Architecture;

public sealed class PublicSurfaceTests
{
    [Fact]
    public void The_public_surface_is_the_approved_one() => Snapshot.Agrees(
        "public-surface.txt",
        $"# Engram\n\n{PublicSurface.Of(typeof(Settings).Assembly)}"
        + $"# Engram.Studies\n\n{PublicSurface.Of(typeof(DynamicWorkingMemoryStudy).Assembly)}");

    [Fact]
    public void A_type_is_shown_as_a_user_sees_it() => Assert.Equal(
        """
        PublicSurfaceTests.Sample<T> : abstract record of IDisposable where T : unmanaged, IComparable<T>
            public const int Most = 3
            protected Sample(string Name)
            public (int First, string? Second)[]? Both { get; init; }
            public T this[int index] { get; }
            protected internal virtual double Level { get; }
            public string Name { get; init; }
            public required IReadOnlyList<string?> Names { get; init; }
            public void Dispose()
            protected abstract bool Try<TValue>(ref TValue value, out T? found, params ReadOnlySpan<int> places) where TValue : class
            public static double[,] Values(string? text = null, DayOfWeek day = Monday, bool isOpen = true)
            public static PublicSurfaceTests.Sample<T> operator -(PublicSurfaceTests.Sample<T> one)


        """,
        PublicSurface.Of(typeof(Sample<>)), ignoreLineEndingDifferences: true);

    public abstract record Sample<T>(string Name) : IDisposable
        where T : unmanaged, IComparable<T>
    {
        public const int Most = 3;

        public required IReadOnlyList<string?> Names { get; init; }

        public (int First, string? Second)[]? Both { get; init; }

        public T this[int index] => Hidden.GetValueOrDefault(index);

        internal Dictionary<int, T> Hidden { get; } = [];

        protected internal virtual double Level => Internal();

        public static double[,] Values(string? text = null, DayOfWeek day = DayOfWeek.Monday, bool isOpen = true) =>
            new double[text?.Length ?? (int)day, isOpen ? 1 : 0];

        public void Dispose() => GC.SuppressFinalize(this);

        protected abstract bool Try<TValue>(ref TValue value, out T? found, params ReadOnlySpan<int> places)
            where TValue : class;

        public static Sample<T> operator -(Sample<T> one) => one;

        internal double Internal() => Hidden.Count;
    }
}
