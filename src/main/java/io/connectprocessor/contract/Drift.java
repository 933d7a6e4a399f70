package io.connectprocessor.contract;

/**
 * One thing that a product does not have as it should.
 *
 * @param product its id
 * @param subject what it is about: {@code parameter subscription_id}
 * @param expected what should be: {@code phase fulfillment}
 * @param found what is: {@code phase ordering}, or {@code none}
 * @param advice what to do
 * @param place who says what should be: {@code contracts/PRD-000-000-000.yaml:7}
 */
public record Drift(String product, String subject, String expected, String found, String advice, String place) {
    @Override
    public String toString() {
        return place + "  " + product + ": " + subject + ": expected " + expected + ", found " + found + "  -> "
                + advice;
    }
}
