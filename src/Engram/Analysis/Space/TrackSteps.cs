using System.Globalization;
using Engram.Configuration;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>In which bin of a track each step of each trial lies, and which way each trial goes.</summary>
internal sealed class TrackSteps
{
    private const string All = "all trials";

    private TrackSteps(string covariate, string[] names, double[] edges, TrackTrial[] trials) =>
        (Covariate, Names, Edges, Trials) = (covariate, names, edges, trials);

    public string Covariate { get; }

    /// <summary>Names of the trajectories, K.</summary>
    public string[] Names { get; }

    /// <summary>Edges of the bins (bins + 1).</summary>
    public double[] Edges { get; }

    public int Bins => Edges.Length - 1;

    /// <summary>The trials that are somewhere on the track.</summary>
    public TrackTrial[] Trials { get; }

    /// <summary>Sorts the steps into bins.</summary>
    /// <param name="recording">The recording; catch trials are left out.</param>
    /// <param name="covariate">The position; steps where it is not known are left out.</param>
    /// <param name="factor">The factor whose values are the trajectories; none for one.</param>
    /// <param name="bins">How many bins.</param>
    /// <param name="from">Where the track begins; none for the least position.</param>
    /// <param name="to">Where it ends; none for the greatest.</param>
    /// <param name="within">Another covariate and the value that it must have.</param>
    /// <exception cref="UsageException">There is no such covariate or factor, or no range of positions.</exception>
    public static TrackSteps Of(
        Recording recording, string covariate, string? factor, int bins, double? from, double? to, (string Covariate, double Value)? within = null)
    {
        var (position, where) = (recording.Covariate(covariate), within is { } asked ? recording.Covariate(asked.Covariate) : null);
        var levels = factor is null ? null : FactorLevels.Of(recording, factor);
        var places = new List<(RecordedTrial Trial, List<(int Step, double At)> Steps)>();
        foreach (var trial in recording.Trials.Where(trial => !trial.IsCatch && (levels is null || levels.LevelOf[trial.Index] >= 0)))
        {
            var steps = new List<(int, double)>();
            for (var step = 0; step < trial.Steps; step++)
            {
                var row = (step * recording.TrialCount) + trial.Index;
                if (float.IsInfinity(position[row]))
                {
                    throw new UsageException(
                        $"The covariate '{covariate}' in step {step} of trial {trial.Index} (counted from 0) is infinite; positions must be finite, or NaN where unknown.");
                }

                // Positions are single; half a unit of the last place must not put the last step outside.
                if (float.IsFinite(position[row]) && (where is null || where[row] == (float)within!.Value.Value)
                    && !(position[row] < (float?)from) && !(position[row] > (float?)to))
                {
                    steps.Add((step, position[row]));
                }
            }

            if (steps.Count > 0)
            {
                places.Add((trial, steps));
            }
        }

        var (least, greatest) = (from ?? places.SelectMany(place => place.Steps).Select(step => step.At).DefaultIfEmpty(0).Min(),
            to ?? places.SelectMany(place => place.Steps).Select(step => step.At).DefaultIfEmpty(0).Max());
        Refuse(places.Count, least, greatest, covariate, within);
        return new(
            covariate, levels?.Names ?? [All], [.. Enumerable.Range(0, bins + 1).Select(k => least + ((greatest - least) * k / bins))],
            [
                .. places.Select(place => new TrackTrial(
                    place.Trial.Index, levels?.LevelOf[place.Trial.Index] ?? 0, [.. place.Steps.Select(step => step.Step)],
                    [.. place.Steps.Select(step => Math.Clamp((int)((step.At - least) / (greatest - least) * bins), 0, bins - 1))])),
            ]);
    }

    private static void Refuse(int trials, double from, double to, string covariate, (string Covariate, double Value)? within)
    {
        var where = within is { } asked ? string.Create(CultureInfo.InvariantCulture, $" where '{asked.Covariate}' is {asked.Value}") : "";
        if (trials == 0)
        {
            throw new UsageException($"No trial has a step with a known '{covariate}' in the range asked for{where}; ask for another range or covariate.");
        }

        if (!(to > from))
        {
            throw new UsageException(string.Create(
                CultureInfo.InvariantCulture, $"'{covariate}' goes from {from} to {to}{where}, which is no track; name a covariate that changes, or a wider range."));
        }
    }
}
