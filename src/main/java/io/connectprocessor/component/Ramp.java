package io.connectprocessor.component;

/**
 * How many requests may be on their way at once after an API was away: one, then one more for each round that went well, and half as many when
 * one of its calls fails again, until it is as many as the processor works on anyway. Not thread-safe.
 */
final class Ramp {

    private final int full;
    private int room;
    private int good;

    /** @param full requests that are worked on at once when all is well */
    Ramp(int full) {
        this.full = full;
        this.room = full;
    }

    void isBack() {
        room = 1;
        good = 0;
    }

    void answers() {
        if (room < full && ++good >= room) {
            room++;
            good = 0;
        }
    }

    void stumbles() {
        if (room < full) {
            room = Math.max(1, room / 2);
            good = 0;
        }
    }

    boolean holdsNobodyBack() {
        return room >= full;
    }

    boolean hasRoomBeside(int onTheirWay) {
        return holdsNobodyBack() || onTheirWay < room;
    }
}
