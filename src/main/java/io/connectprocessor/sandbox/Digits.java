package io.connectprocessor.sandbox;

/** Numbers with leading noughts, without the cost of a format string: seeds make hundreds of thousands. */
final class Digits {

    private Digits() {}

    static String of(int number, int width) {
        String digits = String.valueOf(number);
        return digits.length() >= width ? digits : "0".repeat(width - digits.length()) + digits;
    }

    /** {@code 1000-0012-3456}: groups of four, the first from 1000 on. */
    static String groups(int number) {
        return of(1000 + number / 100_000_000, 4) + "-" + of(number / 10_000 % 10_000, 4) + "-"
                + of(number % 10_000, 4);
    }
}
