package io.connectprocessor.connect;

/** What a gateway runs right before a call: it tells the onlooker. Whoever stands in for an API sees by it for whom the call is. */
public record LastLook(Onlooker onlooker, String what) implements Runnable {

    @Override
    public void run() {
        onlooker.sends(what);
    }
}
