package io.connectprocessor.ledger;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What was reported, and what is about to be. Thread-safe; what a method wrote has survived {@code kill -9} when it returns, and any method
 * throws {@link LedgerException} when the database fails. Writes take the turn and throw {@link ClaimLostException} when it is no longer ours.
 */
public interface UsageLedger {

    /** Bytes of one record's fingerprint: 16 of the id's hash, 8 of the content's. */
    int FINGERPRINT = 24;

    /** Takes the turn for a work that one node does at a time; empty when somebody else, here or elsewhere, has it. Renewed until given back. */
    Optional<Turn> take(String name);

    /** Right before every POST and PUT. @throws ClaimLostException when the turn is not ours any more */
    void check(Turn turn);

    void giveBack(Turn turn);

    /** The first month of a product that is reported: the one noted, or else {@code otherwise}, which is noted then. */
    String firstPeriod(Turn turn, String product, String otherwise);

    /** The first month noted for a product; empty when none was. */
    Optional<String> firstPeriod(String product);

    /** Every month of every product that was begun, oldest first. */
    List<UsagePeriod> periods();

    void save(Turn turn, UsagePeriod period);

    /** Every file, oldest period first, then by external id and revision; those of one month when {@code period} is not null. */
    List<UsageFile> files(String period);

    void save(Turn turn, UsageFile file);

    /**
     * Notes what a file is to hold, before it is created or uploaded: the fingerprints first, the digest last.
     *
     * @param fingerprints gives parts of at most 98,304 bytes, each a multiple of {@link #FINGERPRINT}, to the consumer it is given
     */
    void fill(Turn turn, UsageFile file, Consumer<Consumer<byte[]>> fingerprints);

    /** Gives the fingerprints of a file, part by part. */
    void fingerprints(String externalId, Consumer<byte[]> part);
}
