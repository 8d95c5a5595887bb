using Engram.Numerics;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>What a scanner adds to the signal of voxels, and how neighbours are averaged.</summary>
internal static class ScannerNoise
{
    /// <summary>Adds normal noise.</summary>
    /// <param name="scan">Volumes of voxels.</param>
    /// <param name="noise">Its standard deviation relative to that of each voxel over all volumes and trials.</param>
    /// <param name="stream">The random numbers of a trial.</param>
    public static void Add(Recording scan, double noise, Func<int, RandomStream> stream)
    {
        var places = scan.Trials.SelectMany(trial => Enumerable.Range(0, trial.Steps).Select(volume => (volume, trial.Index))).ToList();
        var sds = new double[scan.Units];
        for (var v = 0; v < sds.Length; v++)
        {
            double[] values = [.. places.Select(place => (double)scan.Rate(place.volume, place.Index)[v])];
            var mean = values.Average();
            sds[v] = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
        }

        foreach (var trial in scan.Trials)
        {
            var own = stream(trial.Index);
            for (var volume = 0; volume < trial.Steps; volume++)
            {
                var y = scan.Rate(volume, trial.Index);
                for (var v = 0; v < y.Length; v++)
                {
                    y[v] += (float)(noise * sds[v] * own.NextNormal());
                }
            }
        }
    }

    /// <summary>Averages voxels that lie next to each other.</summary>
    /// <param name="scan">Volumes of voxels.</param>
    /// <param name="sd">Standard deviation of the Gaussian, in voxels; 0 for none.</param>
    public static void Smooth(Recording scan, double sd)
    {
        if (sd == 0)
        {
            return;
        }

        var reach = (int)Math.Ceiling(4 * sd);
        double[] kernel = [.. Enumerable.Range(-reach, (2 * reach) + 1).Select(apart => Math.Exp(-0.5 * Math.Pow(apart / sd, 2)))];
        foreach (var trial in scan.Trials)
        {
            for (var volume = 0; volume < trial.Steps; volume++)
            {
                var y = scan.Rate(volume, trial.Index);
                var before = y.ToArray();
                for (var v = 0; v < y.Length; v++)
                {
                    var (sum, whole) = (0.0, 0.0);
                    for (var other = Math.Max(0, v - reach); other <= Math.Min(y.Length - 1, v + reach); other++)
                    {
                        sum += kernel[other - v + reach] * before[other];
                        whole += kernel[other - v + reach];
                    }

                    y[v] = (float)(sum / whole);
                }
            }
        }
    }
}
