package io.connectprocessor.sandbox;

/** Whom a request is assigned to; the platform has three ways to write it. */
record Assignee(String id, String email, Shape shape) {

    enum Shape {
        NOBODY,
        TEXT,
        OBJECT
    }

    static final Assignee NOBODY = new Assignee("", "", Shape.NOBODY);
}
