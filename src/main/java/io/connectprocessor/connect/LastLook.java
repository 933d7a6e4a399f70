package io.connectprocessor.connect;

/**
 * What a gateway runs right before a call: it tells the onlooker. Whoever stands in for an API sees by it for whom the call is.
 *
 * @param anew as in {@link Onlooker#sends}
 */
public record LastLook(Onlooker onlooker, String what, boolean anew) implements Runnable {

    @Override
    public void run() {
        onlooker.sends(what, anew);
    }
}
