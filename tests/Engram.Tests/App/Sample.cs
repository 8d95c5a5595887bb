using System.CommandLine;
using System.Text.Json.Nodes;
using Engram.App;
using Engram.App.Commands;
using Engram.App.Parsing;
using Engram.App.Terminal;
using Engram.Configuration;

namespace Engram.Tests.App;

/// <summary>A program with two commands: <c>train</c> takes settings, <c>list</c> takes none.</summary>
internal static class Sample
{
    public static (int Code, string Standard, string Error) Run(params string[] args) => Run(CancellationToken.None, args);

    public static (int Code, string Standard, string Error) Run(CancellationToken cancel, params string[] args)
    {
        using var standard = new StringWriter();
        using var error = new StringWriter();
        var code = new Application([new List(), new Train()], standard, error, TerminalTraits.None).Run(args, cancel);
        return (code, standard.ToString(), error.ToString());
    }

    private sealed class List : AppCommand
    {
        private readonly Argument<string?> kind = Flag.OptionalWord("kind", "tasks or cells");

        public override string Summary => "Lists what there is.";

        public override void Configure(Command command) => command.Arguments.Add(kind);

        public override int Run(Call call, Output output, CancellationToken cancel)
        {
            output.Table(["name", "summary"], [["leaky", "a cell"], ["delayed-match", "a task"]]);
            output.Result(new JsonObject { ["kind"] = call.Get(kind) });
            return ExitCode.Done;
        }
    }

    private sealed class Train : AppCommand
    {
        private readonly Argument<string> task = Flag.Word("task", "a task, as `engram list tasks` names it");
        private readonly Option<long?> seed = Flag.Integer("--seed", "Seed of all randomness", 1, 0);
        private readonly Option<string?> preset = Flag.OneOf("--preset", "Recipe", "modern", "song2016");
        private readonly Option<string?> folder = Flag.Text("--out", "folder", "Where the run goes");

        public override string Summary => "Trains a network on a task.";

        public override string Settings => "Properties of the task, as `engram describe <task>` lists them.";

        public override IReadOnlyList<string> Examples => ["engram train delayed-match --delay 1s"];

        public override void Configure(Command command)
        {
            command.Arguments.Add(task);
            command.Options.Add(seed);
            command.Options.Add(preset);
            command.Options.Add(folder);
        }

        public override int Run(Call call, Output output, CancellationToken cancel) => call.Get(task) switch
        {
            "faulty" => throw new UsageException(["first fault.", "second fault."]),
            "broken" => throw new InvalidOperationException("two\nlines"),
            "full-disk" => throw new IOException("No space left on device."),
            "long" => throw new OperationCanceledException(),
            "silent" => ExitCode.Done,
            _ => Answer(call, output),
        };

        private int Answer(Call call, Output output)
        {
            var settings = string.Join(' ', call.Settings.Select(setting => $"{setting.Name}={setting.Value ?? "(alone)"}"));
            output.Line($"{call.Get(task)} seed {call.Get(seed)} preset {call.Get(preset)} out {call.Get(folder)}: {settings}");
            output.Notice("a remark");
            output.Result(new JsonObject { ["settings"] = settings, ["loss"] = Output.Number(double.NaN) });
            return ExitCode.NotReached;
        }
    }
}
