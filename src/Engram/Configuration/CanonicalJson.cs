using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Engram.Configuration;

/// <summary>One text for all JSON that means the same: no spaces, keys in ordinal order, numbers in shortest form.</summary>
internal static class CanonicalJson
{
    /// <summary>SHA-256 of the canonical text, in hexadecimal.</summary>
    public static string Hash(JsonNode? node)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            Write(writer, node);
        }

        return Convert.ToHexStringLower(SHA256.HashData(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)));
    }

    private static void Write(Utf8JsonWriter writer, JsonNode? node)
    {
        switch (node)
        {
            case null:
                writer.WriteNullValue();
                break;
            case JsonObject members:
                writer.WriteStartObject();
                foreach (var (key, value) in members.OrderBy(m => m.Key, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(key);
                    Write(writer, value);
                }

                writer.WriteEndObject();
                break;
            case JsonArray items:
                writer.WriteStartArray();
                foreach (var item in items)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            default:
                if (node.GetValueKind() == JsonValueKind.Number)
                {
                    WriteNumber(writer, node.ToJsonString());
                }
                else
                {
                    node.WriteTo(writer);
                }

                break;
        }
    }

    // 1, 1.0 and 1e0 are one number; whole numbers beyond 2^53, such as seeds, keep their digits.
    private static void WriteNumber(Utf8JsonWriter writer, string text)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            writer.WriteNumberValue(whole);
        }
        else if (ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var large))
        {
            writer.WriteNumberValue(large);
        }
        else
        {
            var real = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
            if (double.IsFinite(real))
            {
                writer.WriteNumberValue(real);
            }
            else
            {
                writer.WriteStringValue(text);
            }
        }
    }
}
