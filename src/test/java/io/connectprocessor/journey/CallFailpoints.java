package io.connectprocessor.journey;

import io.connectprocessor.ledger.Failpoints.Moment;
import io.connectprocessor.sandbox.Bystander;
import io.connectprocessor.sandbox.Fault;
import java.util.concurrent.CountDownLatch;

/** Stands before and after every call; from the armed one on no call goes on, until the caller is dead. Thread-safe. */
final class CallFailpoints implements Bystander {

    private Failpoint armed;
    private Runnable reached;
    private CountDownLatch dead;
    private final ThreadLocal<String> answering = new ThreadLocal<>();

    /** The action of the call that the calling thread of the sandbox answers. */
    String answering() {
        return answering.get();
    }

    synchronized void arm(Failpoint failpoint, Runnable whenReached) {
        armed = failpoint;
        reached = whenReached;
    }

    synchronized void freeze() {
        if (dead == null) {
            dead = new CountDownLatch(1);
        }
    }

    /** The caller is dead: what it asked for is dropped. */
    synchronized void release() {
        armed = null;
        if (dead != null) {
            dead.countDown();
            dead = null;
        }
    }

    @Override
    public boolean arrives(Fault.Api api, String action) {
        answering.set(action);
        return passes(api, action, Moment.BEFORE);
    }

    @Override
    public boolean answers(Fault.Api api, String action) {
        return passes(api, action, Moment.AFTER);
    }

    private boolean passes(Fault.Api api, String action, Moment moment) {
        CountDownLatch wait = toWaitFor(new Failpoint(api, action, moment));
        if (wait == null) {
            return true;
        }
        try {
            wait.await();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private synchronized CountDownLatch toWaitFor(Failpoint here) {
        if (dead == null && here.equals(armed)) {
            freeze();
            reached.run();
        }
        return dead;
    }
}
