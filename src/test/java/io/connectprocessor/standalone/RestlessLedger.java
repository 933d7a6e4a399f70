package io.connectprocessor.standalone;

import io.connectprocessor.ledger.Ledger;
import io.connectprocessor.ledger.LedgerException;
import io.connectprocessor.ledger.LedgerOptions;
import io.connectprocessor.ledger.Ledgers;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Opens a ledger whose database goes away and comes back as the test says. */
final class RestlessLedger {

    private static final Set<String> WITHOUT_DATABASE = Set.of("now", "lease");

    private volatile LedgerException away;
    private final AtomicReference<Consumer<Ledger>> beforeCounts = new AtomicReference<>(ledger -> {});

    Ledger open(LedgerOptions options) {
        Ledger ledger = Ledgers.open(options);
        return (Ledger) Proxy.newProxyInstance(
                Ledger.class.getClassLoader(), new Class<?>[] {Ledger.class}, (proxy, method, arguments) -> {
                    boolean closing = method.getName().equals("close") && arguments == null;
                    if (away != null && !closing && !WITHOUT_DATABASE.contains(method.getName())) {
                        throw away;
                    }
                    if (method.getName().equals("undecidedCounts")) {
                        beforeCounts.getAndSet(nothing -> {}).accept(ledger);
                    }
                    return call(ledger, method, arguments);
                });
    }

    private static Object call(Ledger ledger, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(ledger, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** Done once, before the states are counted the next time. */
    void beforeCounts(Consumer<Ledger> work) {
        beforeCounts.set(work);
    }

    void goAway(LedgerException how) {
        away = how;
    }

    void comeBack() {
        away = null;
    }
}
