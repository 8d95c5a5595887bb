using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Storage;

/// <summary>What a <see cref="SeriesTask"/> has of its file: the columns that are used, and the parts of the sets.</summary>
internal sealed class SeriesParts
{
    private const int ExampleSamples = 3000;
    private readonly SeriesTask task;
    private readonly SeriesTable table;
    private readonly int[] shown, asked;
    private readonly (double Mean, double Scale)[] scales;
    private readonly int training, validation;

    /// <summary>Reads the file of a task.</summary>
    /// <param name="task">The task.</param>
    /// <exception cref="UsageException">The file cannot be used, or has no such columns.</exception>
    public SeriesParts(SeriesTask task)
    {
        (this.task, table) = (task, task.File is { } path ? SeriesTable.Read(path, task.Array) : Example());
        shown = task.Columns is { } columns ? Places(columns, nameof(SeriesTask.Columns)) : [.. table.Names.Select(name => table.Find(name, nameof(SeriesTask.Columns)))];
        asked = task.Targets is { } targets ? Places(targets, nameof(SeriesTask.Targets)) : shown;
        (Inputs, Outputs) = ([.. shown.Select(place => table.Names[place])], [.. asked.Select(place => table.Names[place])]);
        Predicting = [.. shown.Select(place => Array.IndexOf(asked, place))];
        training = (int)Math.Round(table.Rows * task.TrainingShare);
        validation = Math.Min(table.Rows, (int)Math.Round(table.Rows * (task.TrainingShare + task.ValidationShare)));
        scales = [.. Enumerable.Range(0, table.Names.Count).Select(column => task.Standardise ? Scale(column) : (0, 1))];
    }

    /// <summary>Names of the columns that are shown.</summary>
    public IReadOnlyList<string> Inputs { get; }

    /// <summary>Names of the columns that are predicted.</summary>
    public IReadOnlyList<string> Outputs { get; }

    /// <summary>The output that predicts each input; −1 for none.</summary>
    public IReadOnlyList<int> Predicting { get; }

    /// <summary>The rows of a set.</summary>
    /// <param name="set">What trials are for; those that are neither of training nor of validation have the rows of tests.</param>
    public (int First, int Count) Of(Purpose set) => set switch
    {
        Purpose.TrainingTrials => (0, training),
        Purpose.ValidationTrials => (training, validation - training),
        _ => (validation, table.Rows - validation),
    };

    /// <summary>How many rows the set with the most has.</summary>
    public int Longest => Math.Max(training, Math.Max(validation - training, table.Rows - validation));

    /// <summary>What is shown of a row.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <param name="column">Which input.</param>
    public double Input(int row, int column) => Value(row, shown[column]);

    /// <summary>What is asked for of a row.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <param name="column">Which output.</param>
    public double Output(int row, int column) => Value(row, asked[column]);

    /// <summary>Adds what does not fit: another file than that of the run, a column that is constant, parts that are too short.</summary>
    /// <param name="faults">Where to add.</param>
    /// <param name="warm">The longest warm-up.</param>
    /// <param name="horizon">The longest closed loop.</param>
    public void Check(IList<string> faults, double warm, double horizon)
    {
        if (task.File is not null && task.Sha256 is { } hash && !string.Equals(hash, table.Sha256, StringComparison.OrdinalIgnoreCase))
        {
            faults.Add($"'{task.File}' has changed: its SHA-256 is {table.Sha256}, but a run was made with {hash} (`Sha256`); restore the file, or train another run with the new one.");
        }

        foreach (var (set, what) in new[] { (Purpose.TrainingTrials, "training"), (Purpose.ValidationTrials, "validation"), (Purpose.TestTrials, "tests") })
        {
            var (first, count) = Of(set);
            var (scored, kind) = set != Purpose.TrainingTrials && horizon > 0 ? (horizon, "in a closed loop (`Horizon`)") : (1, "to score");
            var needed = warm + scored + task.Ahead;
            if (count < needed)
            {
                faults.Add(FormattableString.Invariant(
                    $"The part for {what} of {File} has {Counted.Of(count, "sample")}, but a trial needs {needed}: {warm} to warm up (`WarmUp`), {scored} {kind} and {task.Ahead} ahead; set a smaller one of these, or other shares (`TrainingShare`, `ValidationShare`)."));
            }
            else if (set == Purpose.TrainingTrials && shown.Concat(asked).Distinct().FirstOrDefault(column => IsConstant(column, count), -1) is >= 0 and var constant)
            {
                faults.Add(FormattableString.Invariant(
                    $"Column '{table.Names[constant]}' of {File} is {table[0, constant]} throughout its part for training ({table.RowsText(first, first + count)}), so that there is nothing to predict; leave it out by `Columns`."));
            }
        }

        if (horizon > 0 && Predicting.Contains(-1))
        {
            faults.Add($"`Horizon` closes the loop, but the column '{Inputs[Predicting.ToList().IndexOf(-1)]}' is shown and not predicted; add it to `Targets`, or take it from `Columns`.");
        }
    }

    private string File => task.File is { } path ? $"'{path}'" : "the example";

    private bool IsConstant(int column, int count) => Enumerable.Range(1, Math.Max(0, count - 1)).All(row => table[row, column] == table[0, column]);

    private double Value(int row, int column) => (table[row, column] - scales[column].Mean) * scales[column].Scale;

    // Over the part for training. A column that is constant there is refused where it is used.
    private (double Mean, double Scale) Scale(int column)
    {
        var (sum, squares) = (0.0, 0.0);
        for (var row = 0; row < training; row++)
        {
            sum += table[row, column];
        }

        var mean = sum / training;
        for (var row = 0; row < training; row++)
        {
            squares += (table[row, column] - mean) * (table[row, column] - mean);
        }

        return squares > 0 ? (mean, Math.Sqrt(training / squares)) : (0, 1);
    }

    private int[] Places(string columns, string setting)
    {
        string[] names = columns.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        int[] places = [.. names.Select(name => table.Find(name, setting))];
        return places.Length == 0 || places.Distinct().Count() < places.Length
            ? throw new UsageException($"`{setting}` is '{columns}', but names of columns are needed, each once; write such as `{setting} = {string.Join(',', table.Names.Take(2))}`.")
            : places;
    }

    // x' = 1 − 1.4x² + y, y' = 0.3x
    private static SeriesTable Example()
    {
        var values = new double[2 * ExampleSamples];
        var (x, y) = (0.0, 0.0);
        for (var k = -100; k < ExampleSamples; k++)
        {
            (x, y) = (1 - (1.4 * x * x) + y, 0.3 * x);
            if (k >= 0)
            {
                (values[2 * k], values[(2 * k) + 1]) = (x, y);
            }
        }

        return new("the example", ["x", "y"], values, 1, [null, null]);
    }
}
