package io.connectprocessor.component;

import io.connectprocessor.connect.ConnectClient;
import io.connectprocessor.connect.Conversation;
import io.connectprocessor.connect.Remark;
import io.connectprocessor.failure.FailedException;
import io.connectprocessor.failure.FailureKind;
import io.connectprocessor.failure.Redaction;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes into the conversations of requests. An order does not depend on it: no conversation, a closed one, or a key that may not write there
 * are told once as a warning each, and that is all. Thread-safe.
 */
final class Correspondence {

    private static final Logger LOG = LoggerFactory.getLogger(Correspondence.class);

    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /**
     * @param connect guarded by the claim of the request, if there is one
     * @param maybeSaid it may have been written before: the messages are looked through first
     * @return false when it cannot be written, now or later
     * @throws FailedException when Connect is away, wants no calls or refuses the key itself
     */
    boolean say(ConnectClient connect, String requestId, Remark remark, boolean maybeSaid) {
        try {
            Optional<Conversation> found = connect.conversation(requestId);
            if (found.isEmpty() || found.get().closed()) {
                String state = found.isEmpty() ? "no conversation" : "a closed conversation";
                warn(state, requestId + " has " + state + ": what was to be said there is not said");
                return false;
            }
            if (!maybeSaid || !connect.holds(found.get(), remark)) {
                connect.say(found.get(), remark);
            }
            return true;
        } catch (FailedException failed) {
            boolean rights = failed.failure().status() == 403;
            if (failed.failure().kind() == FailureKind.REFUSED || rights) {
                warn(
                        String.valueOf(failed.failure().status()),
                        requestId + ": " + Redaction.ofText(failed.getMessage(), null)
                                + (rights
                                        ? ". Let the key use the module of conversations, or leave messages out"
                                        : ""));
                return false;
            }
            throw failed;
        }
    }

    /** Said of the first request only: of ten thousand it would be no warning any more. */
    void warn(String trouble, String what) {
        if (told.add(trouble)) {
            LOG.warn("{}. Others like it are not told.", what);
        } else {
            LOG.debug(what);
        }
    }
}
