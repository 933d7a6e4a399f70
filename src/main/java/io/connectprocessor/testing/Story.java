package io.connectprocessor.testing;

/** What became of a request, hung on the failure of its test: shown below the stack trace, without one of its own. */
final class Story extends Throwable {

    Story(String text) {
        super(text, null, false, false);
    }

    @Override
    public String toString() {
        return getMessage();
    }
}
