#:project ../src/Engram/Engram.csproj

// Two Hopfield networks that store a sequence at one showing and play it in both directions: dotnet run examples/play-a-sequence.cs
using Engram.Learning;

var memory = new HopfieldCache { Clock = CacheClock.SelfTimed }.Store(20);
foreach (var direction in new[] { ReplayDirection.Forward, ReplayDirection.Reverse })
{
    var played = memory.Recall(direction);
    Console.WriteLine($"{direction}: {string.Join(' ', played.Order)}; the least overlap is {played.Greatest.Min():0.000}, after {played.Times.Max() + 1} steps");
}

foreach (var patterns in new[] { 10, 20, 30, 40, 60 })
{
    var inOrder = Enumerable.Range(1, 4).Average(seed => new HopfieldCache { Seed = (ulong)seed }.Store(patterns).Recall(ReplayDirection.Forward).InOrder);
    Console.WriteLine($"{patterns} patterns: {inOrder:P0} of the transitions in order, mean of four caches");
}

return 0;
