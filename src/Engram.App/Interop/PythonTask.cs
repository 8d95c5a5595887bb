using System.Buffers;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Engram.Configuration;
using Engram.Tasks;

namespace Engram.App.Interop;

/// <summary>
/// A task that is a class in Python. Engram draws its periods and factors; the class fills the inputs and targets of a block of trials at a
/// time. What it declares is kept here, so that a run says what was trained, and can be read where the class is missing.
/// </summary>
[Browsable(false)]
internal sealed record PythonTask : CognitiveTask
{
    private static readonly ConditionalWeakTable<PythonTask, PythonBlocks> Filled = new();
    private static readonly ConditionalWeakTable<PythonTask, PythonLayout> Layouts = new();

    /// <summary>The task that the call is about, which recipes look at; without one a task that can do nothing.</summary>
    public PythonTask()
    {
        BaselineInput = 0;
        if (CallScope.Current?.Task is { } given)
        {
            (Source, Class, Hash, Attributes) = (given.Source, given.Class, given.Hash, given.Attributes);
            (InputNames, OutputNames, ConditionNames, ChoiceNames) = (given.InputNames, given.OutputNames, given.ConditionNames, given.ChoiceNames);
            (PeriodList, FactorList, Sample, Block, Tolerance) = (given.PeriodList, given.FactorList, given.Sample, given.Block, given.Tolerance);
        }
    }

    /// <summary>Name of the file that has the class.</summary>
    public string Source { get; init; } = "";

    /// <summary>Name of the class in it.</summary>
    public string Class { get; init; } = "";

    /// <summary>SHA-256 of the file, or of the text of a class that is in none.</summary>
    public string Hash { get; init; } = "";

    /// <summary>The attributes of the task that was trained, as JSON.</summary>
    public string Attributes { get; init; } = "{}";

    /// <summary>Names of the inputs.</summary>
    public IReadOnlyList<string> InputNames { get; init; } = [];

    /// <summary>Names of the outputs.</summary>
    public IReadOnlyList<string> OutputNames { get; init; } = [];

    /// <summary>Names of the conditions.</summary>
    public IReadOnlyList<string> ConditionNames { get; init; } = ["all"];

    /// <summary>Names of what can be chosen; none for the outputs, where there are several.</summary>
    public IReadOnlyList<string> ChoiceNames { get; init; } = [];

    /// <summary>The periods in their order, each a name and a duration: <c>delay 0.5s..1s</c>.</summary>
    public IReadOnlyList<string> PeriodList { get; init; } = [];

    /// <summary>The factors in the order drawn, each a name and its values: <c>side left|right</c>, <c>size 1;2;4</c>, <c>shift -1..1</c>.</summary>
    public IReadOnlyList<string> FactorList { get; init; } = [];

    /// <summary>From one sample of inputs and targets to the next; the network may have another step.</summary>
    [Range(0, Above = true)]
    public TimeSpan Sample { get; init; } = 20.Ms;

    /// <summary>How many trials are filled at a time. It decides which random numbers a trial gets.</summary>
    [Range(1, 100_000)]
    public int Block { get; init; } = 64;

    /// <summary>
    /// A trial without a right choice is correct if the root mean square of output − target, where the loss counts, is at most this; none
    /// for trials that are not scored.
    /// </summary>
    [Range(0, 1e6)]
    public double? Tolerance { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Inputs => InputNames;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outputs => OutputNames;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Conditions => ConditionNames;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Choices => ChoiceNames.Count > 0 ? ChoiceNames : base.Choices;

    /// <summary>What is not there, and what to do.</summary>
    public string Missing =>
        $"The task is the class {Class} of {Name} file '{Source}' (SHA-256 {Hash[..Math.Min(12, Hash.Length)]}…), which is not loaded here. "
        + $"In Python, `import` the module that has it, and then open or train the run with the package `engram`; see docs/python.md.";

    /// <summary>How the class is found.</summary>
    public string Identity => new JsonObject { ["source"] = Source, ["class"] = Class, ["hash"] = Hash, ["attributes"] = Attributes }.ToJsonString();

    /// <inheritdoc/>
    protected internal override bool RectifiesInputs => false;

    /// <summary>The periods and factors, read once.</summary>
    internal PythonLayout Layout => Layouts.GetValue(this, task => new(task.PeriodList, task.FactorList));

    /// <inheritdoc/>
    protected override void Compose(Trial trial)
    {
        Layout.Draw(trial);
        if (!trial.IsListing)
        {
            Filled.GetValue(this, task => new(task)).Fill(trial);
        }
    }

    /// <inheritdoc/>
    protected internal override bool IsCorrect(Trial trial, ReadOnlySpan<float> outputs, int offset, int stepStride, TimeSpan dt)
    {
        if (trial.Answer >= 0)
        {
            return base.IsCorrect(trial, outputs, offset, stepStride, dt);
        }

        var (steps, channels) = (trial.Steps(dt), OutputNames.Count);
        var length = steps * channels;
        var rented = ArrayPool<float>.Shared.Rent(2 * length);
        var targets = rented.AsSpan(0, length);
        var mask = rented.AsSpan(length, length);
        trial.RenderTargets(targets, mask, 0, channels, steps, dt);
        double squares = 0, weights = 0;
        for (var i = 0; i < length; i++)
        {
            double error = outputs[offset + (i / channels * stepStride) + (i % channels)] - targets[i];
            squares += mask[i] * error * error;
            weights += mask[i];
        }

        ArrayPool<float>.Shared.Return(rented);
        return squares <= weights * (Tolerance ?? 0) * (Tolerance ?? 0);
    }

    /// <inheritdoc/>
    protected override void Check(IList<string> faults)
    {
        if (Class.Length == 0)
        {
            faults.Add("The task 'python' is a class of your own, written in Python: train it there, with `engram.train(MyTask())`; see docs/python.md.");
        }
        else if (PeriodList.Count == 0)
        {
            faults.Add($"The task {Class} has no periods; give it some: periods = {{\"trial\": 1.0}}, in seconds.");
        }
    }
}
