namespace Engram.Tests.Equations;

[Long]
public sealed class ForwardOnlyContract
{
    [Fact]
    public void Without_an_adjoint_every_variant_of_a_cell_puts_out_the_same_bits_and_shows_the_same_rates() =>
        ForwardOnlyTests.Compare(CellVariants.ForAnyTask(12));
}
