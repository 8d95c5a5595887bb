using System.Globalization;
using Engram.Simulation;
using Engram.Tasks;

namespace Engram.Storage;

/// <summary>How a recording lies in a file: its arrays and texts, and what each of them is, in words that go into the file.</summary>
internal sealed class RecordingLayout
{
    private readonly List<NamedArray> arrays = [];
    private readonly List<NamedText> texts = [];
    private readonly Func<string, string> spelled;
    private readonly List<string> lines =
    [
        "A recording of Engram. T steps, B trials, N units, I inputs, O outputs, S numbers of a state.",
        "Row k of T, counted from 0, is at time (k + 1) dt; rates, states and outputs are those after that step.",
        "After a trial's own steps everything is 0. Places count from 0: the name of choice c is the line c of choices, in MATLAB choices{c + 1}.",
    ];

    /// <summary>The layout of a recording.</summary>
    /// <param name="recording">The recording.</param>
    /// <param name="intro">Lines that come first in the text: what was recorded, and how.</param>
    /// <param name="spelled">A name as the file has it; null where it has it as it is.</param>
    public RecordingLayout(Recording recording, IReadOnlyList<string> intro, Func<string, string>? spelled = null)
    {
        this.spelled = spelled ?? (name => name);
        var (t, b) = (recording.Steps, recording.TrialCount);
        var exact = recording.Exact;
        Add("rates", exact?.Rates, recording.Rates, "(T x B x N): rates of the units", t, b, recording.Units);
        Add("output", exact?.Output, recording.Output, "(T x B x O): outputs", t, b, recording.Outputs);
        Add("target", null, recording.Target, "(T x B x O): targets of the outputs; 0 where mask is 0", t, b, recording.Outputs);
        Add("mask", null, recording.Mask, "(T x B x O): weight of each output in the loss", t, b, recording.Outputs);
        Add("input", exact?.Input, recording.Input, "(T x B x I): inputs with their noise", t, b, recording.Inputs);
        if (recording.StateWidth > 0)
        {
            Add("states", exact?.States, recording.States, "(T x B x S): states of the cell, one after the other", t, b, recording.StateWidth);
        }

        Add(new("times", [.. Enumerable.Range(1, t).Select(step => (step * recording.Dt).TotalSeconds)]), "(T): time of each row in seconds");
        Add(new("dt", [recording.Dt.TotalSeconds]), "(1): length of a step in seconds");
        AddTrials(recording);
        Names("inputs", recording.InputNames, "names of the inputs");
        Names("outputs", recording.OutputNames, "names of the outputs");
        Names("conditions", recording.ConditionNames, "names of the conditions");
        Names("choices", recording.Choices, "names of the choices");
        texts.Insert(0, new("about", [.. intro, .. lines]));
    }

    /// <summary>The arrays, in the order of the file.</summary>
    public IReadOnlyList<NamedArray> Arrays => arrays;

    /// <summary>The texts: <c>about</c>, which explains the rest, and names.</summary>
    public IReadOnlyList<NamedText> Texts => texts;

    private void AddTrials(Recording recording)
    {
        var trials = recording.Trials;
        Whole("steps", trial => trial.Steps, "(B): the trial's own steps, those before the zeros");
        Whole("first", trial => trial.FirstStep, "(B): the step of the whole trial in row 0; 0 unless the recording was cut to periods");
        Whole("condition", trial => trial.Condition, "(B): place of the condition in conditions; -1 for none");
        Whole("answer", trial => trial.Answer, "(B): place of the right choice in choices; -1 for none");
        Whole("choice", trial => trial.Choice, "(B): place of the choice made; -1 for none");
        Whole("correct", trial => trial.IsCorrect is { } isCorrect ? isCorrect ? 1 : 0 : -1, "(B): 1 for correct, 0 for wrong, -1 where the trial is not scored");
        foreach (var name in trials.SelectMany(trial => trial.Periods).Select(period => period.Name).Distinct())
        {
            long[] ends = [.. trials.SelectMany((_, place) => recording.StepsOf(name, place) is { } steps ? new long[] { steps.First, steps.End } : [-1, -1])];
            Add(new($"period-{name}", ends, trials.Count, 2), "(B x 2): its first row, and the row after its last; -1 where a trial has no such period");
        }

        foreach (var factor in recording.Factors)
        {
            var what = factor.Kind switch
            {
                FactorKind.Time => "in milliseconds",
                FactorKind.Label => $"place in {spelled($"labels-{factor.Name}")}",
                _ => "as a number",
            };
            Add(
                new($"factor-{factor.Name}", [.. trials.Select(trial => trial.Factors.GetValueOrDefault(factor.Name, double.NaN))]),
                $"(B): value of the factor, {what}; NaN where it was not drawn");
            Names($"labels-{factor.Name}", factor.Labels, $"names of the values of {spelled($"factor-{factor.Name}")}");
        }

        foreach (var name in recording.MeasureNames)
        {
            Add(new($"measure-{name}", [.. trials.Select(trial => trial.Measures[name])]), "(B): what the task measured; NaN where there is nothing to measure");
        }

        foreach (var name in recording.CovariateNames)
        {
            Add(new($"covariate-{name}", recording.Covariate(name), recording.Steps, trials.Count), "(T x B): what else the task knew at each step; NaN where nothing");
        }

        void Whole(string name, Func<RecordedTrial, long> value, string what) => Add(new(name, [.. trials.Select(value)]), what);
    }

    private void Add(string name, double[]? exact, float[] rounded, string what, params ReadOnlySpan<int> shape) =>
        Add(exact is null ? new NamedArray(name, rounded, shape) : new NamedArray(name, exact, shape), what);

    private void Add(NamedArray array, string what)
    {
        arrays.Add(array);
        var here = array.Name == "dt" ? array.Doubles()[0].ToString("R", CultureInfo.InvariantCulture) : string.Join(" x ", array.Shape);
        lines.Add($"{spelled(array.Name)} {what}. Here: {here}.");
    }

    private void Names(string name, IReadOnlyList<string> names, string what)
    {
        if (names.Count > 0)
        {
            texts.Add(new(name, names));
            lines.Add($"{spelled(name)}: {what}.");
        }
    }
}
