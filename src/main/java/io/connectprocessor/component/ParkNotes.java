package io.connectprocessor.component;

import io.connectprocessor.connect.Remark;
import io.connectprocessor.connect.RequestKind;
import io.connectprocessor.failure.FailedException;
import io.connectprocessor.failure.Redaction;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the conversations of parked requests so. Apart from the parking itself, in each pass, so that nothing said there can delay or undo it;
 * not of what was parked more than 24 h ago. At most once for each parking: an end of the process at that moment leaves it unsaid.
 */
record ParkNotes(Runtime runtime, RequestKind kind) {

    private static final Logger LOG = LoggerFactory.getLogger(ParkNotes.class);
    private static final Duration NEWS = Duration.ofHours(24);
    private static final int MOST = 50;

    void look() {
        String text = runtime.people().patience().parkNote();
        if (text == null || runtime.shadow().isPresent()) {
            return;
        }
        Remark remark = new Remark("message", Cut.at(Remark.LONGEST, text));
        for (String id : runtime.ledger()
                .untold(kind.label(), runtime.products(), runtime.ledger().now().minus(NEWS), MOST)) {
            if (runtime.intake().held() || !runtime.ledger().tell(id)) {
                continue;
            }
            try {
                // Parked a second time, it would say the same again.
                runtime.people().correspondence().say(runtime.connect(), id, remark, true);
            } catch (FailedException failed) {
                runtime.ledger().untell(id);
                LOG.warn("{} is told of later: {}", id, Redaction.ofText(failed.getMessage(), null));
                return;
            }
        }
    }
}
