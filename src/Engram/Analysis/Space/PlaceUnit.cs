namespace Engram.Analysis;

/// <summary>What the activity of one unit says about places.</summary>
/// <param name="Unit">Number of the unit, from 0.</param>
/// <param name="Fields">Its activity along each trajectory (K); null where it is the same everywhere.</param>
/// <param name="Best">The trajectory of the greatest information, from 0; −1 where there is no field.</param>
/// <param name="PValue">Of the greatest information, against activity that is turned against the position.</param>
/// <param name="IsSignificant">Whether the information is, with the expected share of false ones among all units controlled.</param>
/// <param name="IsPlaceCell">Whether it also has a field that is narrow enough.</param>
public sealed record PlaceUnit(int Unit, IReadOnlyList<PlaceField?> Fields, int Best, double PValue, bool IsSignificant, bool IsPlaceCell)
{
    /// <summary>The field of the greatest information; null where there is none.</summary>
    public PlaceField? Field => Best < 0 ? null : Fields[Best];
}
