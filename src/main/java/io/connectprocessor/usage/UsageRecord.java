package io.connectprocessor.usage;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.TreeMap;

/**
 * A record that may be reported.
 *
 * @param currency empty when none is told
 * @param amount null unless the schema asks for it
 * @param tier null unless the schema asks for it
 * @param category null for the general one
 * @param dynamic what a new item is, or null
 * @param custom by name, with {@code v.} before it
 */
record UsageRecord(
        String product,
        String contract,
        String currency,
        String recordId,
        String note,
        String itemCriterion,
        String itemValue,
        BigDecimal quantity,
        LocalDateTime start,
        LocalDateTime end,
        String assetCriterion,
        String assetValue,
        Category category,
        BigDecimal amount,
        Integer tier,
        DynamicItem dynamic,
        Map<String, String> custom) {

    /** @param name null when it is told elsewhere */
    record Category(String id, String name, String description) {}

    record DynamicItem(String name, String unit, String mpn, String precision) {}

    /** The same bytes for the same record, whenever and in whatever order it was read. */
    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        DataOutputStream out = new DataOutputStream(bytes);
        try {
            for (String text : new String[] {
                product,
                contract,
                currency,
                recordId,
                note,
                itemCriterion,
                itemValue,
                quantity.toPlainString(),
                RowTime.write(start),
                RowTime.write(end),
                assetCriterion,
                assetValue,
                category == null ? null : category.id(),
                category == null ? null : category.name(),
                category == null ? null : category.description(),
                amount == null ? null : amount.toPlainString(),
                tier == null ? null : tier.toString(),
                dynamic == null ? null : dynamic.name(),
                dynamic == null ? null : dynamic.unit(),
                dynamic == null ? null : dynamic.mpn(),
                dynamic == null ? null : dynamic.precision()
            }) {
                write(out, text);
            }
            Map<String, String> sorted = new TreeMap<>(custom);
            out.writeInt(sorted.size());
            for (Map.Entry<String, String> entry : sorted.entrySet()) {
                write(out, entry.getKey());
                write(out, entry.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static UsageRecord of(byte[] bytes) {
        try {
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
            String[] text = new String[21];
            for (int i = 0; i < text.length; i++) {
                text[i] = read(in);
            }
            Map<String, String> custom = new TreeMap<>();
            for (int left = in.readInt(); left > 0; left--) {
                custom.put(read(in), read(in));
            }
            return new UsageRecord(
                    text[0],
                    text[1],
                    text[2],
                    text[3],
                    text[4],
                    text[5],
                    text[6],
                    new BigDecimal(text[7]),
                    RowTime.read(text[8]).orElseThrow(),
                    RowTime.read(text[9]).orElseThrow(),
                    text[10],
                    text[11],
                    text[12] == null ? null : new Category(text[12], text[13], text[14]),
                    text[15] == null ? null : new BigDecimal(text[15]),
                    text[16] == null ? null : Integer.valueOf(text[16]),
                    text[17] == null ? null : new DynamicItem(text[17], text[18], text[19], text[20]),
                    custom);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(DataOutputStream out, String text) throws IOException {
        if (text == null) {
            out.writeInt(-1);
            return;
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
    }

    private static String read(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0) {
            return null;
        }
        byte[] utf8 = new byte[length];
        in.readFully(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
