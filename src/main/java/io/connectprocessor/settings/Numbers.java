package io.connectprocessor.settings;

import java.math.BigDecimal;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** Kinds of numbers. */
final class Numbers {
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,9}");
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,6}(\\.[0-9]{1,3})?");
    private static final String UNLIMITED = "unlimited";

    private Numbers() {}

    static Kind<Integer> whole(int least, int most) {
        String form = "whole number, " + least + " to " + most;
        return new Kind<>(form, text -> readWhole(text.strip(), least, most), String::valueOf);
    }

    static Kind<OptionalDouble> rate() {
        return new Kind<>(
                "calls per second, or `" + UNLIMITED + "`", text -> readRate(text.strip()), Numbers::writeRate);
    }

    private static int readWhole(String text, int least, int most) throws Refused {
        String advice = "write a whole number from " + least + " to " + most;
        if (!WHOLE.matcher(text).matches()) {
            throw new Refused("is not a whole number: " + Shown.refused(text), advice);
        }
        int number = Integer.parseInt(text);
        if (number < least || number > most) {
            throw new Refused("is out of range: " + number, advice);
        }
        return number;
    }

    private static OptionalDouble readRate(String text) throws Refused {
        if (text.equals(UNLIMITED)) {
            return OptionalDouble.empty();
        }
        String advice = "write calls per second, such as 10 or 0.5, or " + UNLIMITED;
        if (!DECIMAL.matcher(text).matches()) {
            throw new Refused("is not a rate: " + Shown.refused(text), advice);
        }
        double perSecond = Double.parseDouble(text);
        if (perSecond == 0) {
            throw new Refused("is 0, which would let no call through", advice);
        }
        return OptionalDouble.of(perSecond);
    }

    private static String writeRate(OptionalDouble rate) {
        return rate.isEmpty()
                ? UNLIMITED
                : BigDecimal.valueOf(rate.getAsDouble()).stripTrailingZeros().toPlainString();
    }
}
