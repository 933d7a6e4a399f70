package io.connectprocessor.connect;

/** Looks on at the calls that are made for one piece of work, in the thread that makes them. */
public interface Onlooker {

    /**
     * Right before a call is sent, when its turn has come. What it throws keeps the call from being sent.
     *
     * @param what {@code approve PR-1}, with ids only: nothing secret and no customer's data
     */
    void sends(String what);

    /** @param how the status, and that of the request if one came back; or that no whole answer came */
    void answered(String how);
}
