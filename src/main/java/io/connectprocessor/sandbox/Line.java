package io.connectprocessor.sandbox;

/** An item of an order; quantities are strings, as the platform sends them. */
record Line(Product.Item item, String quantity, String oldQuantity) {}
