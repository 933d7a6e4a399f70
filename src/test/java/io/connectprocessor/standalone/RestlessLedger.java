package io.connectprocessor.standalone;

import io.connectprocessor.ledger.Ledger;
import io.connectprocessor.ledger.LedgerException;
import io.connectprocessor.ledger.LedgerOptions;
import io.connectprocessor.ledger.Ledgers;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Opens a ledger whose database goes away and comes back, and in which other nodes move requests, as the test says. */
public final class RestlessLedger {

    private static final Set<String> WITHOUT_DATABASE = Set.of("now", "lease");

    /** Whatever is asked of what is left: a second question counts as a second look. */
    private static final Set<String> LOOKS = Set.of("outlook", "counts", "undecidedCounts", "nextDue");

    private final boolean shared;
    private final AtomicInteger looks = new AtomicInteger();
    private final Map<Integer, Consumer<Ledger>> beforeLooks = new ConcurrentHashMap<>();
    private final Map<Integer, Consumer<Ledger>> afterLooks = new ConcurrentHashMap<>();
    private volatile LedgerException away;

    public RestlessLedger() {
        this(false);
    }

    private RestlessLedger(boolean shared) {
        this.shared = shared;
    }

    /** One that says that other nodes work on it, too. */
    static RestlessLedger shared() {
        return new RestlessLedger(true);
    }

    public Ledger open(LedgerOptions options) {
        Ledger ledger = Ledgers.open(options);
        return (Ledger) Proxy.newProxyInstance(
                Ledger.class.getClassLoader(), new Class<?>[] {Ledger.class}, (proxy, method, arguments) -> {
                    boolean closing = method.getName().equals("close") && arguments == null;
                    if (away != null && !closing && !WITHOUT_DATABASE.contains(method.getName())) {
                        throw away;
                    }
                    if (method.getName().equals("shared")) {
                        return shared;
                    }
                    return LOOKS.contains(method.getName())
                            ? look(ledger, method, arguments)
                            : call(ledger, method, arguments);
                });
    }

    private Object look(Ledger ledger, Method method, Object[] arguments) throws Throwable {
        int look = looks.incrementAndGet();
        work(beforeLooks, look, ledger);
        Object seen = call(ledger, method, arguments);
        work(afterLooks, look, ledger);
        return seen;
    }

    private static void work(Map<Integer, Consumer<Ledger>> works, int look, Ledger ledger) {
        Consumer<Ledger> work = works.get(look);
        if (work != null) {
            work.accept(ledger);
        }
    }

    private static Object call(Ledger ledger, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(ledger, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** What other nodes do before it is asked what is left for this time, the first being 1. */
    void beforeLook(int look, Consumer<Ledger> work) {
        beforeLooks.put(look, work);
    }

    /** As {@link #beforeLook}, but after it is known what the answer is. */
    public void afterLook(int look, Consumer<Ledger> work) {
        afterLooks.put(look, work);
    }

    void goAway(LedgerException how) {
        away = how;
    }

    void comeBack() {
        away = null;
    }
}
