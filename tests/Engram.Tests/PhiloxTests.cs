using Engram.Numerics;

namespace Engram.Tests;

public sealed class PhiloxTests
{
    [Fact]
    public void Philox_agrees_with_the_published_known_answers()
    {
        // Random123's kat_vectors for philox4x32-10.
        Assert.Equal((0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u), Philox.Words((0, 0, 0, 0), 0, 0));
        Assert.Equal((0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu), Philox.Words((~0u, ~0u, ~0u, ~0u), ~0u, ~0u));
    }
}
