using Engram.Learning;
using Engram.Tasks;

namespace Engram.Studies.LowRankDecisions;

/// <summary>What all parts of the study have in common: the networks and how they are looked at.</summary>
internal sealed class Plan
{
    /// <summary>The plan of a full or a quick run.</summary>
    public Plan(StudyContext study)
    {
        Study = study;
        Settings = new NetworkSettings(study.Choose(1000, 400), study.Choose(20, 3));
        RankOneSeeds = study.Seeds(full: 16, quick: 2);
        RankTwoSeeds = study.Seeds(full: 10, quick: 2);
    }

    /// <summary>The run.</summary>
    public StudyContext Study { get; }

    /// <summary>How each network is looked at.</summary>
    public NetworkSettings Settings { get; }

    /// <summary>Seeds of the networks of rank one.</summary>
    public IReadOnlyList<ulong> RankOneSeeds { get; }

    /// <summary>Seeds of each family of networks of rank two.</summary>
    public IReadOnlyList<ulong> RankTwoSeeds { get; }

    /// <summary>The loss that counts as trained.</summary>
    public const double Trained = 0.005;

    /// <summary>Rank one, 128 units, as the report has it: the sign of a noisy input. All 1000 updates are made.</summary>
    public static RunConfiguration Deciding { get; } =
        new Dubreuil2022Preset().For(new PerceptualDecisionLowRankTask(), 1).With([new("target-error", "0")]);

    /// <summary>Rank two, 128 units: the difference of two stimuli. Trained until the loss of a check is at most 0.0025.</summary>
    public RunConfiguration Comparing
    {
        get
        {
            var preset = new Dubreuil2022Preset().For(new ParametricWorkingMemoryLowRankTask(), 1);
            return preset with
            {
                Training = preset.Training with { CheckEvery = 50 },
                Stopping = preset.Stopping with { TargetError = 0.05, MaxUpdates = Study.Choose(3000, 1500) },
            };
        }
    }
}

/// <summary>How a network is looked at.</summary>
/// <param name="Trials">Of a test.</param>
/// <param name="Draws">Networks drawn from the fit.</param>
internal sealed record NetworkSettings(int Trials, int Draws);
