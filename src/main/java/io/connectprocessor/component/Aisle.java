package io.connectprocessor.component;

/** Workers go side by side, until one must go alone: it waits for the others to come out, and those that come meanwhile wait for it. Thread-safe. */
final class Aisle {

    private int beside;
    private boolean alone;

    /** Goes in beside others. */
    synchronized void enter() throws InterruptedException {
        while (alone) {
            wait();
        }
        beside++;
    }

    synchronized void leave() {
        beside--;
        notifyAll();
    }

    /** Goes in alone; two that want to go one after the other. Who is in goes out first. */
    synchronized void enterAlone() throws InterruptedException {
        while (alone) {
            wait();
        }
        alone = true;
        try {
            while (beside > 0) {
                wait();
            }
        } catch (InterruptedException stopping) {
            leaveAlone();
            throw stopping;
        }
    }

    synchronized void leaveAlone() {
        alone = false;
        notifyAll();
    }
}
