package io.connectprocessor.ledger;

import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.store.fs.FileUtils;

/**
 * H2 2.3 takes a file whose header is whole and whose content is not for an empty database, and writes over it: a ledger would forget
 * everything and say nothing.
 */
final class HollowFile {
    /** What H2 writes before the first table is there; a process that was killed so early leaves no more, and nothing to forget. */
    private static final long NEWBORN = 20_480;

    private HollowFile() {}

    /** Only looks. False for a ledger in memory, and for a file that cannot be looked at: whoever opens it is told why. */
    static boolean isHollow(LedgerUrl url) {
        String file = url.jdbc().split(";", 2)[0].replaceFirst("^jdbc:h2:(file:)?", "") + ".mv.db";
        if (file.startsWith("mem:") || FileUtils.size(file) <= NEWBORN) {
            return false;
        }
        try (MVStore store = new MVStore.Builder().fileName(file).readOnly().open()) {
            return store.getMapNames().isEmpty();
        } catch (MVStoreException unreadable) {
            return false;
        }
    }
}
