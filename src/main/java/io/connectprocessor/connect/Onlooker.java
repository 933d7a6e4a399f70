package io.connectprocessor.connect;

/** Looks on at the calls that are made for one piece of work, in the thread that makes them. */
public interface Onlooker {

    /**
     * Right before a call is sent, when its turn has come. What it throws keeps the call from being sent.
     *
     * @param what {@code approve PR-1}, with ids only: nothing secret and no customer's data
     * @param anew whether the work, begun anew after a kill, makes the call again and nothing is left of the first
     */
    void sends(String what, boolean anew);

    /** @param how the status, and that of the request if one came back; or that no whole answer came */
    void answered(String how);
}
