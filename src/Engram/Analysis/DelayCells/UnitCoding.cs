namespace Engram.Analysis;

/// <summary>What of one unit's variance over trials two factors explain.</summary>
/// <param name="Unit">The unit, from 0.</param>
/// <param name="CueShare">Share of the variance that the cue explains beyond the response; 0 for a constant unit.</param>
/// <param name="ResponseShare">Share that the response explains beyond the cue.</param>
/// <param name="CuePValue">Of the permutation test of the first share, without correction.</param>
/// <param name="ResponsePValue">Likewise of the second.</param>
/// <param name="Coded">The verdict, corrected for the number of units.</param>
public sealed record UnitCoding(
    int Unit, double CueShare, double ResponseShare, double CuePValue, double ResponsePValue, CodedFactor Coded);
