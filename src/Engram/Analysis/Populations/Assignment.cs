namespace Engram.Analysis;

/// <summary>The cheapest pairing of as many rows as columns, by shortest augmenting paths, at a cost of n³.</summary>
/// <remarks>Kuhn (1955), <see href="https://doi.org/10.1002/nav.3800020109"/>; Jonker &amp; Volgenant (1987).</remarks>
internal static class Assignment
{
    /// <summary>The column of each row.</summary>
    /// <param name="cost">Cost of each pair (n × n).</param>
    public static int[] Of(double[,] cost)
    {
        var n = cost.GetLength(0);

        // Prices of rows and columns; row 0 and column 0 stand for none.
        var (rowPrice, columnPrice) = (new double[n + 1], new double[n + 1]);
        var (rowOf, from) = (new int[n + 1], new int[n + 1]);
        for (var row = 1; row <= n; row++)
        {
            rowOf[0] = row;
            var column = 0;
            var least = Enumerable.Repeat(double.PositiveInfinity, n + 1).ToArray();
            var done = new bool[n + 1];
            while (rowOf[column] != 0)
            {
                done[column] = true;
                var (shortest, next) = (double.PositiveInfinity, 0);
                for (var j = 1; j <= n; j++)
                {
                    if (done[j])
                    {
                        continue;
                    }

                    var reduced = cost[rowOf[column] - 1, j - 1] - rowPrice[rowOf[column]] - columnPrice[j];
                    if (reduced < least[j])
                    {
                        (least[j], from[j]) = (reduced, column);
                    }

                    if (least[j] < shortest)
                    {
                        (shortest, next) = (least[j], j);
                    }
                }

                for (var j = 0; j <= n; j++)
                {
                    if (done[j])
                    {
                        rowPrice[rowOf[j]] += shortest;
                        columnPrice[j] -= shortest;
                    }
                    else
                    {
                        least[j] -= shortest;
                    }
                }

                column = next;
            }

            for (; column != 0; column = from[column])
            {
                rowOf[column] = rowOf[from[column]];
            }
        }

        var columns = new int[n];
        for (var j = 1; j <= n; j++)
        {
            columns[rowOf[j] - 1] = j - 1;
        }

        return columns;
    }
}
