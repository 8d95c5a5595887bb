#:project ../src/Engram/Engram.csproj

// Three steps of a recurrent network unrolled by hand, beside what Engram computes: dotnet run examples/eat-food.cs
using Engram.Cells;
using Engram.Learning;
using Engram.Networks;
using Engram.Tasks;

var configuration = new PatternsPreset().For(new EatFoodTask(), seed: 1) with { Cell = new ElmanCell { Units = 5 } };
var network = Network.Create(configuration.Cell, configuration.Graph(), configuration.Network with { InputScale = 1, ReadoutScale = 1 }, configuration.Seed);
var loss = Math.Log(3);
for (var update = 0; update <= 60; update++)
{
    var gradient = LossGradient.Of(network, configuration, trials: 1);
    var (byHand, said) = Unrolled(network);
    var largest = gradient.Max(Math.Abs);
    foreach (var (name, own) in byHand)
    {
        var engram = network.Parameters.Of<float>(name, gradient);
        for (var k = 0; k < own.Length; k++)
        {
            if (!(Math.Abs(engram[k] - own[k]) <= 1e-5 * largest))
            {
                throw new InvalidOperationException($"dL/d{name}[{k}] is {engram[k]}, by hand {own[k]}");
            }
        }
    }

    loss = said.Loss;
    if (update % 20 == 0)
    {
        Console.WriteLine($"update {update,3}: L = {loss:0.0000}, \"{said.Text}\"");
    }

    network = network.WithRaw([.. network.RawValues.ToArray().Zip(gradient, (weight, slope) => weight - (0.5f * slope))]);
}

Console.WriteLine("gradients by hand are Engram's");
return loss < 0.1 ? 0 : 3;

// Forward and back through three steps. The loss is the mean over the steps, as everywhere in Engram.
static ((string Name, double[] Slope)[] Gradient, (double Loss, string Text) Said) Unrolled(Network network)
{
    const int Steps = EatFoodTask.Steps, Words = EatFoodTask.Steps;
    var n = network.Units;
    var (h, p) = (new double[Steps + 1, n], new double[Steps, Words]);
    var (loss, text) = (0.0, new List<string>());
    for (var t = 0; t < Steps; t++)
    {
        // a = b + W h + U x, h = tanh a; x is the word that comes in, one-hot.
        for (var i = 0; i < n; i++)
        {
            double a = network["b", i, 0] + network["w_in", i, t];
            for (var j = 0; j < n; j++)
            {
                a += network["w_rec", i, j] * h[t, j];
            }

            h[t + 1, i] = Math.Tanh(a);
        }

        // o = c + V h, y = softmax o, L = −log y of the right word.
        var sum = 0.0;
        for (var k = 0; k < Words; k++)
        {
            double o = network["b_out", k, 0];
            for (var i = 0; i < n; i++)
            {
                o += network["w_out", k, i] * h[t + 1, i];
            }

            p[t, k] = Math.Exp(o);
            sum += p[t, k];
        }

        var best = 0;
        for (var k = 0; k < Words; k++)
        {
            p[t, k] /= sum;
            best = p[t, k] > p[t, best] ? k : best;
        }

        loss -= Math.Log(p[t, t]) / Steps;
        text.Add(new EatFoodTask().Outputs[best]);
    }

    var (dw, du, db, dv, dc) = (new double[n * n], new double[n * Words], new double[n], new double[Words * n], new double[Words]);
    var later = new double[n];
    for (var t = Steps - 1; t >= 0; t--)
    {
        // do = y − 1 at the right word; dh = Vᵀ do + Wᵀ da of the step after; da = (1 − h²) dh.
        var da = new double[n];
        for (var i = 0; i < n; i++)
        {
            var dh = 0.0;
            for (var k = 0; k < Words; k++)
            {
                dh += network["w_out", k, i] * Error(t, k);
            }

            for (var j = 0; j < n; j++)
            {
                dh += network["w_rec", j, i] * later[j];
            }

            da[i] = (1 - (h[t + 1, i] * h[t + 1, i])) * dh;
        }

        // dV += do hᵀ, dc += do, dW += da hᵀ of the step before, dU += da xᵀ, db += da.
        for (var k = 0; k < Words; k++)
        {
            dc[k] += Error(t, k);
            for (var i = 0; i < n; i++)
            {
                dv[(k * n) + i] += Error(t, k) * h[t + 1, i];
            }
        }

        for (var i = 0; i < n; i++)
        {
            db[i] += da[i];
            du[(i * Words) + t] += da[i];
            for (var j = 0; j < n; j++)
            {
                dw[(i * n) + j] += da[i] * h[t, j];
            }
        }

        later = da;
    }

    return ([("w_rec", dw), ("w_in", du), ("b", db), ("w_out", dv), ("b_out", dc)], (loss, string.Join(' ', text)));

    double Error(int t, int k) => (p[t, k] - (k == t ? 1 : 0)) / Steps;
}

/// <summary>Read "start Eat Food" and say at each word the next: "Eat Food end".</summary>
internal sealed record EatFoodTask : SymbolTask
{
    /// <summary>How many words are read.</summary>
    public const int Steps = 3;

    private static readonly string[] Read = ["start", "Eat", "Food"], Said = ["Eat", "Food", "end"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Inputs => Read;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outputs => Said;

    /// <inheritdoc/>
    public override IReadOnlyList<Head> Heads => [new("word", Steps, "cross-entropy")];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Conditions => ["sentence"];

    /// <inheritdoc/>
    protected override void Compose(Trial trial)
    {
        (trial.Condition, trial.Answer) = (0, Steps - 1);
        var sentence = trial.Following("sentence", Steps * Symbol);
        for (var k = 0; k < Steps; k++)
        {
            trial.Input(k, 1, during: At(sentence, k));
            trial.OneHot(.., k, At(sentence, k));
        }
    }
}
