using System.Globalization;
using System.Text.Json.Nodes;
using Engram.App.Terminal;
using Engram.Configuration;
using Engram.Tasks;

namespace Engram.App.Catalogue;

/// <summary>What is peculiar to a task: channels, conditions, the course of a trial, factors.</summary>
internal static class TaskPage
{
    // Of more channels than these, a few are shown.
    private const int MostShown = 100, FewShown = 20;

    /// <summary>Writes it, and adds it to the answer.</summary>
    public static void Write(CognitiveTask task, Output output, JsonObject answer)
    {
        var example = new ExampleTrial(task);
        var descriptions = Settings.Of(task).ToDictionary(setting => setting.Name, setting => setting.Description);
        output.Line();
        output.Prose(NumberedNames.Text(task.Inputs), "inputs      ");
        output.Prose(NumberedNames.Text(task.Outputs), "outputs     ");
        if (task.Choices.Count > 0 && !task.Choices.SequenceEqual(task.Outputs))
        {
            output.Prose(string.Join(", ", task.Choices), "choices     ");
        }

        output.Prose(string.Join(", ", task.Conditions), "conditions  ");

        output.Line();
        output.Heading("The course of a trial");
        output.Table(
            ["period", "lasts", "what"],
            [.. example.Periods.Select(period => new[] { period.Name, period.Lasts, descriptions.GetValueOrDefault(period.Name, "") })]);
        output.Line();
        output.Prose($"A trial lasts {TimeText.Format(task.Longest)} at the longest.{CatchTrials(task)}");

        Trial(task, example, output);

        output.Line();
        output.Heading("Factors, which vary from trial to trial or can be made to");
        output.Table(["factor", "kind", "values"], [.. task.Factors.Select(f => new[] { f.Name, Word(f.Kind), f.Values })]);
        output.Line("`engram test <run> --<factor> <value>` pins one, `--sweep <factor>=a,b,c` goes through several values.");

        answer["inputs"] = Words(task.Inputs);
        answer["outputs"] = Words(task.Outputs);
        answer["choices"] = Words(task.Choices);
        answer["conditions"] = Words(task.Conditions);
        answer["periods"] = new JsonArray(
            [.. example.Periods.Select(period => new JsonObject { ["name"] = period.Name, ["lasts"] = period.Lasts })]);
        answer["longest"] = TimeText.Format(task.Longest);
        answer["factors"] = new JsonArray(
            [.. task.Factors.Select(f => new JsonObject { ["name"] = f.Name, ["kind"] = Word(f.Kind), ["values"] = f.Values })]);
    }

    // Channels stand in columns where there is room for all, and else in rows.
    private static void Trial(CognitiveTask task, ExampleTrial example, Output output)
    {
        output.Line();
        output.Prose($"One trial, drawn with {string.Join(", ", example.Factors)}");
        string[] channels = [.. task.Inputs.Select(name => $"input {name}"), .. task.Outputs.Select(name => $"target {name}")];
        const string What = "Values at the end of each period, without noise; where a target is free, the loss does not count.";
        if (channels.Sum(channel => channel.Length + 2) + 20 <= output.Width)
        {
            output.Table(["period", "until", .. channels], example.Rows);
            output.Line(What);
            return;
        }

        string[][] rows =
        [
            .. channels.Select((channel, place) => (string[])[channel, .. example.Rows.Select(row => row[place + 2])])
                .Where(row => row.Skip(1).Any(value => value is not ("0" or "free"))),
        ];
        string[][] shown = rows.Length <= MostShown ? rows : [.. rows.Index().OrderByDescending(row => Greatest(row.Item)).Take(FewShown).OrderBy(row => row.Index).Select(row => row.Item)];
        output.Table(["channel", .. example.Rows.Select(row => $"{row[0]}, until {row[1]}")], shown);
        output.Line(What);
        output.Line("Channels that are 0 or free at the end of every period are left out.");
        if (shown.Length < rows.Length)
        {
            output.Line($"Of the {rows.Length} others, the {FewShown} with the greatest values are shown.");
        }
    }

    private static double Greatest(IEnumerable<string> row) =>
        row.Skip(1).Max(value => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? Math.Abs(number) : 0);

    private static string CatchTrials(CognitiveTask task)
    {
        var share = (100 * task.CatchProbability).ToString("0.#", CultureInfo.InvariantCulture);
        return task.CatchProbability == 0 ? string.Empty
            : $" Of all trials, {share} % are catch trials of {task.CatchDuration} in which nothing is shown; "
                + "they are trained and not scored.";
    }

    private static string Word(FactorKind kind) => Kebab.Of(kind.ToString());

    private static JsonArray Words(IEnumerable<string> words) => [.. words.Select(word => JsonValue.Create(word))];
}
