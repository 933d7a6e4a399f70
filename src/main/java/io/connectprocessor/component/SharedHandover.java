package io.connectprocessor.component;

import io.connectprocessor.ledger.Ledger;
import io.connectprocessor.ledger.Ledger.Claiming;
import io.connectprocessor.ledger.LedgerException;
import io.connectprocessor.ledger.Standing;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * By a queue that several nodes share. The ledger marks what lies in it, so that no poll of no node hands over the same request again, and tells
 * how much that is. The broker may lose or repeat what it likes: a mark lapses with the lease, and a claim is granted once.
 */
final class SharedHandover implements Handover {

    private static final Logger LOG = LoggerFactory.getLogger(SharedHandover.class);
    private static final long LOOK_MILLIS = 200;

    private final Ledger ledger;
    private final SharedQueue queue;
    private final Aisle aisle = new Aisle();

    SharedHandover(Ledger ledger, SharedQueue queue) {
        this.ledger = ledger;
        this.queue = queue;
    }

    @Override
    public boolean local() {
        return false;
    }

    @Override
    public Optional<String> away() {
        return queue.away();
    }

    @Override
    public void awaitRoom(BooleanSupplier givenUp) {
        try {
            while (!givenUp.getAsBoolean() && ledger.queued() >= queue.depth()) {
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Set<String> offer(List<String> ids) {
        return ledger.queue(ids);
    }

    @Override
    public void withdraw(String id) {
        takenOff(id);
    }

    private void takenOff(String id) {
        try {
            ledger.takenOff(id);
        } catch (LedgerException lapses) {
            LOG.debug("{} is handed over again only when its mark lapses: {}", id, lapses.getMessage());
        }
    }

    @Override
    public Turn begin(String id) {
        return new SharedTurn(id);
    }

    private enum Place {
        OUTSIDE,
        BESIDE_OTHERS,
        ALONE
    }

    private final class SharedTurn implements Turn {

        private final String id;
        private Place place = Place.OUTSIDE;

        SharedTurn(String id) {
            this.id = id;
        }

        @Override
        public Claiming claim(Instant askedAt) {
            try {
                aisle.enter();
                place = Place.BESIDE_OTHERS;
                Claiming claiming = ledger.claim(id, askedAt);
                if (mustRunAlone(claiming)) {
                    over();
                    aisle.enterAlone();
                    place = Place.ALONE;
                    claiming = ledger.claim(id, askedAt);
                }
                if (claiming instanceof Claiming.Refused) {
                    takenOff(id);
                }
                return claiming;
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                takenOff(id);
                return new Claiming.Refused(new Standing(id, Standing.State.READY, null, null));
            }
        }

        /** Nothing stands in its way but what else is worked on here. */
        private static boolean mustRunAlone(Claiming claiming) {
            return claiming instanceof Claiming.Refused refused
                    && refused.standing().state() == Standing.State.READY;
        }

        @Override
        public void over() {
            switch (place) {
                case BESIDE_OTHERS -> aisle.leave();
                case ALONE -> aisle.leaveAlone();
                case OUTSIDE -> {}
            }
            place = Place.OUTSIDE;
        }
    }
}
